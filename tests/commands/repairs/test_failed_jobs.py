"""A failed job: tried again under its own id when it would do the same, asked for anew when its inputs changed."""

from typing import Any

import pytest

from app.commands.bus import execute
from app.commands.filing import Filed
from app.commands.jobs import RetryJob
from app.commands.repairs import CancelCase, MoveToken, NotFitting, RepairData, RetryIncident, SkipStep
from app.domain.actors import SYSTEM
from app.domain.changes import SetValue
from app.store import cases, incidents, payments, work
from app.store.database import transaction
from app.store.models import Incident, Job
from tests.builders.bpmn import a_process
from tests.builders.packages import SLUG
from tests.commands.repairs.acting import WHY, kinds_of_history, repair, resolved
from tests.world.journeys import case_of, file_request, reach
from tests.world.places import World
from tests.world.playing import rows_match
from tests.world.stuck import REVIEW, file_small, publish, stand_still


def jobs_of(filed: Filed, kind: str) -> list[Job]:
    found = work.list_jobs(commune_id=filed.commune_id)
    own = [job for job in found if (job.case_id, job.kind) == (filed.case_id, kind)]
    return [job for job in own if job.operation != "clock.tell"]


def failed(world: World, filed: Filed, kind: str, element: str) -> Incident:
    """Let a waiting job of the case fail for good."""
    (job,) = [job for job in jobs_of(filed, kind) if job.element == element]
    with transaction():
        job.state, job.attempts, job.error = "failed", 4, "down"
        work.open_incident(
            case_of(filed),
            kind="job-failed",
            message="down",
            at=world.services.clock.now(),
            element=element,
            job_id=job.id,
        )
    return next(row for row in incidents.list_of_case(case_of(filed)) if row.job_id == job.id and not row.resolved_at)


def test_a_job_that_would_do_the_same_keeps_its_id(world: World) -> None:
    """Its id is the idempotency key: an effect that did happen is not repeated."""
    filed, incident = stand_still(world, "job-failed")
    (before,) = jobs_of(filed, "service")

    assert repair(world, RetryIncident, incident).resolved

    (after,) = jobs_of(filed, "service")
    assert (after.id, after.engine_key, after.state, after.attempts) == (before.id, before.engine_key, "failed", 1)
    assert resolved(incident).resolved_how == "retry"
    standing = [row for row in incidents.list_of_case(case_of(filed)) if row.resolved_at is None]
    assert [row.job_id for row in standing] == [before.id], "it failed again: one incident waits, not two"


def test_a_job_retried_by_the_operator_that_fails_again_leaves_one_incident(world: World) -> None:
    filed, incident = stand_still(world, "job-failed")
    execute(RetryJob(job_id=incident.job_id or ""), actor=SYSTEM, services=world.services)
    world.run_jobs()
    waiting = [row for row in incidents.list_of_case(case_of(filed)) if row.resolved_at is None]
    assert len(waiting) == 1
    assert waiting[0].id != incident.id


def test_a_job_with_other_inputs_is_another_job(world: World) -> None:
    filed, incident = stand_still(world, "job-failed")
    (before,) = jobs_of(filed, "service")

    repair(world, RepairData, incident, changes=[SetValue(path="message", value="received")])
    repair(world, RetryIncident, incident)

    states = {job.id: (job.inputs["message"], job.state) for job in jobs_of(filed, "service")}
    assert states.pop(before.id) == (None, "cancelled")
    assert list(states.values()) == [("received", "done")]


@pytest.fixture
def waiting(world: World) -> Filed:
    process = a_process(SLUG).start().user_task("review", **REVIEW).end("done", outcome="accepted")
    process.on("review", "late", timer="P1D").end("too-late", outcome="lapsed")
    publish(world, process)
    return file_small(world)


def test_a_timer_is_tried_again(world: World, waiting: Filed) -> None:
    incident = failed(world, waiting, "timer", "late")
    repair(world, RetryIncident, incident)
    assert (case_of(waiting).state, case_of(waiting).outcome) == ("closed", "lapsed")
    assert resolved(incident).resolved_how == "retry"


def test_a_border_timer_that_is_skipped_no_longer_watches(world: World, waiting: Filed) -> None:
    incident = failed(world, waiting, "timer", "late")
    repair(world, SkipStep, incident)
    assert [job.state for job in jobs_of(waiting, "timer")] == ["cancelled"]
    assert [task.element for task in cases.list_open_tasks(case_of(waiting))] == ["review"]
    rows_match(world, waiting)


def test_the_token_beside_which_a_timer_failed_is_moved(world: World, waiting: Filed) -> None:
    incident = failed(world, waiting, "timer", "late")
    places: Any = world.services.engine
    case = case_of(waiting)
    deployed = world.services.deployments.get(case.deployment_id)
    (key,) = [
        place.key
        for place in places.places(deployed.definition, case.engine_state, case.document, None)
        if place.element == "review"
    ]
    repair(world, MoveToken, incident, token=key, target="done")
    assert (case_of(waiting).outcome, resolved(incident).resolved_how) == ("accepted", "move")


@pytest.fixture
def told(world: World) -> tuple[Filed, Incident]:
    """A case for which a message could not be sent: a job of the platform, for which no token waits."""
    filed = file_request(world)
    (job,) = [job for job in jobs_of(filed, "platform") if job.operation == "notify.send"]
    with transaction():
        job.state, job.attempts, job.error, job.ended_at = "waiting", 0, None, None
    return filed, failed(world, filed, "platform", job.element)


def test_a_job_of_the_platform_is_tried_again_or_dropped(world: World, told: tuple[Filed, Incident]) -> None:
    filed, incident = told
    repair(world, SkipStep, incident)
    assert [job.state for job in jobs_of(filed, "platform")] == ["cancelled"]
    assert resolved(incident).resolved_how == "skip"
    again = failed(world, filed, "platform", incident.element or "")
    repair(world, RetryIncident, again)
    assert [job.state for job in jobs_of(filed, "platform")] == ["done"]
    assert "CaseResumed" not in kinds_of_history(filed, public=True)


def test_a_job_of_the_platform_moves_and_cancels_nothing(world: World, told: tuple[Filed, Incident]) -> None:
    _, incident = told
    for command, values in ((MoveToken, {"target": "sign"}), (CancelCase, {}), (SkipStep, {"values": {"a": 1}})):
        with pytest.raises(NotFitting):
            repair(world, command, incident, **values)


@pytest.mark.parametrize("refund", [True, False])
def test_a_cancelled_case_gives_back_what_was_paid_when_asked(world: World, refund: bool) -> None:
    filed = file_request(world)
    reach(world, filed, "sign")
    now = world.services.clock.now()
    with transaction():
        work.open_incident(case_of(filed), kind="no-path", message="", at=now, element="sign", job_id=None)
    (incident,) = incidents.list_of_case(case_of(filed))

    repair(world, CancelCase, incident, refund=refund)

    assert [row.state for row in payments.list_payments(case_of(filed))] == ["refunded" if refund else "paid"]
    assert case_of(filed).outcome == "cancelled"
    assert WHY in str([row.data for row in cases.list_events(case_of(filed)) if row.public])
    rows_match(world, filed)
