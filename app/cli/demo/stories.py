"""Lets the demonstration's cases happen: the real commands, in the order of time, with a clock that is moved."""

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from app.cli.demo.reading import DemoCase, DemoStep
from app.cli.demo.specimen import specimen_picture
from app.cli.demo.timeline import moments_of
from app.commands.attaching import UploadedFile
from app.commands.bus import execute
from app.commands.drafts import SaveDraftStep, StartDraft
from app.commands.filing import FileCase
from app.commands.messages import WithdrawCase
from app.commands.payments import ReceivePaymentNotice
from app.commands.posting import ReceivePostNotice
from app.commands.services import Services
from app.commands.tasks import ClaimTask, CompleteTask
from app.connectors.registry import CONNECTORS, SimulatedConnectors
from app.connectors.switches import Switches, set_switches
from app.domain.actors import CITIZEN_ROLE, SYSTEM, Actor, Assignment
from app.domain.clock import FixedClock
from app.domain.errors import MastaraError
from app.store import cases, numbering, payments, people, publication, territory
from app.store.database import transaction
from app.store.models import Case, IdempotencyKey, UserTask
from app.store.simulation import StoredRecords
from app.worker.loop import run_due_jobs

COMMAND = "demo-case"
VISITOR = Actor(kind="citizen", name="Usager")


class DemoRefused(MastaraError):
    """A step of a demonstration case could not happen."""

    code: ClassVar[str] = "demo-refused"


@dataclass(frozen=True, kw_only=True, order=True)
class _Event:
    """One thing that is going to happen; ordered by time, then by case, then by step."""

    moment: datetime
    number: int
    step: int


def missing_cases(all_cases: tuple[DemoCase, ...]) -> list[DemoCase]:
    """Return the cases that an earlier load has not filed."""
    return [case for case in all_cases if numbering.find_idempotent_answer(case.commune_id, _key(case)) is None]


def play(stories: list[DemoCase], services: Services, clock: FixedClock, *, done: Callable[[], None]) -> int:
    """Let the cases happen up to now, calling `done` after each event; return how many were filed."""
    now = clock.now()
    queue = [event for event in _events(stories, services, now) if event.moment <= now]
    heapq.heapify(queue)
    filed: dict[int, str] = {}
    while queue:
        event = heapq.heappop(queue)
        clock.move_to(event.moment)
        run_due_jobs(services, limit=1_000)
        story = stories[event.number]
        if event.step == 0:
            filed[event.number] = _file(story, services)
        else:
            _happen(story, story.steps[event.step - 1], filed[event.number], services)
        run_due_jobs(services, limit=1_000)
        done()
    clock.move_to(now)
    run_due_jobs(services, limit=1_000)
    return len(filed)


def count_events(stories: list[DemoCase]) -> int:
    """Return how many things happen in the cases at most."""
    return sum(1 + len(story.steps) for story in stories)


def _events(stories: list[DemoCase], services: Services, now: datetime) -> Iterator[_Event]:
    for number, story in enumerate(stories):
        for step, moment in enumerate(moments_of(story, number, services.calendar, now)):
            yield _Event(moment=moment, number=number, step=step)


def _key(story: DemoCase) -> str:
    return f"{COMMAND}-{story.key}"


def _file(story: DemoCase, services: Services) -> str:
    """File the request step by step, as a citizen does; return the case's id."""
    commune = territory.get_commune_by_id(story.commune_id)
    place = {
        "code": commune.id,
        "slug": commune.slug,
        "ar": commune.name_ar,
        "fr": commune.name_fr,
        "kind": commune.kind,
    }
    start = StartDraft(commune_id=commune.id, slug=story.slug, language=story.language)
    token = execute(start, actor=VISITOR, services=services)
    offering = publication.find_offering(commune.id, story.slug)
    assert offering is not None, "the draft was begun"
    form = services.deployments.get(offering.deployment_id).start_form
    for step in form.steps:
        fields = [field for field in form.fields if field.step == step.id or len(form.steps) == 1]
        files = {field.field_key for field in fields if field.type == "filepicker"}
        keys = [field.field_key for field in fields if field.field_key in story.answers]
        save = SaveDraftStep(
            token=token,
            step=step.id,
            answers={key: _as_posted(story.answers[key]) for key in keys if key not in files},
            uploads={
                key: [UploadedFile(filename=name, content=specimen_picture()) for name in story.answers[key]]
                for key in keys
                if key in files
            },
            language=story.language,
            commune=place,
        )
        validation = execute(save, actor=VISITOR, services=services)
        if validation.errors:
            raise DemoRefused(f"{story.key}: expected answers for “{step.id}”, found {dict(validation.errors)}.")
    filed = execute(FileCase(token=token, language=story.language), actor=VISITOR, services=services)
    with transaction():
        numbering.keep_idempotent_answer(
            IdempotencyKey(
                commune_id=commune.id,
                key=_key(story),
                command=COMMAND,
                answer={"case_id": filed.case_id},
                at=services.clock.now(),
            )
        )
    return filed.case_id


def _as_posted(value: Any) -> list[str]:
    """Return an answer as a browser posts it."""
    values = value if isinstance(value, list) else [value]
    return [str(entry).lower() if isinstance(entry, bool) else str(entry) for entry in values]


def _happen(story: DemoCase, step: DemoStep, case_id: str, services: Services) -> None:
    case = cases.find_case(story.commune_id, case_id)
    assert case is not None, "it was filed before"
    actions: Mapping[str, Callable[[DemoCase, DemoStep, Case, Services], None]] = {
        "complete": _complete,
        "claim": _claim,
        "pay": _pay,
        "post": _move_post,
        "withdraw": _withdraw,
    }
    if step.outage:
        _break(step.outage, services)
    try:
        actions[step.kind](story, step, case, services)
    except DemoRefused:
        raise
    except MastaraError as error:
        faults = getattr(error, "errors", "")
        raise DemoRefused(f"{story.key}: {step.kind} {step.value}: {error.message} {faults}".rstrip()) from error


def _open_task(story: DemoCase, step: DemoStep, case: Case) -> UserTask:
    tasks = cases.list_open_tasks(case)
    for task in tasks:
        if task.element == step.value:
            return task
    waiting = ", ".join(task.element for task in tasks) or f"none (status {case.status})"
    raise DemoRefused(f"{story.key}: expected the task “{step.value}” to wait, found {waiting}.")


def _citizen(case: Case) -> Actor:
    return Actor(kind="citizen", name=case.applicant, case_ids=frozenset({case.id}))


def _agent_for(task: UserTask) -> Actor:
    """Return an agent who holds the task's role there; the work goes round among them."""
    able = people.list_agents_with_role(task.commune_id, task.role)
    if not able:
        raise DemoRefused(f"Expected an agent with the role “{task.role}” in {task.commune_id}, found none.")
    agent = able[sum(task.id.encode()) % len(able)]
    assignments = frozenset(
        Assignment(role=row.role, commune_id=row.commune_id, service_id=row.service_id)
        for row in people.list_assignments(agent.id)
    )
    return Actor(kind="agent", name=agent.name_fr, id=agent.id, assignments=assignments)


def _complete(story: DemoCase, step: DemoStep, case: Case, services: Services) -> None:
    task = _open_task(story, step, case)
    if task.role == CITIZEN_ROLE:
        actor = _citizen(case)
    else:
        actor = _agent_for(task)
        execute(ClaimTask(commune_id=case.commune_id, task_id=task.id), actor=actor, services=services)
    complete = CompleteTask(
        commune_id=case.commune_id, task_id=task.id, answers=dict(step.answers), language=story.language
    )
    execute(complete, actor=actor, services=services)


def _claim(story: DemoCase, step: DemoStep, case: Case, services: Services) -> None:
    task = _open_task(story, step, case)
    execute(ClaimTask(commune_id=case.commune_id, task_id=task.id), actor=_agent_for(task), services=services)


def _simulators(services: Services) -> SimulatedConnectors:
    if not isinstance(services.connectors, SimulatedConnectors):
        raise DemoRefused("Expected simulated outside systems for a demonstration, found real ones.")
    return services.connectors


def _break(connector: str, services: Services) -> None:
    """Let the next call of an outside system fail for good: the case that makes it stands still."""
    _simulators(services)
    if connector not in CONNECTORS:
        raise DemoRefused(f"Expected one of {', '.join(CONNECTORS)} as the outage, found “{connector}”.")
    set_switches(StoredRecords(services.clock), connector, Switches(fail_next=1, retryable=False))


def _pay(story: DemoCase, step: DemoStep, case: Case, services: Services) -> None:
    provider = _simulators(services).payment
    payment = next(iter(payments.list_payments(case)), None)
    if payment is None or payment.provider_reference is None:
        raise DemoRefused(f"{story.key}: expected a payment to be asked for, found none (status {case.status}).")
    signed = provider.settle(payment.provider_reference, "paid" if step.value == "paid" else "refused")
    notice = provider.read_notice(signed.body, signed.headers)
    execute(ReceivePaymentNotice(notice=notice), actor=SYSTEM, services=services)


def _move_post(story: DemoCase, step: DemoStep, case: Case, services: Services) -> None:
    carrier = _simulators(services).post
    shipment = case.document.get("shipment")
    if not isinstance(shipment, Mapping) or not shipment.get("tracking"):
        raise DemoRefused(f"{story.key}: expected an envelope on its way, found none (status {case.status}).")
    commune = territory.get_commune_by_id(case.commune_id)
    for event in step.value:
        signed = carrier.move(str(shipment["tracking"]), event, place=commune.name_fr)
        notice = carrier.read_notice(signed.body, signed.headers)
        execute(ReceivePostNotice(notice=notice), actor=SYSTEM, services=services)


def _withdraw(story: DemoCase, step: DemoStep, case: Case, services: Services) -> None:
    withdraw = WithdrawCase(commune_id=case.commune_id, case_id=case.id, reason=str(step.value))
    execute(withdraw, actor=_citizen(case), services=services)
