"""Publishes a draft: check list, changelog, a second person's approval, date of effect."""

from collections.abc import MutableMapping
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import Command, execute
from app.commands.releasing.approval import AskApproval, WithdrawRequest
from app.commands.releasing.errors import ReleaseRefused
from app.commands.releasing.publishing import PublishDraft, Released
from app.commands.services import current_services
from app.commands.studio.saving import FileRefused, FilesChanged, SaveFiles
from app.commands.upgrading.errors import PlanRefused
from app.domain.permissions import MODEL, PUBLISH
from app.domain.texts import plain_text
from app.languages import format_day, isolate
from app.procedures.changelog import VERSION, with_entry
from app.procedures.layout import manifest_path
from app.procedures.yaml_editing import edited
from app.procedures.yaml_source import SourceRefused
from app.web.access import current_actor, permission
from app.web.interface import gettext, language, ngettext
from app.web.studio import studio
from app.web.studio.frame import opened, show
from app.web.studio.publish_pages import publish_view, standing_of
from app.web.studio.release_words import refusal_text
from app.web.studio.upgrade_plan import Typed, plan_problem, read_plan

LONGEST_ENTRY = 8_000


def run(command: Command[Any]) -> Any:
    """Run a command as the person of this request."""
    return execute(command, actor=current_actor(), services=current_services())


@studio.get("/<draft_id>/publish")
@permission(MODEL)
def publish(draft_id: str) -> ResponseReturnValue:
    """The check list, what changes for whom, and the acts that are possible now."""
    return _page(draft_id)


@studio.post("/<draft_id>/publish")
@permission(PUBLISH)
def publish_draft(draft_id: str) -> ResponseReturnValue:
    """Publish, from today or from the chosen day."""
    standing = standing_of(opened(draft_id))
    typed = request.form.get("effect", "").strip()
    try:
        day = date.fromisoformat(typed) if typed else None
    except ValueError:
        wrong = gettext("Écrivez la date d’effet ainsi : 2026-04-01, ou laissez-la vide.")
        return _page(draft_id, errors={"effect": wrong}), 422
    typed_plan = read_plan(request.form)
    if typed_plan.plan is None:
        return _page(draft_id, errors=dict(typed_plan.errors), plan=typed_plan.typed), 422
    command = PublishDraft(
        draft_id=draft_id,
        ready=standing.ready,
        seen_current=request.form.get("current", ""),
        takes_effect_on=day,
        plan=typed_plan.plan,
    )
    try:
        released: Released = run(command)
    except PlanRefused as refused:
        return _page(draft_id, errors=plan_problem(refused), plan=typed_plan.typed), 422
    except ReleaseRefused as refused:
        field = {"effect": refusal_text(refused)} if refused.code.startswith("release-effect") else {}
        if field:
            return _page(draft_id, errors=field, plan=typed_plan.typed), 422
        flash(refusal_text(refused), "warning")
        return redirect(url_for(".publish", draft_id=draft_id))
    flash(_done(released, day), "success")
    return redirect(url_for(".procedure", slug=standing.draft.slug))


def _done(released: Released, day: date | None) -> str:
    version = isolate(released.version)
    if released.scheduled and day is not None:
        when = format_day(day, language())
        return gettext("La version %(version)s entrera en vigueur le %(day)s.", version=version, day=when)
    return ngettext(
        "La version %(version)s est publiée ; %(num)s commune l’offre désormais.",
        "La version %(version)s est publiée ; %(num)s communes l’offrent désormais.",
        released.communes,
        version=version,
        num=released.communes,
    )


@studio.post("/<draft_id>/publish/changelog")
@permission(MODEL)
def write_changelog(draft_id: str) -> ResponseReturnValue:
    """Keep the version number and what it changes, in procedure.yaml and CHANGELOG.md."""
    draft = opened(draft_id)
    version = request.form.get("version", "").strip()
    entry = plain_text(request.form.get("entry", ""), longest=LONGEST_ENTRY)
    if not VERSION.fullmatch(version):
        wrong = gettext("Écrivez trois nombres séparés par des points : 1.2.0.")
        return _page(draft_id, errors={"version": wrong}, typed={"version": version, "entry": entry}), 422
    index, journal = manifest_path(draft.slug), f"processes/{draft.slug}/CHANGELOG.md"

    def renumber(manifest: MutableMapping[str, Any]) -> None:
        manifest["version"] = version

    try:
        changes = {
            index: edited(draft.files[index], index, renumber),
            journal: with_entry(draft.files.get(journal, b""), version, entry),
        }
        seen = {path: draft.digests.get(path, "") for path in changes}
        run(SaveFiles(draft_id=draft_id, changes=changes, seen=seen, note=gettext("Version et journal")))
        flash(gettext("Le numéro de version et le journal sont enregistrés."), "success")
    except (FilesChanged, FileRefused, SourceRefused):
        flash(gettext("Le brouillon a changé depuis que cette page a été montrée. Relisez-la."), "warning")
    return redirect(url_for(".publish", draft_id=draft_id))


@studio.post("/<draft_id>/publish/ask")
@permission(PUBLISH)
def ask_approval(draft_id: str) -> ResponseReturnValue:
    """Ask a second person."""
    standing = standing_of(opened(draft_id))
    command = AskApproval(draft_id=draft_id, ready=standing.ready, note=request.form.get("note", ""))
    return _act(
        draft_id, command, gettext("La demande attend une seconde personne. Tout changement du brouillon l’annule.")
    )


@studio.post("/<draft_id>/publish/withdraw")
@permission(PUBLISH)
def withdraw_request(draft_id: str) -> ResponseReturnValue:
    """Take the request back."""
    command = WithdrawRequest(request_id=request.form.get("request", ""))
    return _act(draft_id, command, gettext("La demande est retirée."))


def _act(draft_id: str, command: Command[Any], done: str) -> ResponseReturnValue:
    try:
        run(command)
        flash(done, "success")
    except ReleaseRefused as refused:
        flash(refusal_text(refused), "warning")
    return redirect(url_for(".publish", draft_id=draft_id))


def _page(
    draft_id: str,
    *,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    plan: Typed | None = None,
) -> str:
    standing = standing_of(opened(draft_id))
    view = publish_view(standing)
    if typed:
        view["suggestion"] = typed
    if plan is not None:
        view["plan"] = plan
    return show("studio/publish.html", standing.draft, "publish", errors=errors or {}, **view)
