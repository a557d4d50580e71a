"""Gapless numbers: allocated inside the caller's transaction, so a rollback gives the number back."""

from sqlalchemy import select

from app.store.database import database, insert_statement
from app.store.models import IdempotencyKey, RegisterCounter


def next_number(commune_id: str, register: str, year: int) -> int:
    """Return the next number of a register of a commune in a year: 1, 2, 3…"""
    session = database.session
    absent = insert_statement(RegisterCounter).values(commune_id=commune_id, register=register, year=year, last=0)
    session.execute(absent.on_conflict_do_nothing())
    statement = select(RegisterCounter).where(
        RegisterCounter.commune_id == commune_id, RegisterCounter.register == register, RegisterCounter.year == year
    )
    counter = session.scalar(statement.with_for_update().execution_options(populate_existing=True))
    assert counter is not None, "the row was inserted above"
    counter.last += 1
    session.flush()
    return counter.last


def find_idempotent_answer(commune_id: str, key: str) -> IdempotencyKey | None:
    """Return the answer already given for a key, or None."""
    return database.session.get(IdempotencyKey, (commune_id, key))


def keep_idempotent_answer(row: IdempotencyKey) -> None:
    """Keep the answer of a key; the caller's transaction commits it."""
    database.session.add(row)
