"""A case that was moved has everything of its new version: rows, statuses, history; and what it had stays."""

from dataclasses import replace
from datetime import timedelta

from app.commands.bus import execute
from app.commands.environment import environment_of
from app.commands.tasks import ClaimTask
from app.domain.clock import FixedClock
from app.engine import Environment
from app.store import cases, work
from app.store.database import transaction
from app.store.models import Case, Job
from tests.commands.migrating.acting import counts, move_all
from tests.world.journeys import case_of, open_task
from tests.world.places import World
from tests.world.playing import rows_match
from tests.world.two_versions import (
    Versions,
    do_task,
    file_card,
    first_version,
    librarian,
    offer,
    publish,
)


def environment(world: World, case: Case) -> Environment:
    deployed = world.services.deployments.get(case.deployment_id)
    return environment_of(case, deployed, world.services, world.services.clock.now())


def timers_of(filed) -> dict[str, Job]:
    jobs = work.list_jobs(commune_id=filed.commune_id)
    return {job.element: job for job in jobs if job.case_id == filed.case_id and job.state == "waiting"}


def test_a_case_goes_on_in_the_new_version(world: World, versions: Versions) -> None:
    filed = file_card(world)
    before, late = open_task(filed, "review"), timers_of(filed)["too-late"]
    opened_at, target_at, due = before.opened_at, before.target_at, late.due_at

    migration = move_all(world, versions)

    case, task = case_of(filed), open_task(filed)
    assert (case.deployment_id, case.status, counts(migration)) == (versions.new, "in-review", {"moved": 1})
    assert (task.id, task.element, task.form) == (before.id, "examine", "examine")
    assert (task.opened_at, task.target_at, task.state) == (opened_at, target_at, "ready")
    assert timers_of(filed)["too-late"].due_at == due
    rows_match(world, filed)
    do_task(world, filed, "examine", verdict="accepted", note="bien")
    do_task(world, filed, "hand-over", role="head-librarian")
    assert (case_of(filed).state, case_of(filed).outcome) == ("closed", "accepted")


def test_an_event_that_is_new_on_the_border_waits_from_the_move_on(
    world: World, versions: Versions, clock: FixedClock
) -> None:
    filed = file_card(world)
    clock.advance(timedelta(days=2))

    move_all(world, versions)

    assert timers_of(filed)["remind"].due_at == clock.now() + timedelta(days=3)


def test_a_role_that_changed_gives_the_task_back_unless_its_holder_has_the_new_one(
    world: World, versions: Versions
) -> None:
    given_back, kept = file_card(world), file_card(world)
    head = librarian("head-librarian")
    both = replace(head, assignments=head.assignments | librarian().assignments)
    for filed, holder in ((given_back, librarian()), (kept, both)):
        do_task(world, filed, "review", verdict="accepted")
        do_task(world, filed, "check-shelf")
        task = open_task(filed, "hand-over")
        execute(ClaimTask(commune_id=task.commune_id, task_id=task.id), actor=holder, services=world.services)

    move_all(world, versions)

    rows = [open_task(filed, "hand-over") for filed in (given_back, kept)]
    assert {row.role for row in rows} == {"head-librarian"}
    assert [(row.state, row.assignee_id) for row in rows] == [("ready", None), ("claimed", both.id)]


def test_a_task_that_somebody_holds_stays_his_when_only_its_form_changes(world: World, versions: Versions) -> None:
    filed = file_card(world)
    task = open_task(filed, "review")
    execute(ClaimTask(commune_id=task.commune_id, task_id=task.id), actor=librarian(), services=world.services)

    move_all(world, versions)

    assert (open_task(filed).state, open_task(filed).assignee_id) == ("claimed", librarian().id)


def test_a_status_that_the_new_version_calls_otherwise_is_told_to_the_citizen(world: World, versions: Versions) -> None:
    renamed, same = file_card(world), file_card(world)
    do_task(world, renamed, "review", verdict="accepted")
    do_task(world, renamed, "check-shelf")
    assert case_of(renamed).status == "ready"

    move_all(world, versions)

    assert case_of(renamed).status == "to-collect"
    told = [event.kind for event in cases.list_events(case_of(renamed), public_only=True)]
    assert told[-2:] == ["CaseMigrated", "StatusReached"]
    assert "CaseMigrated" not in [event.kind for event in cases.list_events(case_of(same), public_only=True)]


def test_the_history_says_from_where_to_where_by_whom_and_why(world: World, versions: Versions) -> None:
    filed = file_card(world)

    migration = move_all(world, versions)

    (event,) = [row for row in cases.list_events(case_of(filed)) if row.kind == "CaseMigrated"]
    assert (event.actor_kind, event.actor_name) == ("agent", world.agent("analyst", "country").name)
    assert event.data == {
        "from": "1.0.0",
        "to": "2.0.0",
        "because": "La nouvelle version corrige une erreur.",
        "migration": migration.id,
    }


def test_legal_periods_stay_as_they_were(world: World, versions: Versions, clock: FixedClock) -> None:
    filed = file_card(world)
    before = [(row.parameter, row.state, row.due_at) for row in cases.list_deadlines(case_of(filed))]
    due = case_of(filed).due_at
    clock.advance(timedelta(days=1))

    move_all(world, versions)

    assert [(row.parameter, row.state, row.due_at) for row in cases.list_deadlines(case_of(filed))] == before
    assert case_of(filed).due_at == due


def test_a_job_that_waits_moves_with_its_case(world: World, versions: Versions) -> None:
    filed = file_card(world, jobs=False)
    (job,) = [job for job in work.list_jobs(commune_id=filed.commune_id) if job.kind == "service"]

    move_all(world, versions)
    world.run_jobs()

    assert open_task(filed).element == "examine"
    assert work.find_job(filed.commune_id, job.id).state == "done"  # type: ignore[union-attr]
    rows_match(world, filed)


def test_a_job_that_failed_moves_with_its_incident(world: World, versions: Versions) -> None:
    filed = file_card(world, jobs=False)
    with transaction():
        (job,) = [job for job in work.list_jobs(commune_id=filed.commune_id) if job.kind == "service"]
        job.operation, job.attempts = "no-such-operation", job.max_attempts
    world.run_jobs()
    assert [incident.kind for incident in work.list_incidents(filed.commune_id)] == ["job-failed"]

    move_all(world, versions)

    assert case_of(filed).deployment_id == versions.new
    assert [incident.kind for incident in work.list_incidents(filed.commune_id)] == ["job-failed"]
    assert [row.state for row in work.list_jobs(commune_id=filed.commune_id) if row.id == job.id] == ["failed"]


def test_an_incident_of_the_process_follows_its_case(world: World, versions: Versions) -> None:
    condition = '=verdict = "accepted"'
    broken = first_version().manifest(version="1.5.0").diagram(condition, '=verdict + 1 = "accepted"')
    broken = broken.diagram(' default="to-refused"', "").diagram(
        '<sequenceFlow id="to-refused" sourceRef="is-accepted" targetRef="end-refused"></sequenceFlow>',
        '<sequenceFlow id="to-refused" sourceRef="is-accepted" targetRef="end-refused">'
        "<conditionExpression>=false</conditionExpression></sequenceFlow>",
    )
    old = publish(world, broken.build())
    offer(world, old)
    filed = file_card(world)
    do_task(world, filed, "review", verdict="accepted")
    assert [incident.element for incident in work.list_incidents(filed.commune_id)] == ["is-accepted"]

    move_all(world, Versions(old=old, new=versions.old))

    case = case_of(filed)
    assert case.deployment_id == versions.old
    assert [incident.element for incident in work.list_incidents(filed.commune_id)] == ["is-accepted"]
    result = world.services.engine.retry(
        world.services.deployments.get(versions.old).definition,
        case.engine_state,
        case.document,
        environment(world, case),
    )
    assert [task.element for task in result.opened_tasks] == ["check-shelf"]
