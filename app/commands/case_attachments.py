"""Files added to a case after it was filed: a missing piece, a proof."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.commands.bus import Unit, require
from app.commands.drafts import DEFAULT_MAX_BYTES, MAX_ATTACHMENTS, UploadedFile
from app.domain.actors import CITIZEN_ROLE
from app.domain.codes import new_id
from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.forms.uploads import UploadRefused, check_upload
from app.store import cases
from app.store.models import Attachment


class TooManyFiles(MastaraError):
    """The case holds as many files as it may."""

    code = "too-many-files"


@dataclass(frozen=True, kw_only=True)
class AttachFiles:
    """Add files to an open task's form field; answers an error message, or None when all were kept."""

    commune_id: str
    task_id: str
    field: str
    uploads: Sequence[UploadedFile]
    language: Language

    def authorise(self, unit: Unit) -> None:
        """Whoever may complete the task."""
        task = cases.get_task(self.commune_id, self.task_id)
        if task.role == CITIZEN_ROLE:
            require(task.case_id in unit.actor.case_ids, "Expected the tracking code of this case.")
        else:
            require(task.role in unit.actor.roles_in(self.commune_id), f"Expected the role “{task.role}”.")

    def handle(self, unit: Unit) -> str | None:
        task = cases.get_task(self.commune_id, self.task_id)
        case = cases.lock_case(self.commune_id, task.case_id)
        form = unit.services.deployments.get(case.deployment_id).form(task.form or "")
        target = next((item for item in form.fields if item.key == self.field and item.type == "filepicker"), None)
        if target is None:
            raise MastaraError(f"Expected a file field of the form, found “{self.field}”.")
        count = len(cases.list_attachments(case.commune_id, case_id=case.id))
        error: str | None = None
        for upload in self.uploads:
            if count >= 2 * MAX_ATTACHMENTS:
                raise TooManyFiles(f"Expected at most {2 * MAX_ATTACHMENTS} files in a case.")
            try:
                checked = check_upload(
                    upload.content,
                    upload.filename,
                    accept=target.accept,
                    max_bytes=target.max_bytes or DEFAULT_MAX_BYTES,
                )
            except UploadRefused as refused:
                error = refused.message_in(self.language)
                continue
            count += 1
            stored = unit.services.files.put(checked.content)
            cases.add(
                Attachment(
                    id=new_id(),
                    commune_id=case.commune_id,
                    case_id=case.id,
                    field=self.field,
                    piece=target.piece or self.field,
                    filename=checked.filename,
                    media_type=checked.media_type,
                    size=stored.size,
                    sha256=stored.sha256,
                    storage_key=stored.key,
                    uploaded_at=unit.now,
                )
            )
        return error
