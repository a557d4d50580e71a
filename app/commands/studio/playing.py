"""Keeps what somebody plays of a draft: its steps and the files with which they are played. No case comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.studio.scope import require_writer
from app.domain.codes import new_id
from app.domain.errors import MastaraError
from app.scenarios.trial import Trial
from app.store import modelling, plays
from app.store.models import DraftPlay

MOST_STEPS = 200


class TrialTooLong(MastaraError):
    """A trial of so many steps turns in a circle."""

    code = "draft-play-too-long"


@dataclass(frozen=True, kw_only=True)
class StartPlay:
    """Begin a trial of a draft as it is now; returns its id."""

    draft_id: str
    trial: Trial

    def authorise(self, unit: Unit) -> None:
        """Who writes the draft: an analyst, or the commune whose own procedure it is."""
        require_writer(unit, self.draft_id)

    def handle(self, unit: Unit) -> str:
        draft = modelling.get_draft(self.draft_id)
        _check_length(self.trial)
        play = DraftPlay(
            id=new_id(),
            draft_id=draft.id,
            version=1,
            revision=draft.revision,
            tree=dict(modelling.get_revision(draft.id, draft.revision).tree),
            trial=self.trial.to_json(),
            created_at=unit.now,
            created_by=unit.actor.name,
            updated_at=unit.now,
        )
        plays.add_play(play)
        return play.id


@dataclass(frozen=True, kw_only=True)
class KeepPlay:
    """Write the steps of a trial. `seen` is the version that was played; `pinned` other files to play it with.

    The steps were played before: a transaction lasts no longer than its writing.
    """

    draft_id: str
    play_id: str
    seen: int
    trial: Trial
    pinned: tuple[int, Mapping[str, str]] | None = None
    """Number and tree of a revision."""

    def authorise(self, unit: Unit) -> None:
        """Who writes the draft: an analyst, or the commune whose own procedure it is."""
        require_writer(unit, self.draft_id)

    def handle(self, unit: Unit) -> None:
        kept = plays.get_play(self.draft_id, self.play_id)
        _check_length(self.trial)
        revision, tree = self.pinned or (kept.revision, kept.tree)
        written = DraftPlay(
            id=kept.id, revision=revision, tree=dict(tree), trial=self.trial.to_json(), updated_at=unit.now
        )
        plays.write_play(written, seen=self.seen)


@dataclass(frozen=True, kw_only=True)
class RemovePlay:
    """Throw a trial away."""

    draft_id: str
    play_id: str

    def authorise(self, unit: Unit) -> None:
        """Who writes the draft: an analyst, or the commune whose own procedure it is."""
        require_writer(unit, self.draft_id)

    def handle(self, unit: Unit) -> None:
        plays.remove_play(self.draft_id, self.play_id)


def _check_length(trial: Trial) -> None:
    if len(trial.steps) > MOST_STEPS:
        raise TrialTooLong(f"Expected at most {MOST_STEPS} steps, found {len(trial.steps)}: begin another trial.")
