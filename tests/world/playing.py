"""Plays a package's scenario through the commands, the worker and the simulators, as people and systems would."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from app.commands.attaching import UploadedFile
from app.commands.bus import execute
from app.commands.case_attachments import AttachFiles
from app.commands.clocks.rows import read_period
from app.commands.environment import environment_of
from app.commands.filing import AnswersRefused, Filed
from app.commands.messages import WithdrawCase
from app.commands.posting import ReceivePostNotice
from app.commands.tasks import CompleteTask
from app.connectors.post.port import PostEvent
from app.connectors.registry import SimulatedConnectors
from app.domain.actors import SYSTEM, Actor
from app.domain.clock import FixedClock
from app.scenarios.clock import period_differences, timer_faults
from app.scenarios.reading import Scenario, Step
from app.store import cases, deadlines, work
from app.store.database import database
from app.store.models import Case, MessageSubscription, UserTask
from tests.world.journeys import actor_for, case_of, file_request, open_task, pay, picture
from tests.world.places import AZROU, SLUG, TABANT, World

PLACES = {"urban": AZROU, "rural": TABANT}
ROUTES: Mapping[str, tuple[PostEvent, ...]] = {
    "post-delivered": ("posted", "in_transit", "arrived", "delivered"),
    "post-returned": ("posted", "in_transit", "arrived", "attempt_failed", "returned"),
}


def play(world: World, clock: FixedClock, scenario: Scenario, *, slug: str = SLUG) -> Filed:
    """File the scenario's request, do its steps, and check after each that the rows say what the process waits for."""
    clock.move_to(scenario.clock)
    filed = file_request(world, commune_id=PLACES[scenario.commune["kind"]], language="fr", slug=slug, **scenario.start)
    rows_match(world, filed)
    for step in scenario.steps:
        _do(world, clock, filed, step)
        rows_match(world, filed)
    return filed


def _do(world: World, clock: FixedClock, filed: Filed, step: Step) -> None:
    if step.refused is not None or step.ignored is not None:
        _do_without_effect(world, filed, step)
    elif step.kind == "complete":
        fill_and_complete(world, open_task(filed, step.name), step.data)
    elif step.kind == "advance":
        let_pass(world, clock, step.duration.add_to(clock.now()) - clock.now())
    elif step.kind == "check" and step.name == "timers":
        _check_timers(filed, step)
    elif step.kind == "check":
        _check_period(world, filed, step)
    elif step.name == "payment-paid":
        assert pay(world, filed) == "paid"
    elif step.name == "withdrawal":
        withdraw(world, filed)
    else:
        carry(world, filed, *ROUTES[step.name])


def _do_without_effect(world: World, filed: Filed, step: Step) -> None:
    """Do what the scenario says is refused or ignored, and see that the case is not changed by it."""
    before = case_of(filed).version
    if step.refused is not None:
        with pytest.raises(AnswersRefused) as refused:
            fill_and_complete(world, open_task(filed, step.name), step.data)
        assert set(refused.value.errors) == set(step.refused)
    else:
        assert step.name == "payment-paid" and pay(world, filed) == "repeated"
    assert case_of(filed).version == before


def _check_period(world: World, filed: Filed, step: Step) -> None:
    """Read the period of the case from its rows and compare it with what the scenario expects."""
    case = case_of(filed)
    row = deadlines.find_legal_period(case)
    assert row is not None
    state = read_period(case, row, world.services, world.services.clock.now())
    assert list(period_differences(state, step.data)) == []
    assert row.last_day == state.last_day and row.due_at == state.due_at


def _check_timers(filed: Filed, step: Step) -> None:
    """Read the timers of the case from its jobs and compare their last days with what the scenario expects."""
    jobs = [job for job in work.list_jobs(commune_id=filed.commune_id) if job.case_id == filed.case_id]
    waiting = {job.element: job.due_at for job in jobs if job.kind == "timer" and job.state == "waiting"}
    assert timer_faults(waiting, step.data) == []


def citizen_of(filed: Filed) -> Actor:
    """Return the citizen who follows the case."""
    return Actor(kind="citizen", name="citizen", case_ids=frozenset({filed.case_id}))


def fill_and_complete(world: World, task: UserTask, answers: Mapping[str, Any]) -> None:
    """Complete a task; files are uploaded first, and an act that the register found is chosen from its list."""
    case = cases.get_case(task.commune_id, task.case_id)
    form = world.services.deployments.get(case.deployment_id).form(task.form or "")
    given = dict(answers)
    if given.get("finding") == "found" and case.document["register"]["candidates"]:
        given["act_choice"] = case.document["register"]["candidates"][0]["value"]
    actor = actor_for(world, task)
    for field in form.fields:
        if field.type == "filepicker" and given.get(field.field_key):
            given[field.field_key] = _upload(world, task, actor, field.field_key, given[field.field_key])
    command = CompleteTask(commune_id=task.commune_id, task_id=task.id, answers=given, language="fr")
    execute(command, actor=actor, services=world.services)
    world.run_jobs()


def _upload(world: World, task: UserTask, actor: Actor, field: str, names: list[str]) -> list[str]:
    known = {row.id for row in cases.list_attachments(task.commune_id, case_id=task.case_id)}
    command = AttachFiles(
        commune_id=task.commune_id,
        task_id=task.id,
        field=field,
        uploads=[UploadedFile(filename=name, content=picture()) for name in names],
        language="fr",
    )
    assert execute(command, actor=actor, services=world.services) is None
    return [row.id for row in cases.list_attachments(task.commune_id, case_id=task.case_id) if row.id not in known]


def withdraw(world: World, filed: Filed, reason: str = "Acte retrouvé") -> None:
    """Let the citizen take the request back."""
    command = WithdrawCase(commune_id=filed.commune_id, case_id=filed.case_id, reason=reason)
    execute(command, actor=citizen_of(filed), services=world.services)
    world.run_jobs()


def carry(world: World, filed: Filed, *events: PostEvent) -> list[str]:
    """Let the carrier move the case's envelope and tell us; return the effect of each notice."""
    connectors = world.services.connectors
    assert isinstance(connectors, SimulatedConnectors)
    effects = []
    for event in events:
        message = connectors.post.move(case_of(filed).document["shipment"]["tracking"], event, place="Azrou")
        notice = connectors.post.read_notice(message.body, message.headers)
        effects.append(execute(ReceivePostNotice(notice=notice), actor=SYSTEM, services=world.services))
    world.run_jobs()
    return effects


def let_pass(world: World, clock: FixedClock, delta: timedelta) -> None:
    """Let time pass; what becomes due meanwhile is done at its own moment."""
    until = clock.now() + delta
    while (due := work.next_due(clock.now())) is not None and due <= until:
        clock.move_to(max(due, clock.now()))
        if not world.run_jobs():
            break
    clock.move_to(until)
    world.run_jobs()


def subscriptions_of(case: Case) -> list[MessageSubscription]:
    """Return the messages that a case waits for."""
    query = database.session.query(MessageSubscription).filter_by(commune_id=case.commune_id, case_id=case.id)
    return list(query.order_by(MessageSubscription.engine_key))


def rows_match(world: World, filed: Filed) -> None:
    """Assert that open tasks, timers, service jobs and subscriptions are exactly what the process waits for."""
    case = case_of(filed)
    deployed = world.services.deployments.get(case.deployment_id)
    environment = environment_of(case, deployed, world.services, world.services.clock.now())
    waiting = world.services.engine.waiting(deployed.definition, case.engine_state, case.document, environment)
    jobs = [job for job in work.list_jobs(commune_id=case.commune_id) if job.case_id == case.id]
    live = [job for job in jobs if job.state in ("waiting", "running", "failed")]
    assert {task.engine_key for task in cases.list_open_tasks(case)} == waiting.tasks.keys()
    assert {job.engine_key: job.due_at for job in live if job.kind == "timer"} == {
        key: timer.due for key, timer in waiting.timers.items()
    }
    assert {job.engine_key for job in live if job.kind == "service"} == waiting.jobs.keys()
    assert {item.engine_key for item in subscriptions_of(case)} == waiting.subscriptions.keys()
    if case.state == "closed":
        assert not live and not cases.list_open_tasks(case) and not subscriptions_of(case)
        assert case.closed_at is not None and case.outcome
