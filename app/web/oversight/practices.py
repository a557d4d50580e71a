"""The register of practices: searched by agents of communes, judged and made national by the DGCT."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import Command, execute
from app.commands.practices.judging import JudgePractice
from app.commands.practices.noting import PracticeRefused
from app.commands.practices.promoting import PromotePractice
from app.commands.practices.taking import TakePractice
from app.commands.services import current_services
from app.domain import permissions
from app.domain.languages import choose
from app.domain.permissions import SEE_TAILORING, STEER_TAILORING, TAILOR, list_assignments
from app.queries.variants.practices import things_of_practice
from app.store import practices as store
from app.store import publication, tailoring, territory, variants
from app.store.models import Practice
from app.store.practices import OPEN_TO_ALL, PracticeMoved, PracticeUnknown
from app.web.access import current_actor, permission
from app.web.interface import gettext, language, name_of
from app.web.oversight import oversight
from app.web.oversight.practice_words import act_words, refusal_words, shown_practice, state_of

LONGEST_SEARCH = 80
TABS = ("offered", "accepted", "promoted", "returned", "declined", "withdrawn")


@oversight.get("/practices")
@permission(SEE_TAILORING)
def practices() -> ResponseReturnValue:
    """Practices offered to the country: every one for the DGCT, the accepted ones and one's own for communes."""
    search = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    steering = permissions.may(current_actor(), STEER_TAILORING)
    state = request.args.get("state", "offered" if steering and store.count_offered() else "")
    states = (state,) if state in TABS else TABS if steering else ()
    found = store.list_practices(search=search, states=states, readable_by=None if steering else _own_commune())
    return render_template(
        "oversight/practices.html",
        rows=[{**shown_practice(one.practice), "commune": name_of(one), "taken": one.taken} for one in found],
        search=search,
        state=state,
        steering=steering,
        tabs=[(key, state_of(key)[0]) for key in TABS] if steering else [],
        offer_at=_offer_address(),
    )


@oversight.get("/practices/<practice_id>")
@permission(SEE_TAILORING)
def practice(practice_id: str) -> ResponseReturnValue:
    """One practice: what it solves, what it changes, what it gave, who took it, and what may be done."""
    return _page(_readable(practice_id), {}, {})


@oversight.post("/practices/<practice_id>/judge")
@permission(STEER_TAILORING)
def judge_practice(practice_id: str) -> ResponseReturnValue:
    """Accept, return or decline."""
    judgement = request.form.get("judgement", "")
    if judgement not in ("accepted", "returned", "declined"):
        return redirect(url_for("oversight.practice", practice_id=practice_id))
    command = JudgePractice(
        practice_id=practice_id,
        seen=request.form.get("seen", 0, type=int),
        judgement=judgement,  # type: ignore[arg-type]  # one of the three, seen above
        reason=request.form.get("reason", ""),
    )
    return _act(practice_id, command, gettext("La décision est enregistrée ; la commune la lit dans le registre."))


@oversight.post("/practices/<practice_id>/promote")
@permission(permissions.MODEL)
def promote_practice(practice_id: str) -> ResponseReturnValue:
    """Begin a national draft that keeps where the practice was born."""
    command = PromotePractice(
        practice_id=practice_id,
        seen=request.form.get("seen", 0, type=int),
        slug=request.form.get("slug", "").strip()[:60],
    )
    return _act(practice_id, command, gettext("Le brouillon national est commencé : ouvrez-le dans le studio."))


@oversight.post("/c/<commune_slug>/practices/<practice_id>/take")
@permission(TAILOR)
def take_practice(commune_slug: str, practice_id: str) -> ResponseReturnValue:
    """Put the changes of a practice into the commune's workshop."""
    _readable(practice_id)
    command = TakePractice(practice_id=practice_id, commune_id=territory.get_commune(commune_slug).id)
    done = gettext("Les changements sont dans votre atelier : relisez-les, vérifiez-les, puis publiez.")
    return _act(practice_id, command, done)


def _readable(practice_id: str) -> Practice:
    """Return a practice that the reader may see. Raises PracticeUnknown."""
    row = store.get_practice(practice_id)
    own = permissions.may(current_actor(), SEE_TAILORING, row.commune_id)
    if row.state not in OPEN_TO_ALL and not own:
        raise PracticeUnknown("Expected a practice that is open to the reader.")
    return row


def _page(row: Practice, errors: dict[str, str], typed: dict[str, str]) -> str:
    actor = current_actor()
    adopters = variants.list_adopters(row.promoted_slug) if row.promoted_slug and row.kind == "local" else []
    commune = territory.get_commune_by_id(row.commune_id)
    return render_template(
        "oversight/practice.html",
        practice=shown_practice(row),
        commune=commune,
        procedure=choose(publication.get_deployment(row.deployment_id).titles, language()) or row.slug,
        things=things_of_practice(row, language()),
        acts=[{"act": act, "title": act_words(act)} for act in store.list_acts(row.id)],
        takers=[*store.list_takers(row.id), *((commune, at) for commune, at in adopters if at)],
        may_judge=row.state == "offered" and permissions.may(actor, STEER_TAILORING),
        may_promote=row.state == "accepted" and permissions.may(actor, permissions.MODEL),
        may_see_draft=row.draft_id is not None and permissions.may(actor, permissions.MODEL),
        is_own=permissions.may(actor, TAILOR, row.commune_id),
        take_at=_take_address(row),
        errors=errors,
        typed=typed,
    )


def _act(practice_id: str, command: Command[Any], done: str) -> ResponseReturnValue:
    try:
        execute(command, actor=current_actor(), services=current_services())
    except PracticeRefused as refused:
        return _page(_readable(practice_id), {"reason": refusal_words(refused)}, dict(request.form)), 422
    except PracticeMoved:
        flash(gettext("Une autre personne a agi entre-temps : relisez la pratique."), "warning")
    except tailoring.TailoringUnknown:
        flash(gettext("Adoptez d’abord cette démarche dans l’atelier de la commune."), "warning")
    else:
        flash(done, "success")
    return redirect(url_for("oversight.practice", practice_id=practice_id))


def _own_commune() -> str:
    """Return the commune in which the reader may see tailoring."""
    held = list_assignments(current_actor(), SEE_TAILORING)
    return next((one.commune_id for one in held if one.commune_id), "")


def _tailored_commune() -> str | None:
    held = list_assignments(current_actor(), TAILOR)
    commune_id = next((one.commune_id for one in held if one.commune_id), None)
    return territory.get_named_commune(commune_id).slug if commune_id else None


def _offer_address() -> str | None:
    own = _tailored_commune()
    return url_for("oversight.offer_practice", commune_slug=own) if own else None


def _take_address(row: Practice) -> str | None:
    """Return where the reader's commune takes the practice, None where it cannot."""
    own = _tailored_commune()
    may_be = row.kind == "tailoring" and row.state in OPEN_TO_ALL
    if own is None or not may_be or territory.get_commune(own).id == row.commune_id:
        return None
    return url_for("oversight.take_practice", commune_slug=own, practice_id=row.id)
