"""Files added to a case after it was filed: a missing piece, a proof."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.commands.attaching import Owner, UploadedFile, keep_uploads
from app.commands.bus import Unit, require
from app.commands.tasks import TaskNotOpen
from app.domain.actors import CITIZEN_ROLE
from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.domain.lifecycles import USER_TASK, may_become
from app.store import cases


class FieldUnknown(MastaraError):
    """The form of the task has no such file field."""

    code = "field-unknown"


@dataclass(frozen=True, kw_only=True)
class AttachFiles:
    """Add files to a field of an open task's form; answers an error message, or None when all were kept."""

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
            service_id = cases.get_case(self.commune_id, task.case_id).service_id
            allowed = task.role in unit.actor.roles_in(self.commune_id, service_id)
            require(allowed, f"Expected the role “{task.role}”.", role=task.role)

    def handle(self, unit: Unit) -> str | None:
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
        form = unit.services.deployments.get(case.deployment_id).form(task.form or "")
        component = form.find_field(self.field)
        if component is None or component.type != "filepicker":
            raise FieldUnknown(f"Expected a file field of the form, found “{self.field}”.")
        owner = Owner(commune_id=case.commune_id, case_id=case.id)
        return keep_uploads(self.uploads, component, owner, language=self.language, unit=unit)
