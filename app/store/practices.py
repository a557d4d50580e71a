"""Practices offered to the country, their history, and who took them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, func, select, update

from app.domain.errors import MastaraError
from app.languages import collation_key
from app.store.database import database
from app.store.models import Commune, Practice, PracticeAct

LISTED = 100
OPEN_TO_ALL = ("accepted", "promoted")
"""States in which every commune may read a practice."""


class PracticeUnknown(MastaraError):
    """No practice has this id, or it is not open to the reader."""

    code = "practice-unknown"


class PracticeMoved(MastaraError):
    """Another person was first: the practice is no longer in the state that the page showed."""

    code = "practice-moved"


@dataclass(frozen=True, kw_only=True)
class ListedPractice:
    """A practice with the names of its commune and how many communes have taken it."""

    practice: Practice
    commune_slug: str
    name_ar: str
    name_fr: str
    taken: int


def get_practice(practice_id: str) -> Practice:
    """Return a practice as the database has it now. Raises PracticeUnknown."""
    statement = select(Practice).where(Practice.id == practice_id)
    found = database.session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise PracticeUnknown(f"Expected a practice of the register, found the id “{practice_id[:40]}”.")
    return found


def find_open(commune_id: str, slug: str) -> Practice | None:
    """Return what the commune offers of a procedure and has not withdrawn, or None."""
    statement = select(Practice).where(
        Practice.commune_id == commune_id,
        Practice.slug == slug,
        Practice.state.in_(("offered", "returned", "accepted")),
    )
    return database.session.scalar(statement.order_by(Practice.id.desc()).limit(1))


def list_practices(
    *, search: str = "", states: Sequence[str] = (), commune_id: str | None = None, readable_by: str | None = None
) -> Sequence[ListedPractice]:
    """Return practices, the newest first. One read.

    `readable_by` is a commune that sees those open to all and its own, None for who sees every one.
    """
    taken = (
        select(func.count(func.distinct(PracticeAct.commune_id)))
        .where(PracticeAct.practice_id == Practice.id, PracticeAct.kind == "taken")
        .correlate(Practice)
        .scalar_subquery()
    )
    statement = select(Practice, Commune.slug, Commune.name_ar, Commune.name_fr, taken).join(
        Commune, Commune.id == Practice.commune_id
    )
    for word in collation_key(search).split():
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement = statement.where(Practice.search_key.like(f"%{escaped}%", escape="\\"))
    if states:
        statement = statement.where(Practice.state.in_(states))
    if commune_id is not None:
        statement = statement.where(Practice.commune_id == commune_id)
    if readable_by is not None:
        statement = statement.where(Practice.state.in_(OPEN_TO_ALL) | (Practice.commune_id == readable_by))
    rows = database.session.execute(statement.order_by(Practice.offered_at.desc(), Practice.id.desc()).limit(LISTED))
    return [
        ListedPractice(practice=practice, commune_slug=address, name_ar=arabic, name_fr=french, taken=count)
        for practice, address, arabic, french, count in rows
    ]


def count_offered() -> int:
    """Return how many practices wait for the DGCT."""
    statement = select(func.count()).select_from(Practice).where(Practice.state == "offered")
    return database.session.scalar(statement) or 0


def move(practice: Practice, *, seen: int) -> None:
    """Give a practice its next revision by compare and set. Raises PracticeMoved."""
    changed = (
        update(Practice)
        .where(Practice.id == practice.id, Practice.revision == seen)
        .values(revision=seen + 1)
        .execution_options(synchronize_session=False)
    )
    with database.session.no_autoflush:
        result = database.session.execute(changed)
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise PracticeMoved(f"Expected revision {seen} of the practice, found a newer one: read it again.")
    practice.revision = seen + 1
    database.session.flush()


def add(row: Practice | PracticeAct) -> None:
    """Add a row; the caller's transaction commits it."""
    database.session.add(row)
    database.session.flush()


def list_acts(practice_id: str) -> Sequence[PracticeAct]:
    """Return the history of a practice, the newest first."""
    statement = select(PracticeAct).where(PracticeAct.practice_id == practice_id)
    return database.session.scalars(statement.order_by(PracticeAct.id.desc()).limit(LISTED)).all()


def list_takers(practice_id: str) -> Sequence[tuple[Commune, datetime]]:
    """Return the communes that took a practice into their workshop, with the first day, by name."""
    first = func.min(PracticeAct.at)
    statement = (
        select(PracticeAct.commune_id, first)
        .where(PracticeAct.practice_id == practice_id, PracticeAct.kind == "taken")
        .group_by(PracticeAct.commune_id)
    )
    days = {commune_id: at for commune_id, at in database.session.execute(statement)}
    communes = database.session.scalars(select(Commune).where(Commune.id.in_(days)).order_by(Commune.name_fr))
    return [(commune, days[commune.id]) for commune in communes]
