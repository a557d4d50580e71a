"""A case as the person who filed it sees it: history, what is asked, payments, documents, place on the diagram."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.deadlines import ClockEvent
from app.domain.actors import CITIZEN_ROLE
from app.domain.languages import Text
from app.queries.case_file import passed_elements
from app.queries.known_answers import Correction, list_corrections, present_answers
from app.store import cases, deadlines, payments
from app.store.database import database
from app.store.models import Case, Job, MessageSubscription

WITHDRAWAL = "withdrawal"
SHOWN_DOCUMENT_STATES = ("valid", "revoked")


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """One public fact; `data` holds its values (status, amount, outcome…)."""

    kind: str
    at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class CitizenTaskRow:
    """Something that waits for the citizen."""

    id: str
    element: str


@dataclass(frozen=True, kw_only=True)
class PaymentRow:
    """A sum asked, in centimes."""

    reference: str
    amount: int
    state: str
    pay_url: str | None
    expires_at: datetime
    paid_at: datetime | None
    receipt_number: str | None
    refunded_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """A document that the citizen may see; only a valid one may be downloaded."""

    id: str
    key: str
    titles: Text
    number: str | None
    state: str
    size: int
    issued_at: datetime


@dataclass(frozen=True, kw_only=True)
class AttachmentRow:
    """A file that was supplied."""

    id: str
    piece: str
    filename: str
    media_type: str
    size: int
    pages: int | None
    has_picture: bool


@dataclass(frozen=True, kw_only=True)
class DeadlineRow:
    """The legal period: its parameter, where it stands, and the facts that give its dates."""

    parameter: str
    deployment_id: str | None
    due_at: datetime | None
    state: str
    events: tuple[ClockEvent, ...]


@dataclass(frozen=True, kw_only=True)
class FollowedCase:
    """Everything on the page of a case."""

    id: str
    commune_id: str
    reference: str
    slug: str
    deployment_id: str
    state: str
    status: str
    outcome: str | None
    filed_at: datetime
    closed_at: datetime | None
    events: tuple[EventRow, ...]
    tasks: tuple[CitizenTaskRow, ...]
    payments: tuple[PaymentRow, ...]
    documents: tuple[DocumentRow, ...]
    attachments: tuple[AttachmentRow, ...]
    deadline: DeadlineRow | None
    may_withdraw: bool
    timers: Mapping[str, datetime]
    """When each waiting timer of the diagram is due, by element."""
    positions: tuple[str, ...]
    visited: tuple[str, ...]
    answers: Mapping[str, Any]
    """Those of the request, each as it was corrected since."""
    corrections: tuple[Correction, ...]

    @property
    def is_open(self) -> bool:
        """Tell whether the commune still works on it."""
        return self.state != "closed"

    @property
    def has_just_paid(self) -> bool:
        """Tell whether a payment arrived and nothing has followed yet: the worker carries the case on."""
        return self.is_open and bool(self.events) and self.events[-1].kind == "PaymentReceived"

    def is_late(self, now: datetime) -> bool:
        """Tell whether the legal period is over without an answer."""
        due_at = self.deadline.due_at if self.deadline and self.deadline.state != "ended" else None
        return self.is_open and due_at is not None and due_at <= now


def find_followed_case(reference: str, case_ids: frozenset[str]) -> FollowedCase | None:
    """Return the case of a reference when it is among those that this person follows, else None."""
    case = cases.find_case_by_reference(reference)
    return read_followed_case(case) if case is not None and case.id in case_ids else None


def read_followed_case(case: Case) -> FollowedCase:
    """Return the page of a case: a fixed number of reads, whatever its length."""
    history = cases.list_events(case)
    submissions = cases.list_submissions(case)
    awaited = _list_subscriptions(case)
    open_tasks = cases.list_open_tasks(case)
    waiting = [task.element for task in open_tasks] + list(_list_waiting_services(case))
    waiting = waiting or [item.element for item in awaited if item.message != WITHDRAWAL]
    return FollowedCase(
        id=case.id,
        commune_id=case.commune_id,
        reference=case.reference,
        slug=case.slug,
        deployment_id=case.deployment_id,
        state=case.state,
        status=case.status,
        outcome=case.outcome,
        filed_at=case.filed_at,
        closed_at=case.closed_at,
        events=tuple(EventRow(kind=row.kind, at=row.at, data=row.data) for row in history if row.public),
        tasks=tuple(
            CitizenTaskRow(id=task.id, element=task.element) for task in open_tasks if task.role == CITIZEN_ROLE
        ),
        payments=tuple(_payment_rows(case)),
        documents=tuple(_document_rows(case)),
        attachments=tuple(_attachment_rows(case)),
        deadline=_deadline_row(case),
        may_withdraw=case.state == "open" and any(item.message == WITHDRAWAL for item in awaited),
        timers=_waiting_timers(case),
        positions=tuple(waiting) if case.state == "open" else (),
        visited=passed_elements(row.data for row in history),
        answers=present_answers(submissions),
        corrections=list_corrections(submissions),
    )


def _list_subscriptions(case: Case) -> Sequence[MessageSubscription]:
    statement = select(MessageSubscription).where(
        MessageSubscription.commune_id == case.commune_id, MessageSubscription.case_id == case.id
    )
    return database.session.scalars(statement.order_by(MessageSubscription.element)).all()


def _list_waiting_services(case: Case) -> Sequence[str]:
    statement = select(Job.element).where(
        Job.commune_id == case.commune_id,
        Job.case_id == case.id,
        Job.kind == "service",
        Job.state.in_(("waiting", "running", "failed")),
    )
    return database.session.scalars(statement.order_by(Job.element)).all()


def _waiting_timers(case: Case) -> Mapping[str, datetime]:
    statement = select(Job.element, Job.due_at).where(
        Job.commune_id == case.commune_id, Job.case_id == case.id, Job.kind == "timer", Job.state == "waiting"
    )
    return {element: due_at for element, due_at in database.session.execute(statement.order_by(Job.due_at.desc()))}


def _payment_rows(case: Case) -> list[PaymentRow]:
    return [
        PaymentRow(
            reference=row.reference,
            amount=row.amount,
            state=row.state,
            pay_url=row.pay_url,
            expires_at=row.expires_at,
            paid_at=row.paid_at,
            receipt_number=row.receipt_number,
            refunded_at=row.refunded_at,
        )
        for row in payments.list_payments(case)
    ]


def _document_rows(case: Case) -> list[DocumentRow]:
    return [
        DocumentRow(
            id=row.id,
            key=row.key,
            titles=row.titles,
            number=row.number,
            state=row.state,
            size=row.size,
            issued_at=row.issued_at,
        )
        for row in cases.list_documents(case, public_only=True)
        if row.state in SHOWN_DOCUMENT_STATES
    ]


def _attachment_rows(case: Case) -> list[AttachmentRow]:
    return [
        AttachmentRow(
            id=row.id,
            piece=row.piece,
            filename=row.filename,
            media_type=row.media_type,
            size=row.size,
            pages=row.pages,
            has_picture=row.thumbnail_key is not None,
        )
        for row in cases.list_attachments(case.commune_id, case_id=case.id)
    ]


def _deadline_row(case: Case) -> DeadlineRow | None:
    row = deadlines.find_legal_period(case)
    if row is None:
        return None
    return DeadlineRow(
        parameter=row.parameter,
        deployment_id=row.deployment_id,
        due_at=row.due_at,
        state=row.state,
        events=deadlines.list_clock_events(row),
    )
