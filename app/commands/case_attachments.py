"""Files added to a case after it was filed: a missing piece, a proof."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.commands.attaching import Owner, UploadedFile, keep_uploads, stored_keys
from app.commands.bus import Unit, require
from app.commands.tasks import TaskNotOpen
from app.domain.actors import CITIZEN_ROLE
from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.domain.lifecycles import USER_TASK, may_become
from app.store import cases
from app.store.models import Attachment, Case, UserTask


class FieldUnknown(MastaraError):
    """The form of the task has no such file field."""

    code = "field-unknown"


@dataclass(frozen=True, kw_only=True)
class _OnOpenTask:
    """A command about the files of an open task."""

    commune_id: str
    task_id: str

    def authorise(self, unit: Unit) -> None:
        """Whoever may complete the task."""
        task = cases.get_task(self.commune_id, self.task_id)
        if task.role == CITIZEN_ROLE:
            require(task.case_id in unit.actor.case_ids, "Expected the tracking code of this case.")
        else:
            service_id = cases.get_case(self.commune_id, task.case_id).service_id
            allowed = unit.actor.holds(task.role, self.commune_id, service_id)
            require(allowed, f"Expected the role “{task.role}”.", role=task.role)

    def _open_task(self) -> tuple[UserTask, Case]:
        known = cases.get_task(self.commune_id, self.task_id)
        case = cases.lock_case(self.commune_id, known.case_id)
        task = cases.get_task(self.commune_id, self.task_id)
        if not may_become(USER_TASK, task.state, "completed"):
            raise TaskNotOpen(
                f"Expected a task that waits, found it {task.state}: files go with the next request of the service.",
                state=task.state,
                ended_by=task.ended_by,
                case_id=task.case_id,
            )
        return task, case


@dataclass(frozen=True, kw_only=True)
class AttachFiles(_OnOpenTask):
    """Add files to a field of an open task's form; answers an error message, or None when all were kept."""

    field: str
    uploads: Sequence[UploadedFile]
    language: Language

    def handle(self, unit: Unit) -> str | None:
        task, case = self._open_task()
        form = unit.services.deployments.get(case.deployment_id).form(task.form or "")
        component = form.find_field(self.field)
        if component is None or component.type != "filepicker":
            raise FieldUnknown(f"Expected a file field of the form, found “{self.field}”.")
        owner = Owner(commune_id=case.commune_id, case_id=case.id)
        return keep_uploads(self.uploads, component, owner, language=self.language, unit=unit)


def is_replaceable(attachment: Attachment, task: UserTask) -> bool:
    """Tell whether a file may still be taken back: it came for this task, which is not completed yet."""
    return attachment.case_id == task.case_id and attachment.uploaded_at >= task.opened_at


@dataclass(frozen=True, kw_only=True)
class RemoveCaseAttachment(_OnOpenTask):
    """Take back a file sent for an open task; answers the storage keys to forget, none when it may not go.

    What came with the request, or with a task that was completed, stays: somebody may have decided on it.
    """

    attachment_id: str

    def handle(self, unit: Unit) -> tuple[str, ...]:
        task, _ = self._open_task()
        attachment = cases.find_attachment(self.commune_id, self.attachment_id)
        if attachment is None or not is_replaceable(attachment, task):
            return ()
        cases.remove_attachment(attachment)
        return stored_keys(attachment)
