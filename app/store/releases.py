"""Publication of national procedures: what is in effect, releases, approvals, history, and the rule of approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from app.domain.errors import MastaraError
from app.store.database import database, insert_statement
from app.store.models import (
    ApprovalRequest,
    Case,
    Deployment,
    Offering,
    ProcedureDraft,
    ProcedureState,
    PublicationAct,
    PublicationRule,
    Release,
)
from app.store.publication import Row, owned_by

LISTED = 200


class RequestUnknown(MastaraError):
    """No request of approval has this id."""

    code = "approval-request-unknown"


@dataclass(frozen=True, kw_only=True)
class Version:
    """A national deployment with its release (None: it came from the library) and the cases that follow it."""

    deployment: Deployment
    release: Release | None
    open_cases: int
    all_cases: int


def lock_state(slug: str) -> ProcedureState:
    """Return the state of a procedure, its row made if it was not there and locked until the transaction ends."""
    values = {"slug": slug, "retired_reason_ar": "", "retired_reason_fr": ""}
    statement = insert_statement(ProcedureState).values(**values).on_conflict_do_nothing(index_elements=["slug"])
    database.session.execute(statement)
    locked = select(ProcedureState).where(ProcedureState.slug == slug).with_for_update()
    return database.session.scalars(locked.execution_options(populate_existing=True)).one()


def find_state(slug: str) -> ProcedureState | None:
    """Return the state of a procedure, None when nothing was ever decided about it."""
    return database.session.get(ProcedureState, slug)


def list_retired() -> dict[str, ProcedureState]:
    """Return the states of procedures that are retired, by slug."""
    rows = database.session.scalars(select(ProcedureState).where(ProcedureState.retired_at.is_not(None)))
    return {row.slug: row for row in rows}


def add(row: Release | ApprovalRequest | PublicationAct | PublicationRule) -> None:
    """Add a row; the caller's transaction commits it."""
    database.session.add(row)
    database.session.flush()


# --- releases --------------------------------------------------------------------------------------------------------


def find_release(deployment_id: str, *, lock: bool = False) -> Release | None:
    """Return the release of a deployment, None for one that did not come from the studio."""
    statement = select(Release).where(Release.deployment_id == deployment_id)
    statement = statement.with_for_update() if lock else statement
    return database.session.scalar(statement.execution_options(populate_existing=True))


def find_scheduled(slug: str) -> Release | None:
    """Return the release of a procedure that waits for its day, or None."""
    statement = select(Release).where(Release.slug == slug, Release.state == "scheduled")
    return database.session.scalar(statement.order_by(Release.takes_effect_at).limit(1))


def list_due(now: datetime) -> Sequence[str]:
    """Return the ids of deployments whose day of effect has come, the earliest first."""
    statement = select(Release.deployment_id).where(Release.state == "scheduled", Release.takes_effect_at <= now)
    return database.session.scalars(statement.order_by(Release.takes_effect_at, Release.deployment_id)).all()


def find_version(slug: str, version: str, commune_id: str | None = None) -> Deployment | None:
    """Return the deployment of an owner's procedure that bears a version number.

    None when none does or it was withdrawn. The owner is the country (None) or a commune.
    """
    statement = (
        select(Deployment)
        .outerjoin(Release, Release.deployment_id == Deployment.id)
        .where(Deployment.slug == slug, *owned_by(commune_id), Deployment.version == version)
        .where(func.coalesce(Release.state, "published") != "withdrawn")
    )
    return database.session.scalar(statement.order_by(Deployment.published_at.desc()).limit(1))


def list_versions(slug: str, commune_id: str | None = None) -> Sequence[Version]:
    """Return every deployment of an owner's procedure with its release and its cases, the newest first. One read."""
    counted = (
        select(
            Case.deployment_id,
            func.count().label("every"),
            func.count().filter(Case.state != "closed").label("open"),
        )
        .where(Case.slug == slug)
        .group_by(Case.deployment_id)
        .subquery()
    )
    statement = (
        select(Deployment, Release, func.coalesce(counted.c.open, 0), func.coalesce(counted.c.every, 0))
        .outerjoin(Release, Release.deployment_id == Deployment.id)
        .outerjoin(counted, counted.c.deployment_id == Deployment.id)
        .where(Deployment.slug == slug, *owned_by(commune_id))
        .order_by(Deployment.published_at.desc(), Deployment.id.desc())
    )
    rows = database.session.execute(statement)
    return [Version(deployment=one, release=two, open_cases=few, all_cases=every) for one, two, few, every in rows]


def count_offerings(slug: str) -> int:
    """Return how many communes offer a procedure."""
    statement = select(func.count()).select_from(Offering).where(Offering.slug == slug)
    return int(database.session.scalar(statement) or 0)


# --- approvals -------------------------------------------------------------------------------------------------------


def get_request(request_id: str, *, lock: bool = False) -> ApprovalRequest:
    """Return a request of approval. Raises RequestUnknown."""
    statement = select(ApprovalRequest).where(ApprovalRequest.id == request_id)
    statement = statement.with_for_update() if lock else statement
    found = database.session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise RequestUnknown(f"Expected a request of approval, found the id “{request_id[:40]}”.")
    return found


def find_last_request(draft_id: str) -> ApprovalRequest | None:
    """Return the last request of approval of a draft, or None."""
    statement = select(ApprovalRequest).where(ApprovalRequest.draft_id == draft_id)
    ordered = statement.order_by(ApprovalRequest.asked_at.desc(), ApprovalRequest.id.desc()).limit(1)
    return database.session.scalar(ordered.execution_options(populate_existing=True))


def list_asked(commune_id: str | None = None) -> Sequence[ApprovalRequest]:
    """Return the requests that wait for a second person of the country, or of a commune, the oldest first."""
    statement = _asked(select(ApprovalRequest), commune_id).order_by(ApprovalRequest.asked_at)
    return database.session.scalars(statement.limit(LISTED)).all()


def count_asked(commune_id: str | None = None) -> int:
    """Return how many requests wait for a second person of the country, or of a commune."""
    statement = _asked(select(func.count()).select_from(ApprovalRequest), commune_id)
    return int(database.session.scalar(statement) or 0)


def _asked(statement: Select[Row], commune_id: str | None) -> Select[Row]:
    owner = ProcedureDraft.commune_id
    mine = owner.is_(None) if commune_id is None else owner == commune_id
    joined = statement.join(ProcedureDraft, ProcedureDraft.id == ApprovalRequest.draft_id)
    return joined.where(ApprovalRequest.state == "asked", mine)


# --- history and rule ------------------------------------------------------------------------------------------------


def list_acts(slug: str) -> Sequence[PublicationAct]:
    """Return the history of publication of a procedure, the newest first."""
    statement = select(PublicationAct).where(PublicationAct.slug == slug).order_by(PublicationAct.id.desc())
    return database.session.scalars(statement.limit(LISTED)).all()


def list_rules() -> Sequence[PublicationRule]:
    """Return the decisions about approval, the newest, which holds, first."""
    return database.session.scalars(select(PublicationRule).order_by(PublicationRule.id.desc()).limit(LISTED)).all()
