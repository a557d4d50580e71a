"""Upgrades over the country: their rings, what becomes of each commune, who carries them on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import CursorResult, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from app.domain.codes import new_id
from app.domain.errors import MastaraError
from app.store.database import database
from app.store.models import Commune, Deployment, Offering, Tailoring, Upgrade, UpgradeItem, UpgradeRing

LISTED = 200
MOST_TRIES = 10
"""Attempts after which a commune is left where it is, for a person to look at."""
ASKED = ("asked", "kept", "failed")
"""States in which a commune may still answer."""


class UpgradeUnknown(MastaraError):
    """No upgrade has this id, or the commune has no part in it."""

    code = "upgrade-unknown"


class AnswersMoved(MastaraError):
    """Another administrator answered meanwhile: the answers have a newer revision than the one that was shown."""

    code = "upgrade-answers-moved"


@dataclass(frozen=True, kw_only=True)
class ReachedCommune:
    """A commune that offers a procedure: where it lies, what it offers, whether it has a workshop."""

    commune_id: str
    region_code: str
    province_code: str
    deployment_id: str
    has_workshop: bool


@dataclass(frozen=True, kw_only=True)
class UpgradedCommune:
    """One commune of an upgrade with its names."""

    item: UpgradeItem
    slug: str
    name_ar: str
    name_fr: str


def get_upgrade(upgrade_id: str, *, lock: bool = False) -> Upgrade:
    """Return an upgrade as the database has it now. Raises UpgradeUnknown."""
    statement = select(Upgrade).where(Upgrade.id == upgrade_id)
    statement = statement.with_for_update() if lock else statement
    found = database.session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise UpgradeUnknown(f"Expected the id of an upgrade, found “{upgrade_id[:40]}”.")
    return found


def find_planned(base_id: str) -> Upgrade | None:
    """Return the upgrade that was planned with the publication of a version, or None."""
    statement = select(Upgrade).where(Upgrade.base_id == base_id, Upgrade.state == "planned")
    return database.session.scalar(statement.order_by(Upgrade.planned_at.desc()).limit(1))


def list_running(slug: str) -> Sequence[Upgrade]:
    """Return the upgrades of a procedure that are not finished, locked, the newest first."""
    statement = select(Upgrade).where(Upgrade.slug == slug, Upgrade.state == "running").with_for_update()
    ordered = statement.order_by(Upgrade.started_at.desc(), Upgrade.id)
    return database.session.scalars(ordered.execution_options(populate_existing=True)).all()


def list_upgrades(*, limit: int = LISTED) -> Sequence[Upgrade]:
    """Return the upgrades that began, the newest first."""
    statement = select(Upgrade).where(Upgrade.started_at.is_not(None))
    ordered = statement.order_by(Upgrade.started_at.desc(), Upgrade.id)
    return database.session.scalars(ordered.limit(limit)).all()


def list_finished() -> Sequence[Upgrade]:
    """Return the running upgrades of which no commune is left, locked."""
    left = select(UpgradeItem.upgrade_id).where(
        UpgradeItem.upgrade_id == Upgrade.id, UpgradeItem.state.in_(("held", "waiting", *ASKED))
    )
    closed = select(UpgradeRing.upgrade_id).where(UpgradeRing.upgrade_id == Upgrade.id, UpgradeRing.opened_at.is_(None))
    statement = select(Upgrade).where(Upgrade.state == "running", ~left.exists(), ~closed.exists())
    locked = statement.order_by(Upgrade.id).with_for_update(skip_locked=True)
    return database.session.scalars(locked.execution_options(populate_existing=True)).all()


def is_held(commune_id: str, slug: str) -> bool:
    """Tell whether an upgrade that runs has not reached a commune yet: it goes on with the former version."""
    statement = (
        select(UpgradeItem.commune_id)
        .join(Upgrade, Upgrade.id == UpgradeItem.upgrade_id)
        .where(
            UpgradeItem.commune_id == commune_id,
            Upgrade.slug == slug,
            Upgrade.state == "running",
            UpgradeItem.state == "held",
        )
    )
    return database.session.scalar(statement.limit(1)) is not None


def add(row: Upgrade | UpgradeRing) -> None:
    """Add a row; the caller's transaction commits it."""
    database.session.add(row)
    database.session.flush()


# --- rings -----------------------------------------------------------------------------------------------------------


def list_rings(upgrade_id: str) -> Sequence[UpgradeRing]:
    """Return the rings of an upgrade in order, as the database has them now."""
    statement = select(UpgradeRing).where(UpgradeRing.upgrade_id == upgrade_id).order_by(UpgradeRing.number)
    return database.session.scalars(statement.execution_options(populate_existing=True)).all()


def list_due_rings(today: date) -> Sequence[tuple[str, int]]:
    """Return the rings of running upgrades whose day has come: (upgrade, number), in order."""
    statement = (
        select(UpgradeRing.upgrade_id, UpgradeRing.number)
        .join(Upgrade, Upgrade.id == UpgradeRing.upgrade_id)
        .where(Upgrade.state == "running", UpgradeRing.opened_at.is_(None), UpgradeRing.opens_on <= today)
        .order_by(UpgradeRing.upgrade_id, UpgradeRing.number)
    )
    return [(upgrade_id, number) for upgrade_id, number in database.session.execute(statement)]


# --- communes --------------------------------------------------------------------------------------------------------


def list_reached(slug: str) -> Sequence[ReachedCommune]:
    """Return every commune that offers a procedure of the country or a variant of it, by commune. One read."""
    statement = (
        select(
            Offering.commune_id,
            Commune.region_code,
            Commune.province_code,
            Offering.deployment_id,
            Tailoring.commune_id.is_not(None),
        )
        .join(Commune, Commune.id == Offering.commune_id)
        .join(Deployment, Deployment.id == Offering.deployment_id)
        .outerjoin(Tailoring, (Tailoring.commune_id == Offering.commune_id) & (Tailoring.slug == Offering.slug))
        .where(Offering.slug == slug, Deployment.commune_id.is_(None))
        .order_by(Offering.commune_id)
    )
    return [
        ReachedCommune(
            commune_id=one, region_code=two, province_code=three, deployment_id=four, has_workshop=bool(five)
        )
        for one, two, three, four, five in database.session.execute(statement)
    ]


def add_items(rows: Sequence[Mapping[str, object]]) -> None:
    """Add the communes of an upgrade, as mappings of columns."""
    if rows:
        database.session.execute(insert(UpgradeItem), list(rows))


def get_item(upgrade_id: str, commune_id: str, *, lock: bool = False) -> UpgradeItem:
    """Return one commune of an upgrade as the database has it now. Raises UpgradeUnknown."""
    statement = select(UpgradeItem).where(UpgradeItem.upgrade_id == upgrade_id, UpgradeItem.commune_id == commune_id)
    statement = statement.with_for_update() if lock else statement
    found = database.session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise UpgradeUnknown("Expected a commune that the upgrade reaches, found another one.")
    return found


def find_current_item(commune_id: str, slug: str) -> tuple[Upgrade, UpgradeItem] | None:
    """Return the newest upgrade of a procedure that reached a commune, with what became of it there, or None."""
    statement = (
        select(Upgrade, UpgradeItem)
        .join(UpgradeItem, UpgradeItem.upgrade_id == Upgrade.id)
        .where(UpgradeItem.commune_id == commune_id, Upgrade.slug == slug, UpgradeItem.state != "superseded")
        .order_by(Upgrade.started_at.desc(), Upgrade.id)
        .limit(1)
    )
    found = database.session.execute(statement.execution_options(populate_existing=True)).first()
    return (found[0], found[1]) if found else None


def list_to_answer(commune_id: str) -> Sequence[tuple[Upgrade, UpgradeItem]]:
    """Return what a commune is asked to answer or to read, the oldest first."""
    to_read = (UpgradeItem.state.in_(("followed", "defaulted"))) & UpgradeItem.read_at.is_(None)
    unread = to_read & UpgradeItem.outcome.in_(("attention", "conflict"))
    statement = (
        select(Upgrade, UpgradeItem)
        .join(UpgradeItem, UpgradeItem.upgrade_id == Upgrade.id)
        .where(UpgradeItem.commune_id == commune_id, or_(UpgradeItem.state.in_(ASKED), unread))
        .order_by(Upgrade.started_at, Upgrade.id)
    )
    return [(upgrade, item) for upgrade, item in database.session.execute(statement)]


def move_item(item: UpgradeItem, *, seen: int) -> None:
    """Give the answers of a commune their next revision by compare and set. Raises AnswersMoved."""
    changed = (
        update(UpgradeItem)
        .where(
            UpgradeItem.upgrade_id == item.upgrade_id,
            UpgradeItem.commune_id == item.commune_id,
            UpgradeItem.revision == seen,
        )
        .values(revision=seen + 1)
        .execution_options(synchronize_session=False)
    )
    with database.session.no_autoflush:
        result = database.session.execute(changed)
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise AnswersMoved(f"Expected revision {seen} of the answers, found a newer one: read them again.")
    item.revision = seen + 1
    database.session.flush()


def list_items(
    upgrade_id: str,
    *,
    region_code: str | None = None,
    states: Sequence[str] = (),
    limit: int | None = LISTED,
) -> Sequence[UpgradedCommune]:
    """Return communes of an upgrade by region and name; with `states`, only those."""
    statement = (
        select(UpgradeItem, Commune.slug, Commune.name_ar, Commune.name_fr)
        .join(Commune, Commune.id == UpgradeItem.commune_id)
        .where(UpgradeItem.upgrade_id == upgrade_id)
    )
    if region_code is not None:
        statement = statement.where(UpgradeItem.region_code == region_code)
    if states:
        statement = statement.where(UpgradeItem.state.in_(states))
    statement = statement.order_by(UpgradeItem.region_code, Commune.name_fr).limit(limit)
    rows = database.session.execute(statement.execution_options(populate_existing=True))
    return [UpgradedCommune(item=one, slug=slug, name_ar=arabic, name_fr=french) for one, slug, arabic, french in rows]


def count_states(upgrade_id: str) -> Mapping[str, Mapping[str, int]]:
    """Return by region how many communes stand in which state."""
    statement = (
        select(UpgradeItem.region_code, UpgradeItem.state, func.count())
        .where(UpgradeItem.upgrade_id == upgrade_id)
        .group_by(UpgradeItem.region_code, UpgradeItem.state)
        .order_by(UpgradeItem.region_code)
    )
    found: dict[str, dict[str, int]] = {}
    for region, state, count in database.session.execute(statement):
        found.setdefault(region, {})[state] = count
    return found


def count_rings(upgrade_id: str) -> Mapping[int, int]:
    """Return how many communes each ring has."""
    statement = select(UpgradeItem.ring, func.count()).where(UpgradeItem.upgrade_id == upgrade_id)
    return {ring: count for ring, count in database.session.execute(statement.group_by(UpgradeItem.ring))}


def list_ring_communes(upgrade_id: str, number: int) -> Sequence[str]:
    """Return the ids of the communes of one ring."""
    statement = select(UpgradeItem.commune_id).where(UpgradeItem.upgrade_id == upgrade_id, UpgradeItem.ring == number)
    return database.session.scalars(statement.order_by(UpgradeItem.commune_id)).all()


def open_ring_items(upgrade_id: str, number: int, now: datetime) -> None:
    """Let the worker take the communes of a ring that have a workshop; the others have followed."""
    held = (UpgradeItem.upgrade_id == upgrade_id) & (UpgradeItem.ring == number) & (UpgradeItem.state == "held")
    mine = aliased(Tailoring)
    slug = select(Upgrade.slug).where(Upgrade.id == upgrade_id).scalar_subquery()
    tailored = select(mine.commune_id).where(mine.slug == slug)
    for chosen, values in (
        (held & UpgradeItem.commune_id.in_(tailored), {"state": "waiting"}),
        (held & UpgradeItem.commune_id.not_in(tailored), {"state": "followed", "ended_at": now}),
    ):
        statement = update(UpgradeItem).where(chosen).values(**values)
        database.session.execute(statement.execution_options(synchronize_session=False))


def supersede_items(upgrade_id: str, now: datetime) -> int:
    """End the communes of an upgrade that were not finished; return how many."""
    open_states = ("held", "waiting", "asked", "kept", "failed")
    statement = (
        update(UpgradeItem)
        .where(UpgradeItem.upgrade_id == upgrade_id, UpgradeItem.state.in_(open_states))
        .values(state="superseded", ended_at=now)
        .execution_options(synchronize_session=False)
    )
    result = database.session.execute(statement)
    assert isinstance(result, CursorResult)
    return int(result.rowcount)


# --- who carries them on ---------------------------------------------------------------------------------------------


def acquire(now: datetime, *, lease: timedelta) -> Upgrade | None:
    """Take an upgrade that has communes for the worker under a lease, or None; in a transaction of its own."""
    waiting = select(UpgradeItem.upgrade_id).where(UpgradeItem.upgrade_id == Upgrade.id, UpgradeItem.state == "waiting")
    statement = (
        select(Upgrade)
        .where(
            Upgrade.state == "running",
            Upgrade.due_at <= now,
            or_(Upgrade.lease_until.is_(None), Upgrade.lease_until < now),
            waiting.exists(),
        )
        .order_by(Upgrade.due_at, Upgrade.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    found = database.session.scalar(statement)
    if found is not None:
        found.lease_token, found.lease_until = new_id(), now + lease
    return found


def find_held(upgrade_id: str, lease_token: str) -> Upgrade | None:
    """Return the upgrade, its row locked, if this lease still holds it, else None: a late worker must do nothing."""
    statement = select(Upgrade).where(
        Upgrade.id == upgrade_id, Upgrade.lease_token == lease_token, Upgrade.state == "running"
    )
    return database.session.scalar(statement.with_for_update().execution_options(populate_existing=True))


def list_waiting(upgrade_id: str, *, limit: int) -> Sequence[str]:
    """Return the ids of the next communes for the worker, those that were tried least first."""
    statement = select(UpgradeItem.commune_id).where(
        UpgradeItem.upgrade_id == upgrade_id, UpgradeItem.state == "waiting"
    )
    return database.session.scalars(statement.order_by(UpgradeItem.attempts, UpgradeItem.commune_id).limit(limit)).all()


def list_silent(today: date, *, limit: int = LISTED) -> Sequence[tuple[str, str]]:
    """Return the communes that may answer no longer and did not: (upgrade, commune).

    A commune that was let keep its variant is silent again once the last day of that has passed.
    """
    asked = UpgradeItem.state.in_(("asked", "failed")) & (UpgradeRing.answers_by < today)
    kept = (UpgradeItem.state == "kept") & (Upgrade.keep_until < today)
    statement = (
        select(UpgradeItem.upgrade_id, UpgradeItem.commune_id)
        .join(Upgrade, Upgrade.id == UpgradeItem.upgrade_id)
        .join(
            UpgradeRing,
            (UpgradeRing.upgrade_id == UpgradeItem.upgrade_id) & (UpgradeRing.number == UpgradeItem.ring),
        )
        .where(Upgrade.state == "running", or_(asked, kept), UpgradeItem.attempts < MOST_TRIES)
        .order_by(UpgradeItem.attempts, UpgradeItem.upgrade_id, UpgradeItem.commune_id)
        .limit(limit)
    )
    return [(upgrade_id, commune_id) for upgrade_id, commune_id in database.session.execute(statement)]
