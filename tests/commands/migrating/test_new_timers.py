"""A dry run names the timers that the move would start, and nothing of what waits already."""

from datetime import timedelta

from app.commands.migrating.new_timers import NewTimers
from app.commands.migrating.trial import Trial
from app.store import case_migrations, work
from tests.commands.migrating.acting import dry_run, move_all, plan
from tests.world.journeys import case_of
from tests.world.places import World
from tests.world.two_versions import Versions, do_task, file_card


def timers_of(world: World, versions: Versions) -> tuple[NewTimers, ...]:
    return dry_run(world, plan(world, versions)).timers


def test_a_new_border_timer_is_told_with_its_due_moment(world: World, versions: Versions) -> None:
    filed = file_card(world)

    (timers,) = timers_of(world, versions)

    due = world.services.clock.now() + timedelta(days=3)
    assert (timers.element, timers.count, timers.examples) == ("remind", 1, (filed.reference,))
    assert (timers.first, timers.last) == (due, due)


def test_what_was_told_is_what_the_move_starts(world: World, versions: Versions) -> None:
    filed = file_card(world)
    (told,) = timers_of(world, versions)

    move_all(world, versions)

    due = {job.element: job.due_at for job in work.list_jobs(state="waiting") if job.case_id == case_of(filed).id}
    assert due["remind"] == told.first


def test_timers_of_many_cases_are_counted_together(world: World, versions: Versions) -> None:
    references = [file_card(world).reference for _ in range(7)]

    (timers,) = timers_of(world, versions)

    assert timers.count == 7
    assert len(timers.examples) == 5 and set(timers.examples) < set(references)


def test_timers_between_the_first_and_the_last_due_moment_are_kept(world: World, versions: Versions) -> None:
    moment = world.services.clock.now()
    one = NewTimers(element="remind", count=1, first=moment, last=moment, examples=("a",))

    two = one.with_timer(moment + timedelta(days=2), "b", most_examples=5)

    assert (two.first, two.last, two.count) == (moment, moment + timedelta(days=2), 2)
    assert NewTimers.from_json(two.to_json()) == two


def test_a_timer_that_waits_already_is_not_new(world: World, versions: Versions) -> None:
    file_card(world)

    assert "too-late" not in {timers.element for timers in timers_of(world, versions)}
    assert work.list_jobs(state="waiting"), "the old version waits for its own timer"


def test_a_case_that_starts_no_timer_tells_none(world: World, versions: Versions) -> None:
    filed = file_card(world)
    do_task(world, filed, "review", verdict="accepted")
    migration = plan(world, versions, changes={"check-shelf": "hand-over"})

    found = dry_run(world, migration)

    assert (found.movable, found.timers) == (1, ())


def test_a_dry_run_kept_before_timers_were_told_is_still_read(world: World, versions: Versions) -> None:
    file_card(world)
    migration = plan(world, versions)
    dry_run(world, migration)
    kept = dict(case_migrations.get_migration(migration.id).trial or {})
    del kept["timers"]

    assert Trial.from_json(kept).timers == ()
