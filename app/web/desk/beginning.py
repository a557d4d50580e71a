"""Opens a case at the desk: for somebody at the counter, or as an agent's own work; one page, then the receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import Unit
from app.commands.drafts import (
    DraftFiled,
    ProcedureNotOffered,
    RemoveDraftAttachment,
    SaveDraftStep,
    StartDraft,
    attachment_refs,
    form_context,
    get_open_draft,
)
from app.commands.environment import case_context
from app.commands.filing import AnswersRefused, FileCase, Filed
from app.commands.opening import tracking_code
from app.commands.printing.receipts import EnsureReceipt
from app.commands.services import current_services
from app.deployments import Deployed
from app.domain.languages import choose
from app.domain.permissions import WORK
from app.forms import AttachmentRef, FormDefinition, Validation
from app.procedures.beginning import COUNTER, channel_for
from app.queries.beginning import BeginnableProcedure, list_beginnable
from app.store import cases
from app.store.models import Case, Draft
from app.web import form_posts
from app.web.access import current_actor, permission
from app.web.desk import desk
from app.web.desk.caseroom import enter
from app.web.desk.files import send_file
from app.web.desk.moving import run
from app.web.desk.words import deployed_of
from app.web.interface import gettext, language
from app.web.maps import map_address


@dataclass(frozen=True, kw_only=True)
class Counter:
    """A case about to be opened: its draft, its form, and by which channel."""

    token: str
    row: Draft
    procedure: BeginnableProcedure
    deployed: Deployed
    context: Mapping[str, Any]

    @property
    def form(self) -> FormDefinition:
        """The first form."""
        return self.deployed.start_form

    @property
    def files(self) -> dict[str, list[AttachmentRef]]:
        """The files that the draft holds, by field."""
        return attachment_refs(cases.list_attachments(self.row.commune_id, draft_id=self.row.id))


@desk.get("/c/<commune_slug>/new")
@permission(WORK)
def new_case(commune_slug: str) -> ResponseReturnValue:
    """The procedures of which this agent may open a case."""
    found = list_beginnable(current_actor(), g.commune.id, deployed_of)
    groups = [
        (gettext("Au guichet, au nom d’un usager"), [_shown(one) for one in found if one.channel == COUNTER]),
        (gettext("De votre service"), [_shown(one) for one in found if one.channel != COUNTER]),
    ]
    return render_template("desk/new_case.html", groups=[group for group in groups if group[1]])


@desk.post("/c/<commune_slug>/new/<slug>")
@permission(WORK)
def begin_case(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Begin: an empty form with a link of its own."""
    procedure = _procedure(slug)
    begin = StartDraft(commune_id=g.commune.id, slug=slug, language=language(), channel=procedure.channel)
    token = run(begin)
    return redirect(url_for("desk.fill_case", commune_slug=commune_slug, slug=slug, token=token))


@desk.get("/c/<commune_slug>/new/<slug>/<token>")
@permission(WORK)
def fill_case(commune_slug: str, slug: str, token: str) -> ResponseReturnValue:
    """The whole form on one page."""
    try:
        room = _open(slug, token)
    except DraftFiled as filed:
        return _to_receipt(str(filed.details["case_id"]))
    return _show(room, room.row.answers, {})


@desk.post("/c/<commune_slug>/new/<slug>/<token>")
@permission(WORK)
def file_case(commune_slug: str, slug: str, token: str) -> ResponseReturnValue:
    """Open the case, or show the form again with everything that was typed."""
    try:
        room = _open(slug, token)
    except DraftFiled as filed:
        return _to_receipt(str(filed.details["case_id"]))
    if form_posts.purpose() == form_posts.CHECK:
        return _check(room)
    _take_back_file(room)
    saved = _save(room)
    fresh = _open(slug, token)
    entered = {**fresh.row.answers, **saved.entered}
    if form_posts.stays_on_page():
        return _show_changed(fresh, entered, saved)
    if saved.errors:
        errors = form_posts.errors_seen(fresh.form, saved.errors)
        return _show(fresh, entered, errors), 422
    try:
        filed_case: Filed = run(FileCase(token=token, language=language(), channel=room.procedure.channel))
    except AnswersRefused as refused:
        return _show(fresh, entered, refused.errors), 422
    return _to_receipt(filed_case.case_id)


@desk.get("/c/<commune_slug>/opened/<case_id>")
@permission(WORK)
def opened_case(commune_slug: str, case_id: str) -> ResponseReturnValue:
    """What to say and to hand over: the reference, and at the counter the code by which the user follows the case."""
    case = enter(case_id).case
    package = deployed_of(case.deployment_id).package
    code = tracking_code(current_services().settings.secret_key, case.id) if _filed_here(case) else None
    return render_template(
        "desk/opened_case.html",
        case=case,
        code=code,
        title=package.text("fiche.title", language()),
        again=url_for("desk.begin_case", commune_slug=commune_slug, slug=case.slug),
        receipt_href=url_for("desk.opened_receipt", commune_slug=commune_slug, case_id=case.id),
    )


@desk.get("/c/<commune_slug>/opened/<case_id>/receipt.pdf")
@permission(WORK)
def opened_receipt(commune_slug: str, case_id: str) -> ResponseReturnValue:
    """The receipt on paper (law 55-19, article 10)."""
    case = enter(case_id).case
    if not _filed_here(case):
        abort(404)
    document = run(EnsureReceipt(commune_id=case.commune_id, case_id=case.id))
    content = current_services().files.get(document.storage_key)
    return send_file(content, f"{case.reference}.pdf", "application/pdf", inline=True)


def _filed_here(case: Case) -> bool:
    """Tell whether the case was filed at the counter and this agent files there: only then the code is shown again."""
    manifest = deployed_of(case.deployment_id).package.manifest
    roles = current_actor().roles_in(case.commune_id, case.service_id)
    return case.channel == COUNTER and channel_for(manifest, roles) == COUNTER


def _shown(procedure: BeginnableProcedure) -> dict[str, str]:
    return {
        "slug": procedure.slug,
        "title": choose(procedure.titles, language()),
        "text": choose(procedure.summaries, language()),
    }


def _procedure(slug: str) -> BeginnableProcedure:
    """Return a procedure that this agent may begin here. Raises ProcedureNotOffered."""
    found = next((one for one in list_beginnable(current_actor(), g.commune.id, deployed_of) if one.slug == slug), None)
    if found is None:
        raise ProcedureNotOffered(f"Expected a procedure that this agent may begin, found “{slug}”.", slug=slug)
    return found


def _open(slug: str, token: str) -> Counter:
    """Return the draft of a link. Raises DraftUnknown, DraftExpired, DraftFiled, ProcedureNotOffered."""
    procedure = _procedure(slug)
    services = current_services()
    unit = Unit(actor=current_actor(), services=services, now=services.clock.now())
    row = get_open_draft(token, unit, lock=False)
    if (row.commune_id, row.slug) != (g.commune.id, slug):
        raise ProcedureNotOffered("Expected a draft of this procedure in this commune.", slug=slug)
    deployed = deployed_of(row.deployment_id)
    return Counter(
        token=token,
        row=row,
        procedure=procedure,
        deployed=deployed,
        context=form_context(deployed, unit, _commune(procedure), channel=procedure.channel),
    )


def _commune(procedure: BeginnableProcedure) -> Mapping[str, Any]:
    now = current_services().clock.now()
    shown: Mapping[str, Any] = case_context(
        reference="", language=language(), channel=procedure.channel, commune=g.commune, filed_at=now
    )["commune"]
    return shown


def _save(room: Counter) -> Validation:
    """Keep what is right and every file that passes."""
    saved: Validation = run(
        SaveDraftStep(
            token=room.token,
            step=None,
            answers=form_posts.posted_answers(),
            uploads=form_posts.posted_files(),
            language=language(),
            commune=_commune(room.procedure),
            partial=True,
            ends=False,
            channel=room.procedure.channel,
        )
    )
    return saved


def _take_back_file(room: Counter) -> None:
    unwanted = request.form.get(form_posts.REMOVE_FILE)
    if unwanted:
        form_posts.forget_files(run(RemoveDraftAttachment(token=room.token, attachment_id=unwanted)))


def _check(room: Counter) -> ResponseReturnValue:
    """Tell what would be refused, for a script; nothing is saved."""
    now = current_services().clock.now()
    found = room.form.validate(
        form_posts.without_files(room.form, form_posts.posted_answers()),
        context=room.context,
        language=language(),
        now=now,
        files=room.files,
        previous=room.row.answers,
    )
    beside = room.form.beside(found.entered, context=room.context, language=language(), now=now)
    return form_posts.check_reply(found.errors, beside)


def _show_changed(room: Counter, entered: Mapping[str, Any], saved: Validation) -> ResponseReturnValue:
    """Show the page after a file or a row was added or taken away: nobody is blamed for what is still empty."""
    changed = room.form.apply_row_action(dict(entered), form_posts.posted_buttons())
    errors = {key: message for key, message in saved.errors.items() if key in request.files}
    return _show(room, changed or entered, errors)


def _show(room: Counter, answers: Mapping[str, Any], errors: Mapping[str, str]) -> str:
    body = room.form.render(
        answers=answers,
        errors=errors,
        context=room.context,
        language=language(),
        now=current_services().clock.now(),
        files=room.files,
        shared=room.context,
    )
    return render_template(
        "desk/fill_case.html",
        room=room,
        title=choose(room.procedure.titles, language()),
        at_counter=room.procedure.channel == COUNTER,
        form_body=body,
        errors=errors,
        with_files=room.form.takes_files(),
        map_url=map_address(g.commune),
        shown_fields=" ".join(_shown_fields(room, answers)),
    )


def _shown_fields(room: Counter, answers: Mapping[str, Any]) -> Sequence[str]:
    sections = room.form.display(
        answers, context=room.context, language=language(), now=current_services().clock.now(), files=room.files
    )
    return [row.key for section in sections for row in section.rows]


def _to_receipt(case_id: str) -> ResponseReturnValue:
    flash(gettext("Le dossier est ouvert."), "success")
    return redirect(url_for("desk.opened_case", commune_slug=g.commune.slug, case_id=case_id))
