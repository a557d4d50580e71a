"""The worker: each job once, a lost lease does not count, failures wait and then ask for a person."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.commands.bus import Command, Forbidden, execute
from app.commands.filing import Filed
from app.commands.jobs import BACK_OFF_SECONDS, FailJob, FinishJob, JobUnknown, LeaseLost, RetryJob
from app.commands.timers import FireTimer
from app.connectors.switches import Switches, set_switches
from app.domain.actors import SYSTEM
from app.domain.clock import CASABLANCA, FixedClock
from app.store import cases, work
from app.store.database import database, transaction
from app.store.models import Incident, Job
from app.store.simulation import StoredRecords
from app.worker import loop
from app.worker.held import HeldJob
from tests.world.journeys import case_of, complete, file_request, fill_in, open_task
from tests.world.places import AZROU, TABANT, World
from tests.world.playing import rows_match
from tests.world.together import at_once

MISSING = {"completeness": "missing", "missing_pieces": ["identity-card"], "missing_reasons": ["unreadable"]}


def _file(world: World) -> Filed:
    """File a request and leave its first job waiting."""
    from app.commands.filing import FileCase
    from app.domain.actors import Actor

    """File a request: its first job, which queues a message, waits."""
    command = FileCase(token=fill_in(world), language="fr")
    return execute(command, actor=Actor(kind="citizen", name="citizen"), services=world.services)


def _job(filed: Filed, operation: str = "notify.send") -> Job:
    """Return the newest job of an operation as the database has it now."""
    database.session.rollback()
    query = database.session.query(Job).filter_by(case_id=filed.case_id, operation=operation)
    return query.order_by(Job.created_at.desc(), Job.state.desc()).first()  # type: ignore[return-value]


def _hold(world: World) -> HeldJob:
    (held,) = loop.acquire(world.services, limit=1)
    return held


def _sent(world: World) -> int:
    return len(StoredRecords(world.services.clock).list_recent("email-outbox"))


def _fail_next(world: World, connector: str, **switches: Any) -> None:
    set_switches(StoredRecords(world.services.clock), connector, Switches(**switches))


@pytest.fixture
def filed(world: World) -> Filed:
    """A case whose process went on; its message waits to be sent, as the only job."""
    filed = _file(world)
    assert loop.run_due_jobs(world.services, limit=1) == 1
    return filed


# --- leases ---


def test_a_held_job_is_not_given_to_another_worker(world: World, filed: Filed) -> None:
    assert len(loop.acquire(world.services, limit=10)) == 1
    assert loop.acquire(world.services, limit=10) == []


def test_a_job_whose_lease_ran_out_is_given_again(world: World, clock: FixedClock, filed: Filed) -> None:
    first = _hold(world)
    clock.advance(timedelta(seconds=world.services.settings.lease_seconds + 1))
    second = _hold(world)

    assert second.id == first.id and second.lease_token != first.lease_token and second.attempts == 2


def test_the_late_result_of_a_lost_lease_does_not_count(world: World, clock: FixedClock, filed: Filed) -> None:
    late = _hold(world)
    clock.advance(timedelta(seconds=world.services.settings.lease_seconds + 1))
    present = _hold(world)
    before = case_of(filed).version

    for command in (
        FinishJob(job_id=late.id, lease_token=late.lease_token, result={"channels": ["forged"]}),
        FailJob(job_id=late.id, lease_token=late.lease_token, error="late"),
    ):
        with pytest.raises(LeaseLost):
            execute(command, actor=SYSTEM, services=world.services)  # type: ignore[arg-type]
    assert case_of(filed).version == before

    assert loop.run_job(present, world.services)
    with pytest.raises(LeaseLost):
        execute(FinishJob(job_id=late.id, lease_token=late.lease_token), actor=SYSTEM, services=world.services)
    assert _job(filed).state == "done"


def test_a_worker_does_not_begin_a_job_whose_lease_is_over(world: World, clock: FixedClock, filed: Filed) -> None:
    held = _hold(world)
    clock.advance(timedelta(seconds=world.services.settings.lease_seconds))

    assert not loop.run_job(held, world.services)
    assert _sent(world) == 0


def test_the_result_of_a_cancelled_job_does_not_count(world: World) -> None:
    from tests.world.playing import withdraw

    filed = file_request(world)
    _fail_next(world, "payment", fail_next=1)
    complete(world, open_task(filed, "check-completeness"))
    world.services.clock.advance(timedelta(seconds=31))  # type: ignore[attr-defined]
    held = _hold(world)
    assert held.operation == "payment.request"
    withdraw(world, filed)

    assert not loop.run_job(held, world.services)

    assert case_of(filed).outcome == "withdrawn"
    assert "payment" not in case_of(filed).document
    rows_match(world, filed)


def test_only_the_worker_finishes_jobs(world: World, filed: Filed) -> None:
    held = _hold(world)
    with pytest.raises(Forbidden):
        execute(
            FinishJob(job_id=held.id, lease_token=held.lease_token),
            actor=world.agent("officier_ec"),
            services=world.services,
        )


def test_four_workers_never_run_the_same_job(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        _file(world)
    started: list[str] = []
    prepare = loop.prepare

    def noted(job: HeldJob, services: Any) -> Command[Any]:
        started.append(job.id)
        return prepare(job, services)

    monkeypatch.setattr(loop, "prepare", noted)
    monkeypatch.setattr(loop, "BATCH", 1)

    tried = at_once(app, [lambda: loop.run_due_jobs(world.services)] * 4)

    tried += [world.run_jobs()]  # A worker that found nothing due had left; what came due since is done here.
    assert len(started) == len(set(started)) == 10, "five messages queued, five sent"
    assert sum(count for count in tried if isinstance(count, int)) == 10, tried
    assert _sent(world) == 5
    assert database.session.query(Job).filter_by(state="done").count() == 10


def test_a_worker_and_a_citizen_on_the_same_case_do_not_wait_for_each_other(app: Flask, world: World) -> None:
    from app.commands.messages import WithdrawCase
    from tests.world.playing import citizen_of

    cases_ = [file_request(world) for _ in range(3)]
    _fail_next(world, "payment", fail_next=3)
    for filed in cases_:
        complete(world, open_task(filed, "check-completeness"))
    world.services.clock.advance(timedelta(seconds=31))  # type: ignore[attr-defined]
    withdrawals = [
        (WithdrawCase(commune_id=filed.commune_id, case_id=filed.case_id), citizen_of(filed)) for filed in cases_
    ]

    def take_back(command: WithdrawCase, citizen: Any) -> Any:
        return execute(command, actor=citizen, services=world.services)

    acts: list[Callable[[], Any]] = [lambda: loop.run_due_jobs(world.services)] * 2
    acts += [lambda pair=pair: take_back(*pair) for pair in withdrawals]
    answers = at_once(app, acts)

    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    world.run_jobs()
    for filed in cases_:
        assert case_of(filed).outcome == "withdrawn"
        rows_match(world, filed)


# --- failures ---


def test_a_failing_connector_is_asked_again_and_the_effect_happens_once(
    world: World, clock: FixedClock, filed: Filed
) -> None:
    _fail_next(world, "email", fail_next=2)

    world.run_jobs()
    assert (_job(filed).state, _job(filed).attempts, _sent(world)) == ("waiting", 1, 0)
    clock.advance(timedelta(seconds=BACK_OFF_SECONDS[0]))
    world.run_jobs()
    clock.advance(timedelta(seconds=BACK_OFF_SECONDS[1]))
    world.run_jobs()

    assert (_job(filed).state, _sent(world)) == ("done", 1)
    assert open_task(filed, "check-completeness")


def test_an_effect_whose_result_was_lost_is_not_repeated(world: World, clock: FixedClock, filed: Filed) -> None:
    held = _hold(world)
    loop.prepare(held, world.services)  # The mail leaves, then the worker dies.
    assert _sent(world) == 1

    clock.advance(timedelta(seconds=world.services.settings.lease_seconds + 1))
    world.run_jobs()

    assert (_job(filed).state, _sent(world)) == ("done", 1)


def test_waits_grow_and_the_fourth_failure_asks_for_a_person(world: World, clock: FixedClock, filed: Filed) -> None:
    _fail_next(world, "email", fail_next=9)
    for wait in BACK_OFF_SECONDS:
        world.run_jobs()
        assert _job(filed).due_at == clock.now() + timedelta(seconds=wait)
        assert work.list_incidents() == []
        clock.advance(timedelta(seconds=wait - 1))
        assert world.run_jobs() == 0
        clock.advance(timedelta(seconds=1))
    world.run_jobs()

    (incident,) = work.list_incidents(AZROU)
    assert (_job(filed).state, incident.kind, incident.element) == ("failed", "job-failed", "notify-deposited")
    assert work.list_incidents(TABANT) == []
    clock.advance(timedelta(days=3))
    assert world.run_jobs() == 0


def test_a_failure_that_no_retry_mends_asks_for_a_person_at_once(world: World, filed: Filed) -> None:
    _fail_next(world, "email", fail_next=1, retryable=False)

    world.run_jobs()

    assert _job(filed).state == "failed" and len(work.list_incidents()) == 1


def test_a_failed_job_tried_again_goes_on_and_closes_its_incident(world: World, filed: Filed) -> None:
    _fail_next(world, "email", fail_next=1, retryable=False)
    world.run_jobs()
    job_id = _job(filed).id

    with pytest.raises(Forbidden):
        execute(RetryJob(job_id=job_id), actor=world.agent("chef_service"), services=world.services)
    execute(RetryJob(job_id=job_id), actor=world.agent("operator", "country"), services=world.services)
    world.run_jobs()

    assert work.list_incidents() == []
    (incident,) = database.session.query(Incident).all()
    assert incident.resolved_at is not None and incident.resolution
    assert open_task(filed, "check-completeness")


def test_a_job_that_is_done_or_unknown_is_not_tried_again(world: World, filed: Filed) -> None:
    world.run_jobs()
    for job_id in (_job(filed).id, "0" * 32):
        with pytest.raises(JobUnknown):
            execute(RetryJob(job_id=job_id), actor=SYSTEM, services=world.services)


def test_a_crashing_operation_does_not_stop_the_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = _file(world), _file(world)
    prepare = loop.prepare

    def crash(job: HeldJob, services: Any) -> Command[Any]:
        if job.case_id == bad.case_id:
            raise ZeroDivisionError("a fault in an operation")
        return prepare(job, services)

    monkeypatch.setattr(loop, "prepare", crash)
    world.run_jobs()

    assert _job(bad, "notify").state == "waiting" and "ZeroDivisionError" in str(_job(bad, "notify").error)
    assert _job(good).state == "done"


def test_an_operation_that_does_not_exist_asks_for_a_person(world: World, filed: Filed) -> None:
    with transaction():
        _job(filed)
        database.session.query(Job).update({"operation": "launch.rocket"})

    world.run_jobs()

    (incident,) = work.list_incidents()
    assert "launch.rocket" in incident.message


def test_a_job_that_kills_each_worker_ends_as_an_incident(world: World, clock: FixedClock, filed: Filed) -> None:
    for _ in range(4):
        _hold(world)
        clock.advance(timedelta(seconds=world.services.settings.lease_seconds + 1))

    world.run_jobs()

    assert _job(filed).state == "failed"
    assert len(work.list_incidents()) == 1 and _sent(world) == 0


# --- timers ---


def test_a_timer_fires_once_when_the_legal_period_is_over(world: World, clock: FixedClock) -> None:
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"), MISSING)
    timer = _job(filed, "timer")
    # Law 55-19 article 10: 30 full days, the day of the request and the last day left out; here no holiday moves it.
    assert timer.due_at.astimezone(CASABLANCA).date() >= datetime(2026, 4, 2, tzinfo=CASABLANCA).date()

    clock.move_to(timer.due_at - timedelta(seconds=1))
    assert world.run_jobs() == 0
    assert open_task(filed, "supply-pieces")

    clock.move_to(timer.due_at)
    world.run_jobs()
    world.run_jobs()

    kinds = [event.kind for event in cases.list_events(case_of(filed))]
    assert kinds.count("TimerFired") == 1
    assert case_of(filed).outcome == "returned-incomplete"


def test_a_timer_is_cancelled_when_its_task_is_done(world: World, clock: FixedClock) -> None:
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"), MISSING)
    timer = _job(filed, "timer")
    due_at = timer.due_at
    from tests.world.playing import fill_and_complete

    fill_and_complete(world, open_task(filed, "supply-pieces"), {"identity_card": ["cin.png"]})

    assert _job(filed, "timer").state == "cancelled"
    clock.move_to(due_at + timedelta(days=1))
    world.run_jobs()
    assert open_task(filed, "check-supplied-pieces")


def test_a_timer_held_twice_fires_once(world: World, clock: FixedClock) -> None:
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"), MISSING)
    clock.move_to(_job(filed, "timer").due_at)
    held = _hold(world)
    fire = FireTimer(job_id=held.id, lease_token=held.lease_token)

    execute(fire, actor=SYSTEM, services=world.services)
    with pytest.raises(LeaseLost):
        execute(fire, actor=SYSTEM, services=world.services)

    kinds = [event.kind for event in cases.list_events(case_of(filed))]
    assert kinds.count("TimerFired") == 1


def test_due_jobs_are_taken_oldest_first_and_no_more_than_asked(world: World, clock: FixedClock) -> None:
    first = _file(world)
    clock.advance(timedelta(seconds=5))
    second = _file(world)

    assert loop.run_due_jobs(world.services, limit=1) == 1
    assert (_job(first, "notify").state, _job(second, "notify").state) == ("done", "waiting")


def test_the_input_of_a_job_reads_as_text() -> None:
    held = HeldJob(
        id="1",
        lease_token="t",
        commune_id=AZROU,
        case_id="c",
        kind="service",
        engine_key="2",
        element="e",
        operation="o",
        inputs={"amount": 200, "missing": None},
        attempts=1,
        max_attempts=4,
        lease_until=datetime(2026, 3, 3, tzinfo=CASABLANCA),
    )

    assert (held.text("amount"), held.text("missing", "none"), replace(held, inputs={}).text("amount")) == (
        "200",
        "none",
        "",
    )
