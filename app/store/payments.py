"""Payments and the provider's notices."""

from collections.abc import Sequence

from sqlalchemy import select

from app.store.database import database
from app.store.models import Case, Payment, PaymentNotice


def add(row: Payment | PaymentNotice) -> None:
    """Add a row; the caller's transaction commits it."""
    database.session.add(row)


def find_payment(reference: str, *, lock: bool = False) -> Payment | None:
    """Return the payment of a reference, or None."""
    statement = select(Payment).where(Payment.reference == reference)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return database.session.scalar(statement)


def list_payments(case: Case) -> Sequence[Payment]:
    """Return the payments of a case, newest first."""
    statement = select(Payment).where(Payment.commune_id == case.commune_id, Payment.case_id == case.id)
    return database.session.scalars(statement.order_by(Payment.created_at.desc(), Payment.id)).all()


def find_notice(notice_id: str) -> PaymentNotice | None:
    """Return a notice already received, or None."""
    return database.session.get(PaymentNotice, notice_id)
