"""Registers of a commune: which exist, and their entries in the order of their numbers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from app.store.database import database
from app.store.models import Case, Document, Payment, RegisterCounter, RegisterReading

FILING, PAYMENT, PAYMENT_RECEIPT = "filing", "payment", "payment-receipt"
LOOSE_STATES = ("draft", "discarded")
"""Documents in these states never had a number."""


@dataclass(frozen=True, kw_only=True)
class RegisterEntry:
    """One number of a register: what it was given to, when, and the case that it belongs to."""

    number: str
    at: datetime
    key: str
    state: str
    amount: int | None
    case_id: str
    reference: str
    service_id: str | None
    applicant: str
    applicant_key: str
    deployment_id: str


@dataclass(frozen=True, kw_only=True)
class _Source:
    """Where the numbers of a register stand."""

    number: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
    at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    row: type[Case | Document | Payment]
    prefix: str


def list_counters(commune_id: str) -> Sequence[RegisterCounter]:
    """Return the registers of a commune with their last numbers, newest year first."""
    statement = select(RegisterCounter).where(RegisterCounter.commune_id == commune_id)
    return database.session.scalars(statement.order_by(RegisterCounter.year.desc(), RegisterCounter.register)).all()


def list_document_titles(commune_id: str, numbers: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    """Return the titles of documents by their numbers, for those that the commune has."""
    statement = select(Document.number, Document.titles).where(
        Document.commune_id == commune_id, Document.number.in_(numbers)
    )
    return {number: titles for number, titles in database.session.execute(statement) if number}


def add_reading(reading: RegisterReading) -> None:
    """Add a reading; the caller's transaction commits it."""
    database.session.add(reading)


def was_read_since(reading: RegisterReading, since: datetime) -> bool:
    """Tell whether the same agent read the same register by the same search since a moment."""
    statement = select(RegisterReading.id).where(
        RegisterReading.commune_id == reading.commune_id,
        RegisterReading.register == reading.register,
        RegisterReading.year == reading.year,
        RegisterReading.at > since,
        RegisterReading.agent_id == reading.agent_id,
        RegisterReading.search == reading.search,
        RegisterReading.way == reading.way,
    )
    return database.session.scalar(statement.limit(1)) is not None


def list_readings(commune_id: str, register: str, year: int, *, limit: int) -> Sequence[RegisterReading]:
    """Return the newest readings of a register of a year."""
    statement = select(RegisterReading).where(
        RegisterReading.commune_id == commune_id, RegisterReading.register == register, RegisterReading.year == year
    )
    newest = statement.order_by(RegisterReading.at.desc(), RegisterReading.id.desc())
    return database.session.scalars(newest.limit(limit)).all()


def list_entries(commune_id: str, register: str, year: int) -> list[RegisterEntry]:
    """Return the entries of a register of a year in the order of their numbers: one statement."""
    source = _source(commune_id, register, year)
    return [_entry(source, *row) for row in database.session.execute(_statement(commune_id, source))]


def _source(commune_id: str, register: str, year: int) -> _Source:
    code = commune_id.replace(".", "")
    if register == FILING:
        return _Source(number=Case.reference, at=Case.filed_at, row=Case, prefix=f"{year}-{code}-")
    if register == PAYMENT:
        return _Source(number=Payment.reference, at=Payment.created_at, row=Payment, prefix=f"P{year}-{code}-")
    if register == PAYMENT_RECEIPT:
        return _Source(number=Payment.receipt_number, at=Payment.paid_at, row=Payment, prefix=f"Q-{year}-")
    return _Source(number=Document.number, at=Document.issued_at, row=Document, prefix=f"{register}-{code}-{year}-")


def _statement(commune_id: str, source: _Source) -> Select[tuple[object, Case]]:
    row = source.row
    statement: Select[tuple[object, Case]] = select(row, Case) if row is not Case else select(Case, Case)
    if row is not Case:
        statement = statement.join(Case, (Case.commune_id == row.commune_id) & (Case.id == row.case_id))  # type: ignore[union-attr]
    statement = statement.where(Case.commune_id == commune_id, source.number.startswith(source.prefix, autoescape=True))
    if row is Document:
        statement = statement.where(Document.state.not_in(LOOSE_STATES))
    return statement.order_by(source.number)


def _entry(source: _Source, row: Case | Document | Payment, case: Case) -> RegisterEntry:
    return RegisterEntry(
        number=str(getattr(row, source.number.key)),
        at=getattr(row, source.at.key),
        key=row.key if isinstance(row, Document) else "",
        state=row.state,
        amount=row.amount if isinstance(row, Payment) else None,
        case_id=case.id,
        reference=case.reference,
        service_id=case.service_id,
        applicant=case.applicant,
        applicant_key=case.applicant_key,
        deployment_id=case.deployment_id,
    )
