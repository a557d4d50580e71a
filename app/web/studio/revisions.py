"""Revisions of a draft: what changed, when, by whom; come back to one; keep one under a name; put the draft away."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.studio.revisions import NameRevision, PutAway, RestoreRevision
from app.domain.permissions import MODEL
from app.languages import format_moment
from app.store import modelling
from app.web.access import current_actor, permission
from app.web.interface import gettext, language
from app.web.studio import studio
from app.web.studio.frame import opened, show

MOST_NAMED = 6
"""Changed files that a line of the list names; the rest is a number."""


@studio.get("/<draft_id>/revisions")
@permission(MODEL)
def revisions(draft_id: str) -> ResponseReturnValue:
    """Every kept revision, the newest first."""
    draft = opened(draft_id)
    rows = [
        {"row": row, "named": row.changed[:MOST_NAMED], "more": max(len(row.changed) - MOST_NAMED, 0)}
        for row in modelling.list_revisions(draft.id)
    ]
    return show("studio/revisions.html", draft, "workspace", rows=rows)


@studio.post("/<draft_id>/revisions/<int:number>/restore")
@permission(MODEL)
def restore_revision(draft_id: str, number: int) -> ResponseReturnValue:
    """Make an earlier revision the newest one again."""
    row = modelling.get_revision(draft_id, number)
    note = gettext(
        "Retour à la révision %(number)s, %(moment)s", number=number, moment=format_moment(row.saved_at, language())
    )
    command = RestoreRevision(draft_id=draft_id, number=number, note=note)
    execute(command, actor=current_actor(), services=current_services())
    flash(gettext("C’est fait. Les révisions qui ont suivi sont gardées."), "success")
    return redirect(url_for(".revisions", draft_id=draft_id))


@studio.post("/<draft_id>/revisions/name")
@permission(MODEL)
def name_revision(draft_id: str) -> ResponseReturnValue:
    """Keep the draft as it is now under a name."""
    note = request.form.get("note", "").strip()
    if note:
        command = NameRevision(draft_id=draft_id, note=note)
        execute(command, actor=current_actor(), services=current_services())
        flash(gettext("Cette révision est gardée sous ce nom."), "success")
    else:
        flash(gettext("Écrivez un nom : ce que cette révision a de particulier."), "warning")
    return redirect(url_for(".revisions", draft_id=draft_id))


@studio.post("/<draft_id>/away")
@permission(MODEL)
def put_away(draft_id: str) -> ResponseReturnValue:
    """Take the draft off the list, or put it back."""
    away = request.form.get("away") == "yes"
    execute(PutAway(draft_id=draft_id, away=away), actor=current_actor(), services=current_services())
    done = gettext("Le brouillon est rangé.") if away else gettext("Le brouillon est de nouveau dans la liste.")
    flash(done, "success")
    return redirect(url_for(".index"))
