"""A request in the making, one step a page: answers and files are kept on the server under a secret link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.attaching import UploadedFile
from app.commands.draft_codes import written_code
from app.commands.drafts import (
    DraftFiled,
    DraftUnknown,
    RemoveDraftAttachment,
    SaveDraftStep,
    attachment_refs,
    form_context,
    get_open_draft,
)
from app.commands.environment import case_context
from app.commands.services import current_services
from app.domain.permissions import PUBLIC
from app.forms import AttachmentRef, FormDefinition, FormStep, Known, Validation
from app.procedures.beginning import may_begin_online
from app.queries.known_answers import known_from_requests
from app.store import cases
from app.store.models import Commune, Draft
from app.web import form_posts
from app.web.access import permission
from app.web.form_posts import errors_seen, forget_files, posted_answers, posted_files, seen_keys
from app.web.interface import gettext, language
from app.web.maps import map_address
from app.web.portal import portal
from app.web.portal.visitor import citizen, deployed_of, enter_commune_of, reading_unit, run

REVIEW = "review"
NOTICE = timedelta(days=3)
"""How long before its end each page of a draft says so."""

OPENED = "Votre réponse ouvre une question de plus : lisez-la avant de continuer."


@dataclass(frozen=True, kw_only=True)
class OpenDraft:
    """A draft that may still be changed, with what its pages need."""

    token: str
    row: Draft
    commune: Commune
    title: str
    form: FormDefinition
    context: Mapping[str, Any]
    files: Mapping[str, Sequence[AttachmentRef]]
    steps: tuple[FormStep, ...]

    @property
    def next_step(self) -> str:
        """The first step that is not done, else the review."""
        return next((step.id for step in self.steps if step.id not in self.row.done_steps), REVIEW)

    def may_open(self, step: str) -> bool:
        """Tell whether a step is done already or is the next one."""
        return step in self.row.done_steps or step == self.next_step

    def questions(self, step: str) -> frozenset[str]:
        """Return the keys of the questions that the saved answers leave visible in a step."""
        now = current_services().clock.now()
        sections = self.form.display(self.row.answers, context=self.context, language=language(), now=now)
        return frozenset(row.key for section in sections for row in section.rows if row.step == step)

    def address(self, step: str) -> str:
        """Return the address of a step or of the review."""
        if step == REVIEW:
            return url_for("portal.review", token=self.token)
        return url_for("portal.step", token=self.token, step=step)

    def progress(self) -> list[dict[str, str]]:
        """Return every step with its title, the review last."""
        shown = [{"id": step.id, "title": step.title_in(language())} for step in self.steps]
        return [*shown, {"id": REVIEW, "title": gettext("Vérification")}]

    def links(self) -> dict[str, str]:
        """Return the addresses of the steps that are done."""
        return {step.id: self.address(step.id) for step in self.steps if step.id in self.row.done_steps}

    def before(self, step: str) -> str | None:
        """Return the address of the step before this one, None for the first."""
        ids = [item["id"] for item in self.progress()]
        place = ids.index(step)
        return self.address(ids[place - 1]) if place else None


def open_draft(token: str) -> OpenDraft:
    """Return the draft of a link, none of the desk. Raises DraftUnknown, DraftExpired, DraftFiled."""
    unit = reading_unit()
    row = get_open_draft(token, unit, lock=False)
    commune = enter_commune_of(row.commune_id)
    deployed = deployed_of(row.deployment_id)
    if not may_begin_online(deployed.package.manifest):
        raise DraftUnknown("Expected a draft of the portal, found one of the desk.")
    context = form_context(deployed, unit, commune_in_forms(commune))
    form = deployed.start_form
    return OpenDraft(
        token=token,
        row=row,
        commune=commune,
        title=deployed.package.text("fiche.title", language()),
        form=form,
        context=context,
        files=attachment_refs(
            cases.list_attachments(row.commune_id, draft_id=row.id),
            thumbnail=lambda file: url_for("portal.draft_picture", token=token, attachment_id=file.id),
        ),
        steps=form.list_visible_steps(row.answers, context=context, now=unit.now),
    )


def known_of_visitor() -> Known:
    """Return what the requests that this browser follows say already."""
    return known_from_requests(citizen().case_ids)


def commune_in_forms(commune: Commune) -> Mapping[str, Any]:
    """Return the commune as conditions of a form see it."""
    now = current_services().clock.now()
    context = case_context(reference="", language=language(), channel="portal", commune=commune, filed_at=now)
    shown: Mapping[str, Any] = context["commune"]
    return shown


@portal.get("/drafts/<token>/")
@permission(PUBLIC)
def resume(token: str) -> ResponseReturnValue:
    """Go on where the person stopped; a request that was filed meanwhile leads to its receipt."""
    try:
        draft = open_draft(token)
    except DraftFiled:
        return redirect(url_for("portal.filed", token=token))
    return redirect(draft.address(draft.next_step))


@portal.get("/drafts/<token>/later")
@permission(PUBLIC)
def later(token: str) -> ResponseReturnValue:
    """The link by which to come back, and until when."""
    draft = open_draft(token)
    base = current_services().settings.public_url
    link = base + url_for("portal.resume", token=token)
    return render_template("portal/later.html", draft=draft, link=link, code=written_code(token))


@portal.get("/drafts/<token>/<step>")
@permission(PUBLIC)
def step(token: str, step: str) -> ResponseReturnValue:
    """One step of the form with the answers given so far."""
    try:
        draft = open_draft(token)
    except DraftFiled:
        return redirect(url_for("portal.filed", token=token))
    _must_have(draft, step)
    if not draft.may_open(step):
        return redirect(draft.address(draft.next_step))
    return _show_step(draft, step, answers=draft.row.answers, errors={})


@portal.post("/drafts/<token>/<step>")
@permission(PUBLIC)
def save_step(token: str, step: str) -> ResponseReturnValue:
    """Save the answers and files of a step, then go on, or show what is to correct."""
    try:
        draft = open_draft(token)
    except DraftFiled:
        return redirect(url_for("portal.filed", token=token))
    _must_have(draft, step)
    if form_posts.purpose() == form_posts.CHECK:
        return _check(draft, step)
    if form_posts.purpose() == form_posts.KEEP:
        _save(draft, step, ends=False)
        return Response(status=204, mimetype="text/plain")
    if form_posts.stays_on_page():
        return _change_page(draft, step)
    asked_before = draft.questions(step)
    validation = _save(draft, step, ends=True)
    if request.form.get("go") == "later":
        return redirect(url_for("portal.later", token=token))
    if validation.errors:
        errors = errors_seen(draft.form, validation.errors)
        if not errors:
            flash(gettext(OPENED), "info")
        return _show_again(token, step, errors)
    fresh = open_draft(token)
    if fresh.questions(step) - asked_before - seen_keys():
        flash(gettext(OPENED), "info")
        return redirect(fresh.address(step))
    if request.form.get("go") == "review" and fresh.next_step == REVIEW:
        return redirect(fresh.address(REVIEW))
    return redirect(fresh.address(_after(fresh, step)))


def _save(
    draft: OpenDraft, step: str, *, ends: bool, uploads: Mapping[str, Sequence[UploadedFile]] | None = None
) -> Validation:
    return run(
        SaveDraftStep(
            token=draft.token,
            step=step,
            answers=posted_answers(),
            uploads=posted_files() if uploads is None else uploads,
            language=language(),
            commune=commune_in_forms(draft.commune),
            partial=not ends or request.form.get("go") == "later",
            ends=ends,
        )
    )


def _check(draft: OpenDraft, step: str) -> ResponseReturnValue:
    """Tell what would be refused, for a script; nothing is saved."""
    found = _validate(draft, step)
    now = current_services().clock.now()
    beside = draft.form.beside(found.entered, context=draft.context, language=language(), now=now, step=step)
    return form_posts.check_reply(found.errors, beside)


def _change_page(draft: OpenDraft, step: str) -> ResponseReturnValue:
    """Keep or take back files, add or remove rows; then the same page with what was typed, nobody blamed."""
    unwanted = request.form.get(form_posts.REMOVE_FILE)
    if unwanted:
        _remove_file(draft.token, unwanted)
    uploads = posted_files()
    validation = _save(draft, step, ends=False, uploads=uploads)
    errors = {key: message for key, message in validation.errors.items() if key in uploads}
    buttons = form_posts.posted_buttons()
    if not buttons:
        return _show_again(draft.token, step, errors)
    fresh = open_draft(draft.token)
    entered = {**fresh.row.answers, **validation.entered}
    changed = draft.form.apply_row_action(entered, buttons, step=step)
    return _show_step(fresh, step, answers=changed or entered, errors=errors)


def _must_have(draft: OpenDraft, step: str) -> None:
    if step not in {known.id for known in draft.steps}:
        abort(404)


def _after(draft: OpenDraft, step: str) -> str:
    ids = [known.id for known in draft.steps]
    following = ids[ids.index(step) + 1 :] if step in ids else []
    chosen = following[0] if following else draft.next_step
    return chosen if chosen == REVIEW or draft.may_open(chosen) else draft.next_step


def _remove_file(token: str, attachment_id: str) -> None:
    if forget_files(run(RemoveDraftAttachment(token=token, attachment_id=attachment_id))):
        flash(gettext("Le fichier a été retiré."), "success")


def _validate(draft: OpenDraft, step: str) -> Validation:
    """Check what was posted against a step, with the files that the draft holds."""
    return draft.form.validate(
        form_posts.without_files(draft.form, posted_answers()),
        context=draft.context,
        language=language(),
        now=current_services().clock.now(),
        step=step,
        files=draft.files,
        previous=draft.row.answers,
    )


def _show_again(token: str, step: str, errors: Mapping[str, str]) -> ResponseReturnValue:
    """Show the step with what was typed: nothing entered is lost."""
    draft = open_draft(token)
    entered = _validate(draft, step).entered
    page = _show_step(draft, step, answers={**draft.row.answers, **entered}, errors=errors)
    return (page, 422) if errors else page


def _show_step(draft: OpenDraft, step: str, *, answers: Mapping[str, Any], errors: Mapping[str, str]) -> str:
    now = current_services().clock.now()
    title = next(item.title_in(language()) for item in draft.form.steps if item.id == step)
    body = draft.form.render(
        answers=answers,
        errors=errors,
        context=draft.context,
        language=language(),
        now=now,
        step=step,
        files=draft.files,
        shared=draft.context,
        known=known_of_visitor(),
    )
    return render_template(
        "portal/step.html",
        draft=draft,
        step=step,
        step_title=title,
        body=body,
        errors=errors,
        map_url=map_address(draft.commune),
        ends_soon=draft.row.expires_at - now <= NOTICE,
        with_files=draft.form.takes_files(step),
        last=step == draft.steps[-1].id,
        all_done=draft.next_step == REVIEW,
    )
