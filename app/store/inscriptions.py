"""Entries of the shared registers. Every read names the commune: a foreign entry is as good as none."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select

from app.languages import collation_key
from app.store.database import database
from app.store.models import Case, Inscription

MOST_FOUND = 200
"""Entries that a search looks at; who finds more has asked for too little."""


def add(inscription: Inscription) -> None:
    """Add an entry and send it to the database; the caller's transaction commits it."""
    database.session.add(inscription)
    database.session.flush()


def find_of_job(commune_id: str, job_id: str) -> Inscription | None:
    """Return what a job wrote, or None."""
    return database.session.scalar(
        select(Inscription).where(Inscription.commune_id == commune_id, Inscription.job_id == job_id)
    )


def find_current(commune_id: str, register: str, entry: str) -> Inscription | None:
    """Return the version in force of an entry named by its number or by the id of any of its versions, or None."""
    named = database.session.scalar(_named(commune_id, register, entry))
    return None if named is None else database.session.scalar(_current_of(named))


def lock_current(commune_id: str, register: str, entry: str) -> Inscription | None:
    """Return the version in force, or None; whoever else wants to supersede it waits until the transaction ends.

    The first version is locked, since it stays the same; the version in force is read after that.
    """
    named = database.session.scalar(_named(commune_id, register, entry))
    if named is None:
        return None
    first = _versions(named).where(Inscription.version == 1).with_for_update()
    database.session.scalar(first.execution_options(populate_existing=True))
    current = _current_of(named).execution_options(populate_existing=True)
    return database.session.scalars(current).one_or_none()


def search(
    commune_id: str, register: str, words: str, *, year: int | None = None, state: str | None = None
) -> Sequence[Inscription]:
    """Return the entries in force whose words contain all of `words`, newest first, at most `MOST_FOUND`."""
    statement = _in_force(commune_id, register, year).order_by(Inscription.year.desc(), Inscription.sequence.desc())
    if state:
        statement = statement.where(Inscription.state == state)
    return database.session.scalars(_containing(statement, words).limit(MOST_FOUND)).all()


def list_page(
    commune_id: str, register: str, year: int, *, words: str, offset: int, limit: int, by_number: bool = False
) -> tuple[Sequence[Inscription], int]:
    """Return a page of the entries in force of a year in the order of their numbers, and how many there are.

    With `by_number` the words are looked for in the number only, so that no search finds a person.
    """
    statement = _in_force(commune_id, register, year)
    if by_number:
        statement = statement.where(Inscription.number.contains(words, autoescape=True)) if words else statement
    else:
        statement = _containing(statement, words)
    total = database.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    page = statement.order_by(Inscription.sequence).offset(offset).limit(limit)
    return database.session.scalars(page).all(), total


def list_present(commune_id: str, register: str, year: int) -> Sequence[int]:
    """Return the numbers that have an entry in a year."""
    statement = _in_force(commune_id, register, year).with_only_columns(Inscription.sequence)
    return database.session.scalars(statement).all()


def list_versions(
    commune_id: str, register: str, year: int, sequence: int
) -> Sequence[tuple[Inscription, Case | None]]:
    """Return every version of an entry with the case that wrote it, the newest first."""
    case = (Case.commune_id == Inscription.commune_id) & (Case.id == Inscription.case_id)
    statement = (
        select(Inscription, Case)
        .outerjoin(Case, case)
        .where(Inscription.commune_id == commune_id, Inscription.register == register)
        .where(Inscription.year == year, Inscription.sequence == sequence)
        .order_by(Inscription.version.desc())
    )
    return [(row, of) for row, of in database.session.execute(statement)]


def find_anywhere(inscription_id: str) -> Inscription | None:
    """Return a version by its id whatever its commune: for acts of the national register only."""
    return database.session.get(Inscription, inscription_id)


def _named(commune_id: str, register: str, entry: str) -> Select[tuple[Inscription]]:
    return (
        select(Inscription)
        .where(Inscription.commune_id == commune_id, Inscription.register == register)
        .where(or_(Inscription.number == entry, Inscription.id == entry))
        .limit(1)
    )


def _versions(named: Inscription) -> Select[tuple[Inscription]]:
    return select(Inscription).where(
        Inscription.commune_id == named.commune_id,
        Inscription.register == named.register,
        Inscription.year == named.year,
        Inscription.sequence == named.sequence,
    )


def _current_of(named: Inscription) -> Select[tuple[Inscription]]:
    return _versions(named).where(Inscription.superseded_by.is_(None))


def _in_force(commune_id: str, register: str, year: int | None) -> Select[tuple[Inscription]]:
    statement = select(Inscription).where(
        Inscription.commune_id == commune_id, Inscription.register == register, Inscription.superseded_by.is_(None)
    )
    return statement if year is None else statement.where(Inscription.year == year)


def _containing(statement: Select[tuple[Inscription]], words: str) -> Select[tuple[Inscription]]:
    for word in collation_key(words).split():
        statement = statement.where(Inscription.search_key.contains(word, autoescape=True))
    return statement
