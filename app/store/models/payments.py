"""Payments of fees and the notices that the provider sent about them."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.database import Base, CommuneCode, Identifier, Moment


class Payment(Base):
    """A sum asked of a citizen; `amount` in centimes. The receipt number is gapless per commune and year."""

    __tablename__ = "payment"
    __table_args__ = (
        ForeignKeyConstraint(["commune_id", "case_id"], ["case_file.commune_id", "case_file.id"]),
        Index("ix_payment_commune_id_case_id", "commune_id", "case_id"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode)
    case_id: Mapped[str] = mapped_column(Identifier)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    amount: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20))
    provider_reference: Mapped[str | None] = mapped_column(String(80))
    pay_url: Mapped[str | None] = mapped_column(String(400))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    paid_at: Mapped[datetime | None] = mapped_column(Moment)
    receipt_number: Mapped[str | None] = mapped_column(String(60))
    refunded_at: Mapped[datetime | None] = mapped_column(Moment)
    refund_reference: Mapped[str | None] = mapped_column(String(80))


class PaymentNotice(Base):
    """A notice of the provider, kept once by its own id: a second one is recognised and does nothing."""

    __tablename__ = "payment_notice"
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    commune_id: Mapped[str] = mapped_column(CommuneCode)
    payment_reference: Mapped[str] = mapped_column(String(40), index=True)
    status: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int] = mapped_column(Integer)
    effect: Mapped[str] = mapped_column(String(40))
    received_at: Mapped[datetime] = mapped_column(Moment)
