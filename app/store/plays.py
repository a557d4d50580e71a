"""Trials of drafts: kept steps, written by compare and set."""

from collections.abc import Sequence

from sqlalchemy import CursorResult, delete, select, update

from app.domain.errors import MastaraError
from app.store.database import database
from app.store.models import DraftPlay

MOST_KEPT = 30
"""Trials of one draft; the oldest makes room."""


class PlayUnknown(MastaraError):
    """The draft has no such trial: it was removed, or made room for newer ones."""

    code = "draft-play-unknown"


class PlayMoved(MastaraError):
    """The trial went on in another window: nothing was written."""

    code = "draft-play-moved"


def get_play(draft_id: str, play_id: str) -> DraftPlay:
    """Return a trial of a draft as it stands in the database now. Raises PlayUnknown."""
    statement = select(DraftPlay).where(DraftPlay.draft_id == draft_id, DraftPlay.id == play_id)
    found = database.session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise PlayUnknown(f"Expected a trial of the draft, found the id “{play_id[:40]}”.")
    return found


def list_plays(draft_id: str) -> Sequence[DraftPlay]:
    """Return the trials of a draft, the last one played first."""
    statement = select(DraftPlay).where(DraftPlay.draft_id == draft_id)
    return database.session.scalars(statement.order_by(DraftPlay.updated_at.desc(), DraftPlay.id)).all()


def add_play(play: DraftPlay) -> None:
    """Add a trial; the oldest ones beyond what is kept go."""
    database.session.add(play)
    database.session.flush()
    for old in list_plays(play.draft_id)[MOST_KEPT:]:
        database.session.delete(old)
    database.session.flush()


def write_play(play: DraftPlay, *, seen: int) -> None:
    """Write steps, files and version of a trial unless another window was first. Raises PlayMoved."""
    result = database.session.execute(
        update(DraftPlay)
        .where(DraftPlay.id == play.id, DraftPlay.version == seen)
        .values(
            version=seen + 1,
            revision=play.revision,
            tree=dict(play.tree),
            trial=dict(play.trial),
            updated_at=play.updated_at,
        )
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise PlayMoved(f"Expected version {seen} of the trial, found another: open it again.")


def remove_play(draft_id: str, play_id: str) -> None:
    """Remove a trial; one that is gone already stays gone."""
    database.session.execute(delete(DraftPlay).where(DraftPlay.draft_id == draft_id, DraftPlay.id == play_id))
