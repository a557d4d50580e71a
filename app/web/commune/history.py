"""What the commune published of a procedure, by number; going back, taking back, the files of it."""

from typing import Any

from flask import Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.bus import Command, execute
from app.commands.services import current_services
from app.commands.tailoring.effect import WithdrawOverlay
from app.commands.tailoring.errors import TailoringRefused
from app.commands.tailoring.noting import SHORTEST_REASON, cleaned
from app.commands.tailoring.returning import ReturnToNational, ReturnToOverlay
from app.domain.permissions import SEE_TAILORING, TAILOR
from app.procedures.tailoring import write_overlay
from app.queries.elsewhere import operations_of
from app.queries.tailoring import Workshop
from app.queries.tailoring_words import national_of, tell_operation
from app.store import tailoring
from app.store.models import PublishedOverlay
from app.store.tailoring import TailoringMoved
from app.web.access import current_actor, permission
from app.web.commune import commune
from app.web.commune.frame import opened, show, today
from app.web.commune.publication import NAMES, problems_of
from app.web.commune.words import act_words, overlay_states, refusal_words
from app.web.interface import gettext, language

ACTS = ("national", "earlier", "withdraw")


@commune.get("/procedures/<slug>/history")
@permission(SEE_TAILORING)
def history(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Every overlay with what it changed, and every act."""
    return _page(opened(slug))


@commune.post("/procedures/<slug>/history")
@permission(TAILOR)
def go_back(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Follow an earlier overlay or the national version again, or take back one that waits; always with a reason."""
    workshop, act = opened(slug), request.form.get("act", "")
    reason = cleaned(request.form.get("reason", ""))
    if act not in ACTS:
        raise NotFound
    if len(reason) < SHORTEST_REASON:
        words = gettext("Dites pourquoi, en %(least)s signes au moins.", least=SHORTEST_REASON)
        return _page(workshop, errors={_input(): words}, typed=reason), 422
    try:
        execute(_command(workshop, act, reason), actor=current_actor(), services=current_services())
    except TailoringMoved:
        return _page(
            workshop, errors={_input(): gettext("L’atelier vient de changer : relisez, puis recommencez.")}
        ), 409
    except TailoringRefused as refused:
        return _page(workshop, errors={_input(): refusal_words(refused)}, typed=reason), 422
    done = gettext("C’est fait. Les dossiers en cours ne changent pas ; les nouveaux suivent ce que vous avez choisi.")
    flash(done, "success")
    return redirect(url_for("commune.history", commune_slug=commune_slug, slug=slug))


@commune.get("/procedures/<slug>/history/<int:number>.yaml")
@permission(SEE_TAILORING)
def overlay_file(commune_slug: str, slug: str, number: int) -> ResponseReturnValue:
    """The file of a published overlay, as it was published."""
    overlay = tailoring.find_overlay(g.commune.id, opened(slug).row.slug, number)
    if overlay is None:
        raise NotFound
    return _file(overlay.content.encode(), f"{slug}-{commune_slug}-{number}.yaml")


@commune.get("/procedures/<slug>/workshop.yaml")
@permission(SEE_TAILORING)
def workshop_file(commune_slug: str, slug: str) -> ResponseReturnValue:
    """The changes of the workshop as a file, before they are published."""
    workshop = opened(slug)
    kept = {name: str(workshop.row.details.get(name) or "") for name in NAMES}
    if problems_of(kept, today=today()):
        kept = {"reason": gettext("Raison à écrire avant la publication.")}
    overlay = workshop.overlay(today=today(), author=current_actor().name, details=kept)
    name = f"{slug}-{commune_slug}.yaml"
    return _file(write_overlay(overlay, file=name), name)


def _file(content: bytes, name: str) -> Response:
    response = Response(content, mimetype="application/yaml")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _input() -> str:
    """Return the name of the reason's input: each act has its own on the page."""
    return f"reason-{request.form.get('act', '')}-{request.form.get('number', '')}"[:40]


def _command(workshop: Workshop, act: str, reason: str) -> Command[Any]:
    where = {"commune_id": workshop.row.commune_id, "slug": workshop.row.slug, "reason": reason}
    if act == "national":
        return ReturnToNational(**where)
    if act == "withdraw":
        return WithdrawOverlay(**where)
    number = request.form.get("number", type=int)
    if number is None or tailoring.find_overlay(workshop.row.commune_id, workshop.row.slug, number) is None:
        raise NotFound
    return ReturnToOverlay(number=number, **where)


def _page(workshop: Workshop, *, errors: dict[str, str] | None = None, typed: str = "") -> str:
    row = workshop.row
    return show(
        "commune/history.html",
        workshop,
        "commune.history",
        overlays=[_line(workshop, one) for one in tailoring.list_overlays(row.commune_id, row.slug)],
        acts=[{"row": act, "words": act_words(act)} for act in tailoring.list_acts(row.commune_id, row.slug)],
        errors=errors or {},
        typed=typed,
        wrong=next(iter(errors), "") if errors else "",
    )


def _line(workshop: Workshop, overlay: PublishedOverlay) -> dict[str, Any]:
    title, tone = overlay_states()[overlay.state]
    national = national_of(overlay.base_id)
    told = [tell_operation(national, one, language()) for one in operations_of(overlay.id, overlay.content)]
    on_national = workshop.national is not None and overlay.base_id == workshop.national.id
    return {
        "row": overlay,
        "title": title,
        "tone": tone,
        "told": told,
        "version": national.base.version,
        "may_return": on_national and overlay.state == "ended" and overlay.id != workshop.row.current_id,
    }
