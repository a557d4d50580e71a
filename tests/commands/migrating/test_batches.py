"""A batch does what its dry run told, case by case; it can be interrupted, stopped, resumed, and waits for jobs."""

from datetime import timedelta

import pytest
from flask import Flask

from app.commands.bus import execute
from app.commands.migrating import carrying, trial
from app.commands.migrating.carrying import AcquireBatch, BatchLost, CarryCase
from app.commands.migrating.planning import MigrationNotPossible, TryMigration
from app.commands.migrating.starting import ResumeMigration, StopMigration
from app.commands.migrating.trial import Trial
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.store import case_migrations, cases
from app.store.database import transaction
from app.worker.batches import run_turn
from app.worker.loop import acquire, run_job
from tests.commands.migrating.acting import carry_on, counts, dry_run, move_all, plan, start
from tests.world.journeys import case_of
from tests.world.places import TABANT, World
from tests.world.playing import rows_match
from tests.world.together import at_once
from tests.world.two_versions import Versions, do_task, file_card

GONE = {"code": "element-missing", "element": "check-shelf"}


@pytest.fixture
def many(world: World, versions: Versions) -> list:
    """Thirty cases: at the review, at the task that the new version lacks, at the last one, closed, of two communes."""
    filed = [file_card(world, jobs=False, commune_id=TABANT) for _ in range(10)]
    filed += [file_card(world, jobs=False) for _ in range(20)]
    world.run_jobs()
    for case in filed[10:22]:
        do_task(world, case, "review", verdict="accepted")
    for case in filed[16:22]:
        do_task(world, case, "check-shelf")
    for case in filed[22:24]:
        do_task(world, case, "review", verdict="refused")
    return filed


def test_what_happens_is_what_the_dry_run_told(
    world: World, versions: Versions, many: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "SLICE", 7)
    migration = plan(world, versions)
    before = [(case_of(filed).version, case_of(filed).engine_state) for filed in many]

    told = dry_run(world, migration)

    assert (told.total, told.movable, told.refused, told.finished) == (28, 22, 6, True)
    ((reason, count, examples),) = [(group.reason.to_json(), group.count, group.examples) for group in told.groups]
    assert (reason, count, len(examples)) == (GONE, 6, trial.MOST_EXAMPLES)
    assert told.concerning == 6, "those whose status has another name now"
    assert [(case_of(filed).version, case_of(filed).engine_state) for filed in many] == before

    start(world, migration)
    assert carry_on(world, migration, limit=7) == "done"

    assert counts(migration) == {"moved": told.movable, "refused": told.refused}
    outcomes = {row.state: row for row in case_migrations.list_outcomes(migration.id)}
    assert (outcomes["refused"].reasons, outcomes["refused"].count) == ((GONE,), 6)
    assert set(outcomes["refused"].examples) <= {filed.reference for filed in many[10:16]}
    for filed in many:
        rows_match(world, filed)
    moved = {filed.reference for filed in many if case_of(filed).deployment_id == versions.new}
    assert moved == {filed.reference for filed in (*many[:10], *many[16:22], *many[24:])}


def test_a_batch_of_one_commune_leaves_the_others(world: World, versions: Versions) -> None:
    here, there = file_card(world), file_card(world, commune_id=TABANT)

    move_all(world, versions, commune_id=TABANT)

    assert (case_of(here).deployment_id, case_of(there).deployment_id) == (versions.old, versions.new)


def test_a_worker_that_died_is_followed_by_another_once_its_lease_is_over(
    world: World, versions: Versions, clock: FixedClock
) -> None:
    filed = [file_card(world) for _ in range(4)]
    migration = plan(world, versions)
    dry_run(world, migration)
    start(world, migration)
    lease = timedelta(seconds=60)
    dead = execute(AcquireBatch(lease=lease), actor=SYSTEM, services=world.services)
    assert dead is not None
    key = case_migrations.list_due_items(migration.id, state="waiting", now=clock.now(), limit=1)[0]
    carry = CarryCase(batch=dead, key=key, lease=lease)
    execute(carry, actor=SYSTEM, services=world.services)

    assert run_turn(world.services) == 0, "the batch is held"
    clock.advance(timedelta(seconds=61))
    assert carry_on(world, migration) == "done"

    assert counts(migration) == {"moved": 4}
    assert {case_of(case).version for case in filed} == {case_of(filed[0]).version}, "none was moved twice"
    with pytest.raises(BatchLost):
        execute(carry, actor=SYSTEM, services=world.services)


def test_a_batch_that_was_stopped_goes_on_where_it_was(world: World, versions: Versions) -> None:
    for _ in range(3):
        file_card(world)
    migration = plan(world, versions)
    dry_run(world, migration)
    start(world, migration)
    run_turn(world.services, limit=1)
    operator = world.agent("operator", "country")

    execute(StopMigration(migration_id=migration.id), actor=operator, services=world.services)
    assert carry_on(world, migration) == "stopped"
    assert counts(migration) == {"moved": 1, "waiting": 2}

    execute(ResumeMigration(migration_id=migration.id), actor=operator, services=world.services)
    assert carry_on(world, migration) == "done"
    assert counts(migration) == {"moved": 3}


def test_the_worker_carries_a_batch_on_by_itself(world: World, versions: Versions) -> None:
    file_card(world)
    migration = plan(world, versions)
    dry_run(world, migration)
    start(world, migration)

    world.run_jobs()

    assert case_migrations.get_migration(migration.id).state == "done"


def test_a_long_dry_run_is_carried_on_by_the_worker_slice_by_slice(
    world: World, versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "SLICE", 2)
    for _ in range(5):
        file_card(world)
    migration = plan(world, versions)
    begun = execute(TryMigration(migration_id=migration.id), actor=SYSTEM, services=world.services)
    assert (begun.tried, begun.total, begun.finished) == (2, 5, False)
    with pytest.raises(MigrationNotPossible):
        start(world, migration)

    assert carry_on(world, migration) == "planned"

    kept = case_migrations.get_migration(migration.id).trial
    assert kept is not None and Trial.from_json(kept).movable == 5
    start(world, migration)


def test_a_case_waits_while_a_worker_is_at_one_of_its_jobs(world: World, versions: Versions, clock: FixedClock) -> None:
    filed = file_card(world, jobs=False)
    (job,) = acquire(world.services, limit=1)
    migration = plan(world, versions)
    assert dry_run(world, migration).busy == 1
    start(world, migration)

    assert carry_on(world, migration) == "running"
    assert case_of(filed).deployment_id == versions.old
    assert run_job(job, world.services)
    clock.advance(carrying.PUT_OFF)
    assert carry_on(world, migration) == "done"

    assert (case_of(filed).deployment_id, counts(migration)) == (versions.new, {"moved": 1})
    rows_match(world, filed)


def test_a_case_whose_job_never_ends_is_left_where_it_is(
    world: World, versions: Versions, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "MOST_ATTEMPTS", 2)
    file_card(world, jobs=False)
    acquire(world.services, limit=1)
    migration = plan(world, versions)
    dry_run(world, migration)
    start(world, migration)

    carry_on(world, migration)
    clock.advance(carrying.PUT_OFF)

    assert carry_on(world, migration) == "done"
    (outcome,) = case_migrations.list_outcomes(migration.id)
    assert (outcome.state, outcome.reasons) == ("refused", ({"code": "job-at-work", "element": ""},))


def test_a_case_that_was_closed_meanwhile_is_skipped(world: World, versions: Versions) -> None:
    filed, other = file_card(world), file_card(world)
    migration = plan(world, versions)
    dry_run(world, migration)
    start(world, migration)
    do_task(world, other, "review", verdict="refused")

    carry_on(world, migration)

    outcomes = {row.state: row.reasons for row in case_migrations.list_outcomes(migration.id)}
    assert outcomes == {"moved": (), "skipped": ({"code": "case-closed", "element": ""},)}
    assert case_of(filed).deployment_id == versions.new


def test_one_bad_case_does_not_stop_the_others(world: World, versions: Versions) -> None:
    bad, good = file_card(world), file_card(world)
    migration = plan(world, versions)
    dry_run(world, migration)
    start(world, migration)
    version = case_of(bad).version
    with transaction():
        cases.lock_case(bad.commune_id, bad.case_id).engine_state = b"broken"

    assert carry_on(world, migration) == "done"

    outcomes = {row.state: row.reasons for row in case_migrations.list_outcomes(migration.id)}
    assert outcomes == {"moved": (), "refused": ({"code": "stale-state", "element": ""},)}
    assert (case_of(good).deployment_id, case_of(bad).version) == (versions.new, version)


def test_what_nobody_expected_is_kept_with_the_case(
    world: World, versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_card(world)
    migration = plan(world, versions)
    dry_run(world, migration)
    start(world, migration)

    def explode(*_: object) -> bool:
        raise RuntimeError("boom")

    monkeypatch.setattr(carrying, "move_case", explode)
    assert carry_on(world, migration) == "done"
    (outcome,) = case_migrations.list_outcomes(migration.id)
    assert (outcome.state, outcome.reasons) == ("refused", ({"code": "unexpected", "element": ""},))


def test_two_batches_of_one_procedure_never_run_at_once(world: World, versions: Versions) -> None:
    file_card(world)
    first, second = plan(world, versions), plan(world, versions)
    for migration in (first, second):
        dry_run(world, migration)
    start(world, first)

    with pytest.raises(MigrationNotPossible):
        start(world, second)


def test_a_case_that_moves_and_one_that_goes_on_at_the_same_moment_lose_nothing(
    app: Flask, world: World, versions: Versions
) -> None:
    filed = file_card(world)
    migration = plan(world, versions)
    dry_run(world, migration)
    start(world, migration)

    answers = at_once(
        app, [lambda: run_turn(world.services), lambda: do_task(world, filed, "review", verdict="refused")]
    )

    kinds = {event.kind for event in cases.list_events(case_of(filed))}
    closed = case_of(filed).state == "closed"
    assert closed != any(isinstance(answer, Exception) for answer in answers)
    assert closed or "CaseMigrated" in kinds
    rows_match(world, filed)


def test_a_trial_is_kept_as_it_was(world: World, versions: Versions) -> None:
    moving, stuck = file_card(world), file_card(world)
    do_task(world, stuck, "review", verdict="accepted")
    told = dry_run(world, plan(world, versions))
    assert told.groups and told.after in {(filed.commune_id, filed.case_id) for filed in (moving, stuck)}
    assert Trial.from_json(told.to_json()) == told
