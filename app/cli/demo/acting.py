"""People act in the cases of the demonstration: they complete tasks, withdraw, send signals, by the real commands."""

from app.cli.demo.colleagues import Colleagues
from app.cli.demo.errors import DemoRefused
from app.cli.demo.outside import break_down, deliver
from app.cli.demo.planning import DemoCase, DemoStep
from app.cli.demo.specimen import specimens
from app.commands.bus import execute
from app.commands.case_attachments import AttachFiles
from app.commands.messages import WITHDRAWAL, WithdrawCase
from app.commands.services import Services
from app.commands.tasks import ClaimTask, CompleteTask
from app.domain.actors import CITIZEN_ROLE, Actor
from app.domain.errors import MastaraError
from app.store import cases
from app.store.models import Case, UserTask


def happen(story: DemoCase, step: DemoStep, case_id: str, services: Services, colleagues: Colleagues) -> None:
    """Let one step happen. Raises DemoRefused when it cannot."""
    case = cases.find_case(story.commune_id, case_id)
    if case is None:
        raise DemoRefused(f"{story.key}: expected the case that was filed, found none.")
    if step.outage:
        break_down(step.outage, services)
    try:
        _happen(story, step, case, services, colleagues)
    except MastaraError as error:
        faults = getattr(error, "errors", "")
        raise DemoRefused(f"{story.key}: {step.kind} {step.name}: {error.message} {faults}".rstrip()) from error


def _happen(story: DemoCase, step: DemoStep, case: Case, services: Services, colleagues: Colleagues) -> None:
    if step.kind == "complete":
        _complete(story, step, case, services, colleagues)
    elif step.kind == "message" and step.name == WITHDRAWAL:
        reason = str(step.data.get("withdrawal_reason") or "")
        withdraw = WithdrawCase(commune_id=case.commune_id, case_id=case.id, reason=reason)
        execute(withdraw, actor=_citizen(case), services=services)
    elif step.kind == "message":
        deliver(step, case, services)
    else:
        raise DemoRefused(
            f"Expected a task or a message, found the {step.kind} “{step.name}”: follow another scenario."
        )


def _complete(story: DemoCase, step: DemoStep, case: Case, services: Services, colleagues: Colleagues) -> None:
    task = _open_task(step, case)
    if task.role == CITIZEN_ROLE:
        actor = _citizen(case)
    else:
        actor = colleagues.agent_for(task.commune_id, [task.role], turn=f"{story.key} {task.role}")
        if story.told:
            execute(ClaimTask(commune_id=case.commune_id, task_id=task.id), actor=actor, services=services)
    answers = _with_files(story, step, task, actor, services)
    complete = CompleteTask(commune_id=case.commune_id, task_id=task.id, answers=answers, language=story.language)
    execute(complete, actor=actor, services=services)


def _open_task(step: DemoStep, case: Case) -> UserTask:
    open_tasks = cases.list_open_tasks(case)
    for task in open_tasks:
        if task.element == step.name:
            return task
    waiting = ", ".join(task.element for task in open_tasks) or f"none (status {case.status})"
    raise DemoRefused(f"Expected the task “{step.name}” to wait, found {waiting}.")


def _with_files(story: DemoCase, step: DemoStep, task: UserTask, actor: Actor, services: Services) -> dict[str, object]:
    """Send the files that the answers name; return the other answers with the ids of those files."""
    answers = dict(step.data)
    case = cases.get_case(task.commune_id, task.case_id)
    form = services.deployments.get(case.deployment_id).forms.get(task.form or "")
    pickers = [field for field in form.fields if field.type == "filepicker"] if form else []
    for field in pickers:
        if not answers.get(field.field_key):
            continue
        uploads = specimens(field, answers[field.field_key])
        attach = AttachFiles(
            commune_id=task.commune_id, task_id=task.id, field=field.field_key, uploads=uploads, language=story.language
        )
        refusal = execute(attach, actor=actor, services=services)
        if refusal is not None:
            raise DemoRefused(f"Expected a file for “{field.field_key}”, found it refused: {refusal}")
        kept = cases.list_attachments(task.commune_id, case_id=task.case_id)
        fresh = [row.id for row in kept if row.field == field.field_key and row.uploaded_at >= task.opened_at]
        answers[field.field_key] = fresh
    return answers


def _citizen(case: Case) -> Actor:
    return Actor(kind="citizen", name=case.applicant, case_ids=frozenset({case.id}))
