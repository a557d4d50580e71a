"""Drafts of a request: begin, save a step, add and remove files, resume — until it is filed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from app.commands.attaching import Owner, UploadedFile, keep_uploads, stored_keys
from app.commands.bus import Unit
from app.commands.draft_codes import draft_token
from app.deployments import Deployed
from app.domain.clock import local_day
from app.domain.codes import fingerprint, new_id
from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.forms import AttachmentRef, Validation
from app.procedures.beginning import ONLINE, channel_for, may_begin_online
from app.store import cases, drafts, publication, releases
from app.store.database import flush
from app.store.models import Attachment, Draft


class ProcedureNotOffered(MastaraError):
    """The commune does not offer this procedure online."""

    code = "procedure-not-offered"


class ProcedureNotFiled(MastaraError):
    """No request begins this procedure: a message, a signal or a moment does."""

    code = "procedure-not-filed"


class ProcedureRetired(MastaraError):
    """The country takes no new cases of this procedure."""

    code = "procedure-retired"


class ProcedureClosed(MastaraError):
    """The commune has closed this procedure for now."""

    code = "procedure-closed"


class DraftUnknown(MastaraError):
    """No draft has this link."""

    code = "draft-unknown"


class DraftExpired(MastaraError):
    """The draft was kept for its time and is over."""

    code = "draft-expired"


class DraftFiled(MastaraError):
    """The draft was filed already; the case exists."""

    code = "draft-filed"


def form_context(
    deployed: Deployed, unit: Unit, commune: Mapping[str, Any], *, channel: str = ONLINE
) -> dict[str, Any]:
    """Return what conditions and computed values of the first form may see besides the answers."""
    return {
        "case": {"commune": dict(commune), "channel": channel},
        "parameters": deployed.package.parameters.nested_on(local_day(unit.now)),
    }


def attachment_refs(
    rows: Sequence[Attachment], *, thumbnail: Callable[[Attachment], str] | None = None
) -> dict[str, list[AttachmentRef]]:
    """Group attachments by the form field they answer; `thumbnail` gives the address of a small picture."""
    grouped: dict[str, list[AttachmentRef]] = {}
    for row in rows:
        grouped.setdefault(row.field, []).append(
            AttachmentRef(
                id=row.id,
                piece=row.piece,
                filename=row.filename,
                media_type=row.media_type,
                size=row.size,
                pages=row.pages,
                thumbnail=thumbnail(row) if thumbnail is not None and row.thumbnail_key else None,
            )
        )
    return grouped


def get_open_draft(token: str, unit: Unit, *, lock: bool = True) -> Draft:
    """Return the draft of a link while it may be changed. Raises DraftUnknown, DraftExpired or DraftFiled."""
    draft = drafts.find_by_token(token, lock=lock)
    if draft is None:
        raise DraftUnknown("Expected the link of a draft, found one that no draft has.")
    if draft.case_id is not None:
        raise DraftFiled("The request of this link was filed.", case_id=draft.case_id)
    if draft.expires_at <= unit.now:
        raise DraftExpired(f"The draft was kept until {draft.expires_at:%Y-%m-%d}.", slug=draft.slug)
    return draft


def require_in_use(slug: str) -> None:
    """Raise ProcedureRetired when the country takes no new cases of a procedure."""
    state = releases.find_state(slug)
    if state is not None and state.retired_at is not None:
        raise ProcedureRetired(
            f"“{slug}” is retired since {state.retired_at:%Y-%m-%d}.",
            slug=slug,
            ar=state.retired_reason_ar,
            fr=state.retired_reason_fr,
        )


def require_channel(deployed: Deployed, channel: str, commune_id: str, service_id: str | None, unit: Unit) -> None:
    """Raise ProcedureNotOffered unless a case may begin by this channel: online by anybody, else by who may open it."""
    manifest, slug = deployed.package.manifest, deployed.package.key
    if channel == ONLINE:
        allowed = may_begin_online(manifest)
    else:
        allowed = channel_for(manifest, unit.actor.roles_in(commune_id, service_id)) == channel
    if not allowed:
        raise ProcedureNotOffered(f"Expected a way to begin “{slug}”, found {channel}: it is not one.", slug=slug)


@dataclass(frozen=True, kw_only=True)
class StartDraft:
    """Begin a request in a commune; the answer is the secret token of its link."""

    commune_id: str
    slug: str
    language: Language
    channel: str = ONLINE

    def authorise(self, unit: Unit) -> None:
        """Anybody may begin a request online; at the desk the roles of the agent decide (`require_channel`)."""

    def handle(self, unit: Unit) -> str:
        offering = publication.find_offering(self.commune_id, self.slug)
        if offering is None:
            raise ProcedureNotOffered(f"The commune does not offer “{self.slug}” online.", slug=self.slug)
        require_in_use(self.slug)
        if not offering.open:
            raise ProcedureClosed(
                f"The commune has closed “{self.slug}”.",
                slug=self.slug,
                ar=offering.closed_reason_ar,
                fr=offering.closed_reason_fr,
            )
        deployed = unit.services.deployments.get(offering.deployment_id)
        require_channel(deployed, self.channel, self.commune_id, offering.service_id, unit)
        if not deployed.package.bpmn.may_be_filed:
            raise ProcedureNotFiled(f"Nobody files “{self.slug}”: other cases or a date begin it.", slug=self.slug)
        draft_id = new_id()
        token = draft_token(unit.services.settings.secret_key, draft_id)
        drafts.add(
            Draft(
                id=draft_id,
                commune_id=self.commune_id,
                slug=self.slug,
                deployment_id=offering.deployment_id,
                token_fingerprint=fingerprint(token),
                language=self.language,
                answers={},
                done_steps=[],
                created_at=unit.now,
                updated_at=unit.now,
                expires_at=unit.now + timedelta(days=unit.services.settings.draft_days),
            )
        )
        return token


@dataclass(frozen=True, kw_only=True)
class SaveDraftStep:
    """Save the answers of one step, of all when none is named. Files that pass are kept even when another is wrong."""

    token: str
    step: str | None
    answers: Mapping[str, object]
    """What was posted ({key: [text]}), or JSON answers."""
    uploads: Mapping[str, Sequence[UploadedFile]] = field(default_factory=dict)
    language: Language
    commune: Mapping[str, Any]
    partial: bool = False
    """Keep what is right of an unfinished step: the person stops here and comes back later."""
    ends: bool = True
    """The person has done with the step; False while it is still being filled in."""
    channel: str = ONLINE

    def authorise(self, unit: Unit) -> None:
        """Whoever holds the link may go on."""

    def handle(self, unit: Unit) -> Validation:
        draft = get_open_draft(self.token, unit)
        deployed = unit.services.deployments.get(draft.deployment_id)
        form = deployed.start_form
        upload_errors = self._keep_files(draft, deployed, unit)
        files = attachment_refs(cases.list_attachments(draft.commune_id, draft_id=draft.id))
        posted = dict(self.answers)
        for key, refs in files.items():
            posted[key] = [ref.id for ref in refs]
        validation = form.validate(
            posted,
            context=form_context(deployed, unit, self.commune, channel=self.channel),
            language=self.language,
            now=unit.now,
            step=self.step,
            files=files,
            previous=draft.answers,
        )
        errors = {**validation.errors, **upload_errors}
        draft.updated_at = unit.now
        draft.language = self.language
        if not errors or self.partial:
            draft.answers = {**draft.answers, **validation.answers}
            if self.step is not None:
                draft.done_steps = self._done_steps(draft, self.step, is_right=not errors)
        return replace(validation, errors=errors)

    def _done_steps(self, draft: Draft, step: str, *, is_right: bool) -> list[str]:
        others = [known for known in draft.done_steps if known != step]
        done = is_right and (self.ends or step in draft.done_steps)
        return [*others, step] if done else others

    def _keep_files(self, draft: Draft, deployed: Deployed, unit: Unit) -> dict[str, str]:
        errors: dict[str, str] = {}
        owner = Owner(commune_id=draft.commune_id, draft_id=draft.id)
        for key, uploads in self.uploads.items():
            component = deployed.start_form.find_field(key)
            if component is None or component.type != "filepicker":
                continue
            error = keep_uploads(uploads, component, owner, language=self.language, unit=unit)
            flush()
            if error:
                errors[key] = error
        return errors


@dataclass(frozen=True, kw_only=True)
class RemoveDraftAttachment:
    """Take a file back before filing; answers the storage keys to forget, none when it was gone already."""

    token: str
    attachment_id: str

    def authorise(self, unit: Unit) -> None:
        """Whoever holds the link may take a file back."""

    def handle(self, unit: Unit) -> tuple[str, ...]:
        draft = get_open_draft(self.token, unit)
        attachment = cases.find_attachment(draft.commune_id, self.attachment_id)
        if attachment is None or attachment.draft_id != draft.id:
            return ()
        cases.remove_attachment(attachment)
        kept = [value for value in draft.answers.get(attachment.field) or [] if value != attachment.id]
        draft.answers = {**draft.answers, attachment.field: kept}
        draft.updated_at = unit.now
        return stored_keys(attachment)
