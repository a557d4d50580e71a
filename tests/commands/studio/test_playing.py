"""A trial is kept by its steps and the files with which it is played; it makes no case, and never overwrites unseen."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.commands.bus import Forbidden, execute
from app.commands.studio.playing import MOST_STEPS, KeepPlay, RemovePlay, StartPlay, TrialTooLong
from app.domain.clock import FixedClock
from app.queries.plays import NotPlayable, OpenPlay, open_play
from app.queries.studio import find_draft
from app.scenarios.trial import Trial
from app.store import modelling, plays
from app.store.database import database
from app.store.models import Case
from app.store.plays import MOST_KEPT, PlayMoved, PlayUnknown
from tests.builders.packages import SLUG, a_package
from tests.world.drafting import analyst, save, start_draft
from tests.world.places import World

FILED = {"applicant_name": "Nora", "age": 30}
HOME = f"processes/{SLUG}"
REVIEWED = {"complete": "review", "answers": {"verdict": "accepted"}}


def own_files(**changes: Any) -> dict[str, bytes]:
    """Return the files of the builder's package that belong to a draft."""
    return {path: content for path, content in a_package().manifest(**changes).files().items() if SLUG in path}


@pytest.fixture
def draft_id(world: World) -> str:
    return start_draft(world, SLUG, own_files())


def run(world: World, command: Any) -> Any:
    return execute(command, actor=analyst(world), services=world.services)


def opened(world: World, draft_id: str, play_id: str) -> OpenPlay:
    return open_play(find_draft(draft_id, world.services.library), play_id)


def test_a_trial_stands_where_its_steps_lead_and_makes_no_case(world: World, draft_id: str) -> None:
    play_id = run(world, StartPlay(draft_id=draft_id, trial=Trial(start=FILED)))
    trial = Trial(start=FILED).with_step(REVIEWED)
    run(world, KeepPlay(draft_id=draft_id, play_id=play_id, seen=1, trial=trial))

    play = opened(world, draft_id, play_id)

    assert play.played.run.ends == ["end-accepted"]
    assert play.is_newest
    assert database.session.scalar(select(func.count()).select_from(Case)) == 0


def test_two_windows_do_not_overwrite_each_other(world: World, draft_id: str) -> None:
    play_id = run(world, StartPlay(draft_id=draft_id, trial=Trial()))
    run(world, KeepPlay(draft_id=draft_id, play_id=play_id, seen=1, trial=Trial(start=FILED)))

    with pytest.raises(PlayMoved):
        run(world, KeepPlay(draft_id=draft_id, play_id=play_id, seen=1, trial=Trial()))

    assert opened(world, draft_id, play_id).played.begun


def test_a_trial_stays_on_its_files_when_the_draft_goes_on(world: World, draft_id: str) -> None:
    play_id = run(world, StartPlay(draft_id=draft_id, trial=Trial(start=FILED)))
    path = f"{HOME}/{SLUG}.bpmn"
    diagram = own_files()[path].replace(b"end-accepted", b"end-granted")
    for _ in range(3):  # autosaves of one sitting: revisions take each other's place
        save(world, draft_id, {path: diagram})

    play = opened(world, draft_id, play_id)
    assert not play.is_newest
    assert "end-accepted" in play.package.bpmn.elements

    revision = modelling.get_draft(draft_id).revision
    tree = modelling.get_revision(draft_id, revision).tree
    run(world, KeepPlay(draft_id=draft_id, play_id=play_id, seen=1, trial=play.trial, pinned=(revision, tree)))
    again = opened(world, draft_id, play_id)
    assert again.is_newest
    assert "end-granted" in again.package.bpmn.elements


def test_a_new_scenario_does_not_make_a_trial_old(world: World, draft_id: str) -> None:
    play_id = run(world, StartPlay(draft_id=draft_id, trial=Trial(start=FILED)))
    with_scenario = a_package().scenario("more").files()
    changed = (f"{HOME}/procedure.yaml", f"{HOME}/scenarios/more.yaml")
    save(world, draft_id, {path: with_scenario[path] for path in changed})

    assert opened(world, draft_id, play_id).is_newest


def test_files_that_cannot_be_played_say_why(world: World, draft_id: str) -> None:
    save(world, draft_id, {f"{HOME}/{SLUG}.bpmn": b"<definitions"})
    play_id = run(world, StartPlay(draft_id=draft_id, trial=Trial()))

    with pytest.raises(NotPlayable) as refused:
        opened(world, draft_id, play_id)

    assert any(finding.file.endswith(".bpmn") for finding in refused.value.findings)


def test_a_trial_of_a_day_without_law_cannot_be_played(world: World, draft_id: str) -> None:
    long_ago = Trial(clock=Trial().clock.replace(year=1950))
    play_id = run(world, StartPlay(draft_id=draft_id, trial=long_ago))

    with pytest.raises(NotPlayable):
        opened(world, draft_id, play_id)


def test_trials_are_bounded_in_length_and_number(world: World, draft_id: str, clock: FixedClock) -> None:
    endless = Trial(start=FILED, steps=tuple({"advance": "P1D"} for _ in range(MOST_STEPS + 1)))
    with pytest.raises(TrialTooLong):
        run(world, StartPlay(draft_id=draft_id, trial=endless))
    first = run(world, StartPlay(draft_id=draft_id, trial=Trial()))
    clock.advance(timedelta(minutes=1))
    for _ in range(MOST_KEPT):
        run(world, StartPlay(draft_id=draft_id, trial=Trial()))

    kept = {row.id for row in plays.list_plays(draft_id)}
    assert len(kept) == MOST_KEPT
    assert first not in kept


def test_a_removed_trial_is_unknown(world: World, draft_id: str) -> None:
    play_id = run(world, StartPlay(draft_id=draft_id, trial=Trial()))
    run(world, RemovePlay(draft_id=draft_id, play_id=play_id))

    with pytest.raises(PlayUnknown):
        opened(world, draft_id, play_id)


def test_only_an_analyst_plays(world: World, draft_id: str) -> None:
    with pytest.raises(Forbidden):
        execute(StartPlay(draft_id=draft_id, trial=Trial()), actor=world.agent("agent_ec"), services=world.services)
