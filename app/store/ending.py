"""Ends rows as part of a step: jobs that are done or no longer needed, bills of a case that closes."""

from datetime import datetime

from sqlalchemy import and_, bindparam, literal_column, null, or_, select, update
from sqlalchemy import case as case_when

from app.domain.lifecycles import PAYMENT, may_become
from app.store.database import database
from app.store.models import Case, Incident, Job, Payment
from app.store.statements import Sent, fixed, send

EXPIRED, CANCELLED = "expired", "cancelled"
UNPAID = tuple(state for state in PAYMENT if may_become(PAYMENT, state, CANCELLED))
RESOLUTION = "The case no longer needs the job."
_JOB, _INCIDENT = Job.__table__, Incident.__table__
_OF_KEY = and_(
    _JOB.c.commune_id == bindparam("its_commune"),
    _JOB.c.case_id == bindparam("its_case"),
    _JOB.c.kind == bindparam("its_kind"),
    _JOB.c.engine_key == bindparam("its_key"),
)
_CANCEL = fixed(
    update(_JOB)  # type: ignore[arg-type]
    .where(_OF_KEY, _JOB.c.ended_at.is_(None))
    .values(state=bindparam("new_state"), ended_at=bindparam("now"), lease_token=null())
)
_RESOLVE = fixed(
    update(_INCIDENT)  # type: ignore[arg-type]
    .where(
        _INCIDENT.c.commune_id == bindparam("of_commune"),
        _INCIDENT.c.case_id == bindparam("of_case"),
        _INCIDENT.c.resolved_at.is_(None),
        _INCIDENT.c.job_id.in_(select(_JOB.c.id).where(_OF_KEY)),
    )
    .values(resolved_at=bindparam("now"), resolution=bindparam("why"))
)
_PAYMENT = Payment.__table__
_END_BILLS = fixed(
    update(_PAYMENT)  # type: ignore[arg-type]
    .where(
        _PAYMENT.c.commune_id == bindparam("its_commune"),
        _PAYMENT.c.case_id == bindparam("its_case"),
        _PAYMENT.c.paid_at.is_(None),
        or_(*(_PAYMENT.c.state == literal_column(f"'{state}'") for state in UNPAID)),
    )
    .values(
        state=case_when(
            (_PAYMENT.c.expires_at <= bindparam("now"), literal_column(f"'{EXPIRED}'")),
            else_=literal_column(f"'{CANCELLED}'"),
        )
    )
)
_FINISH = fixed(
    update(_JOB)  # type: ignore[arg-type]
    .where(_JOB.c.id == bindparam("its_id"), _JOB.c.lease_token == bindparam("its_token"))
    .values(state=bindparam("new_state"), ended_at=bindparam("now"), lease_token=null(), error=null())
)


def ended_bills(case: Case, *, now: datetime) -> Sent:
    """Return what ends the bills of a case that nobody shall pay any more: expired or cancelled."""
    return Sent(_END_BILLS, [{"its_commune": case.commune_id, "its_case": case.id, "now": now}])


def finished_job(job_id: str, lease_token: str, *, now: datetime) -> Sent:
    """Return what marks a held job as done."""
    return Sent(_FINISH, [{"its_id": job_id, "its_token": lease_token, "new_state": "done", "now": now}])


def cancelled_job(case: Case, kind: str, engine_key: str, *, now: datetime) -> list[Sent]:
    """Return what cancels one job of a case and closes its incidents."""
    key = {"its_commune": case.commune_id, "its_case": case.id, "its_kind": kind, "its_key": engine_key, "now": now}
    resolved = {**key, "of_commune": case.commune_id, "of_case": case.id, "why": RESOLUTION}
    return [Sent(_CANCEL, [{**key, "new_state": "cancelled"}]), Sent(_RESOLVE, [resolved])]


def cancel_job(case: Case, job: Job, *, now: datetime) -> None:
    """Cancel one job of a case inside the open transaction, and close its incidents."""
    database.session.flush()
    for sent in cancelled_job(case, job.kind, job.engine_key, now=now):
        send([sent])
    database.session.expire(job)
