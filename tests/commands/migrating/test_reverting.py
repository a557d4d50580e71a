"""What has not gone on since its move is put back to its snapshot; the rest is listed and stays."""

import json
from datetime import timedelta

import pytest

from app.commands.bus import execute
from app.commands.migrating.planning import MigrationNotPossible
from app.commands.migrating.starting import MigrationReasonMissing, RevertMigration
from app.domain.clock import FixedClock
from app.store import case_migrations, cases, work
from app.worker.loop import acquire
from tests.commands.migrating.acting import carry_on, counts, move_all, plan, revert
from tests.world.journeys import case_of, open_task
from tests.world.places import World
from tests.world.playing import let_pass, rows_match, subscriptions_of
from tests.world.two_versions import Versions, do_task, file_card, first_version, publish


def tokens_of(filed) -> object:
    return json.loads(case_of(filed).engine_state)["t"]


def test_a_case_is_put_back_and_goes_on_in_the_old_version(world: World, versions: Versions, clock: FixedClock) -> None:
    filed = file_card(world)
    task, tokens = open_task(filed), tokens_of(filed)
    target_at = task.target_at
    migration = move_all(world, versions)
    clock.advance(timedelta(hours=1))

    revert(world, migration)
    assert carry_on(world, migration) == "reverted"

    assert (counts(migration), case_of(filed).deployment_id) == ({"reverted": 1}, versions.old)
    item = case_migrations.get_item(migration.id, (filed.commune_id, filed.case_id))
    assert (item.state_before, item.document_before) == (None, None), "a snapshot that served is not kept"
    assert tokens_of(filed) == tokens
    assert (open_task(filed).id, open_task(filed).element, open_task(filed).form) == (task.id, "review", "review")
    assert open_task(filed).target_at == target_at
    rows_match(world, filed)
    assert not [job for job in work.list_jobs(state="waiting") if job.element == "remind"]
    for element in ("review", "check-shelf", "hand-over"):
        do_task(world, filed, element, **({"verdict": "accepted"} if element == "review" else {}))
        rows_match(world, filed)
    assert case_of(filed).outcome == "accepted"


def test_the_timer_that_the_move_closed_waits_again_at_its_moment(
    world: World, versions: Versions, clock: FixedClock
) -> None:
    filed = file_card(world)
    (due,) = [job.due_at for job in work.list_jobs(state="waiting") if job.element == "too-late"]
    timer = "<timerEventDefinition><timeDuration>=parameters.library.answer</timeDuration></timerEventDefinition>"
    third = first_version().manifest(version="3.0.0").diagram(timer, "<messageEventDefinition/>")
    migration = move_all(world, Versions(old=versions.old, new=publish(world, third.build())))
    assert [row.message for row in subscriptions_of(case_of(filed))] == ["too-late"]
    rows_match(world, filed)

    revert(world, migration)
    carry_on(world, migration)

    rows_match(world, filed)
    let_pass(world, clock, due - clock.now())
    assert case_of(filed).outcome == "lapsed"


def test_a_case_that_went_on_since_or_was_closed_is_listed_and_stays(world: World, versions: Versions) -> None:
    still, went_on, closed = (file_card(world) for _ in range(3))
    migration = move_all(world, versions)
    do_task(world, went_on, "examine", verdict="accepted")
    do_task(world, closed, "examine", verdict="refused")

    revert(world, migration)
    carry_on(world, migration)

    assert counts(migration) == {"reverted": 1, "kept": 2}
    reasons = {row.reasons[0]["code"] for row in case_migrations.list_outcomes(migration.id) if row.state == "kept"}
    assert reasons == {"case-went-on", "case-closed"}
    assert case_of(still).deployment_id == versions.old
    assert case_of(went_on).deployment_id == case_of(closed).deployment_id == versions.new
    assert (open_task(went_on).element, case_of(closed).outcome) == ("hand-over", "refused")


def test_the_status_of_before_comes_back_and_the_history_tells_both(world: World, versions: Versions) -> None:
    filed = file_card(world)
    do_task(world, filed, "review", verdict="accepted")
    do_task(world, filed, "check-shelf")
    migration = move_all(world, versions)
    assert (case_of(filed).status, open_task(filed).role) == ("to-collect", "head-librarian")

    revert(world, migration)
    carry_on(world, migration)

    assert (case_of(filed).status, open_task(filed).role) == ("ready", "librarian")
    (event,) = [row for row in cases.list_events(case_of(filed)) if row.kind == "CaseMigrationReverted"]
    assert (event.data["from"], event.data["to"], event.public) == ("2.0.0", "1.0.0", True)
    assert event.actor_name == world.agent("operator", "country").name


def test_a_case_at_whose_job_a_worker_is_just_then_is_put_back_later(
    world: World, versions: Versions, clock: FixedClock
) -> None:
    filed = file_card(world, jobs=False)
    migration = move_all(world, versions)
    acquire(world.services, limit=1)
    revert(world, migration)

    assert carry_on(world, migration) == "reverting"
    assert case_of(filed).deployment_id == versions.new


def test_what_was_put_back_can_move_again(world: World, versions: Versions) -> None:
    filed = file_card(world)
    migration = move_all(world, versions)
    revert(world, migration)
    carry_on(world, migration)

    move_all(world, versions)

    assert case_of(filed).deployment_id == versions.new
    rows_match(world, filed)
    do_task(world, filed, "examine", verdict="accepted")
    do_task(world, filed, "hand-over", role="head-librarian")
    assert case_of(filed).outcome == "accepted"


def test_only_what_has_moved_can_be_put_back_and_only_with_a_reason(world: World, versions: Versions) -> None:
    file_card(world)
    with pytest.raises(MigrationNotPossible):
        revert(world, plan(world, versions))
    migration = move_all(world, versions)
    command = RevertMigration(migration_id=migration.id, reason="  bref  ")
    with pytest.raises(MigrationReasonMissing):
        execute(command, actor=world.agent("operator", "country"), services=world.services)
