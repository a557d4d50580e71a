"""Steps of a commune for an extension point: begun from its workshop, checked, plugged into it."""

from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.studio.extending import NoExtensionPoint, PlugDraft, StartSubProcedure
from app.commands.tailoring.errors import OperationsRefused
from app.deployments.bases import base_of
from app.domain.languages import choose
from app.domain.permissions import TAILOR
from app.linting.sentences import say
from app.procedures.tailoring import read_policy
from app.procedures.tailoring.sub_procedure import SubProcedureRefused, slug_for
from app.queries.adaptable import find_thing
from app.queries.findings import shown_findings
from app.queries.studio import OpenDraft, read_draft
from app.store import modelling, publication, tailoring
from app.store.models import Deployment, Tailoring
from app.store.tailoring import TailoringMoved, TailoringUnknown
from app.web.access import current_actor, permission
from app.web.interface import gettext, language
from app.web.studio.frame import opened, show
from app.web.studio.policy_words import rule_words
from app.web.studio.scope import local_studio


@dataclass(frozen=True, kw_only=True)
class Place:
    """The extension point for which steps are drawn, and the workshop of its procedure in the commune."""

    national: Deployment
    element: str
    workshop: Tailoring

    @property
    def title(self) -> str:
        """The title of the national procedure."""
        return choose(self.national.titles, language()) or self.national.slug


@local_studio.get("/extensions/<slug>/<element>")
@permission(TAILOR)
def extension(commune_slug: str, slug: str, element: str) -> ResponseReturnValue:
    """What may be plugged in here, the drafts in hand, and the button that begins one."""
    row = _workshop(slug)
    base = base_of(row.base_id)
    if element not in base.names("elements"):
        raise NotFound
    thing = find_thing(base, read_policy(base)[0], "elements", element, language())
    national = publication.get_deployment(row.base_id)
    drafts = [one for one in modelling.list_drafts_of(slug_for(element)) if _is_for(one.commune_id, one.based_on, slug)]
    return render_template(
        "studio/extension.html",
        owner=g.commune,
        place=Place(national=national, element=element, workshop=row),
        point=thing.title or element,
        rule=rule_words(thing.rule),
        allowed=thing.rule.mode != "locked",
        drafts=drafts,
    )


@local_studio.post("/extensions/<slug>/<element>")
@permission(TAILOR)
def begin_extension(commune_slug: str, slug: str, element: str) -> ResponseReturnValue:
    """Begin to draw, from what is plugged in already or from one task."""
    command = StartSubProcedure(commune_id=g.commune.id, slug=slug, element=element[:120])
    try:
        draft_id = execute(command, actor=current_actor(), services=current_services())
    except (TailoringUnknown, NoExtensionPoint):
        raise NotFound from None
    return redirect(url_for(".diagram", draft_id=draft_id))


@local_studio.get("/<draft_id>/plug")
@permission(TAILOR)
def plug(commune_slug: str, draft_id: str) -> ResponseReturnValue:
    """Whether the steps may be plugged in, and the button that does it."""
    return _page(opened(draft_id))


@local_studio.post("/<draft_id>/plug")
@permission(TAILOR)
def plug_draft(commune_slug: str, draft_id: str) -> ResponseReturnValue:
    """Put the steps among the commune's changes; they run once these are published."""
    draft = opened(draft_id)
    place = _place(draft)
    seen = request.form.get("seen", "")
    try:
        command = PlugDraft(draft_id=draft_id, seen=int(seen) if seen.isdecimal() and len(seen) < 9 else 0)
        execute(command, actor=current_actor(), services=current_services())
    except (OperationsRefused, SubProcedureRefused) as refused:
        return _page(draft, problems=[say(one.message, language()) for one in refused.findings]), 422
    except TailoringMoved:
        moved = gettext("Une autre personne vient de changer l’adaptation de cette démarche : relisez, puis branchez.")
        return _page(draft, problems=[moved]), 409
    flash(
        gettext("Les étapes sont parmi les changements de la commune : publiez-les pour qu’elles valent."),
        "success",
    )
    return redirect(url_for("commune.overview", commune_slug=commune_slug, slug=place.national.slug))


def _page(draft: OpenDraft, *, problems: list[str] | None = None) -> str:
    place = _place(draft)
    findings = [
        one
        for one in shown_findings(read_draft(draft), language(), rules=url_for(".rules"))
        if one["severity"] == "error"
    ]
    return show("studio/plug.html", draft, "plug", place=place, findings=findings, problems=problems or [])


def _place(draft: OpenDraft) -> Place:
    if draft.extends is None or draft.based_on is None:
        raise NotFound
    national = publication.get_deployment(draft.based_on)
    return Place(national=national, element=draft.extends, workshop=_workshop(national.slug))


def _workshop(slug: str) -> Tailoring:
    try:
        return tailoring.get_tailoring(g.commune.id, slug)
    except TailoringUnknown:
        raise NotFound from None


def _is_for(commune_id: str | None, based_on: str | None, slug: str) -> bool:
    mine = commune_id == g.commune.id and based_on is not None
    return mine and publication.get_deployment(str(based_on)).slug == slug
