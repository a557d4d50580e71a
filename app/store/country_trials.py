"""Trials of a draft over the country: which communes they take, who carries them on, what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, func, or_, select, update
from sqlalchemy.orm import undefer

from app.domain.codes import new_id
from app.domain.errors import MastaraError
from app.store.database import database
from app.store.models import Commune, CountryTrial, CountryTrialItem

LISTED = 200


class TrialUnknown(MastaraError):
    """No trial over the country has this id."""

    code = "country-trial-unknown"


@dataclass(frozen=True, kw_only=True)
class TriedCommune:
    """One commune of a trial with its names."""

    item: CountryTrialItem
    slug: str
    name_ar: str
    name_fr: str


def get_trial(trial_id: str, *, lock: bool = False) -> CountryTrial:
    """Return a trial as the database has it now. Raises TrialUnknown."""
    statement = select(CountryTrial).where(CountryTrial.id == trial_id)
    statement = statement.with_for_update() if lock else statement
    found = database.session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise TrialUnknown(f"Expected the id of a trial over the country, found “{trial_id[:40]}”.")
    return found


def get_package(trial_id: str) -> tuple[str, bytes]:
    """Return the slug and the files of a trial, zipped. Raises TrialUnknown."""
    statement = select(CountryTrial).where(CountryTrial.id == trial_id).options(undefer(CountryTrial.package))
    found = database.session.scalar(statement)
    if found is None:
        raise TrialUnknown(f"Expected the id of a trial over the country, found “{trial_id[:40]}”.")
    return found.slug, found.package


def find_last_trial(draft_id: str) -> CountryTrial | None:
    """Return the newest trial of a draft, or None."""
    statement = select(CountryTrial).where(CountryTrial.draft_id == draft_id)
    ordered = statement.order_by(CountryTrial.started_at.desc(), CountryTrial.id).limit(1)
    return database.session.scalar(ordered.execution_options(populate_existing=True))


def list_trials(*, limit: int = 20) -> Sequence[CountryTrial]:
    """Return the trials, the newest first."""
    statement = select(CountryTrial).order_by(CountryTrial.started_at.desc(), CountryTrial.id)
    return database.session.scalars(statement.limit(limit)).all()


def add(trial: CountryTrial, items: Sequence[CountryTrialItem]) -> None:
    """Add a trial with its communes; the caller's transaction commits them."""
    database.session.add(trial)
    database.session.flush()
    database.session.add_all(items)
    database.session.flush()


# --- what was found --------------------------------------------------------------------------------------------------


def count_outcomes(trial_id: str) -> Mapping[str, Mapping[str, int]]:
    """Return by region how many communes had which outcome; those that wait stand under `waiting`."""
    outcome = func.coalesce(CountryTrialItem.outcome, "waiting")
    statement = (
        select(CountryTrialItem.region_code, outcome, func.count())
        .where(CountryTrialItem.trial_id == trial_id)
        .group_by(CountryTrialItem.region_code, outcome)
        .order_by(CountryTrialItem.region_code)
    )
    found: dict[str, dict[str, int]] = {}
    for region, name, count in database.session.execute(statement):
        found.setdefault(region, {})[name] = count
    return found


def list_items(
    trial_id: str, *, region_code: str | None = None, outcome: str | None = None, limit: int | None = LISTED
) -> Sequence[TriedCommune]:
    """Return communes of a trial, those in conflict first, then by region and name."""
    statement = (
        select(CountryTrialItem, Commune.slug, Commune.name_ar, Commune.name_fr)
        .join(Commune, Commune.id == CountryTrialItem.commune_id)
        .where(CountryTrialItem.trial_id == trial_id)
    )
    if region_code is not None:
        statement = statement.where(CountryTrialItem.region_code == region_code)
    if outcome is not None:
        statement = statement.where(CountryTrialItem.outcome == outcome)
    worst = func.coalesce(CountryTrialItem.outcome, "").desc()
    statement = statement.order_by(worst, CountryTrialItem.region_code, Commune.name_fr).limit(limit)
    rows = database.session.execute(statement)
    return [TriedCommune(item=item, slug=slug, name_ar=arabic, name_fr=french) for item, slug, arabic, french in rows]


def find_item(trial_id: str, commune_id: str) -> CountryTrialItem | None:
    """Return one commune of a trial, or None."""
    return database.session.get(CountryTrialItem, (trial_id, commune_id))


# --- who carries them on ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class HeldSlice:
    """Different overlays of one trial that a worker holds under a lease: (likeness, id of an overlay that says so)."""

    trial_id: str
    lease_token: str
    overlays: tuple[tuple[str, str], ...]


def acquire_slice(now: datetime, *, lease: timedelta, limit: int) -> HeldSlice | None:
    """Take the next overlays of the oldest trial that runs under a lease, or None; in a transaction of its own.

    Whoever takes them holds the row of the trial for that moment, so that no two workers take the same ones.
    """
    for trial_id in _list_running():
        get_trial(trial_id, lock=True)
        chosen = _list_free(trial_id, now, limit=limit)
        if chosen:
            token = new_id()
            statement = (
                update(CountryTrialItem)
                .where(*_waiting(trial_id), CountryTrialItem.likeness.in_([likeness for likeness, _ in chosen]))
                .values(lease_token=token, lease_until=now + lease)
                .execution_options(synchronize_session=False)
            )
            database.session.execute(statement)
            return HeldSlice(trial_id=trial_id, lease_token=token, overlays=chosen)
    return None


def write_outcome(held: HeldSlice, likeness: str, *, outcome: str, details: Mapping[str, Any]) -> bool:
    """Write what was found for every commune whose overlay says the same; False when this lease holds it no more."""
    statement = (
        update(CountryTrialItem)
        .where(
            *_waiting(held.trial_id),
            CountryTrialItem.likeness == likeness,
            CountryTrialItem.lease_token == held.lease_token,
        )
        .values(state="done", outcome=outcome, details=dict(details), lease_token=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )
    result = database.session.execute(statement)
    assert isinstance(result, CursorResult)
    return bool(result.rowcount)


def extend_lease(held: HeldSlice, until: datetime) -> None:
    """Hold what is left of a slice a little longer."""
    statement = (
        update(CountryTrialItem)
        .where(*_waiting(held.trial_id), CountryTrialItem.lease_token == held.lease_token)
        .values(lease_until=until)
        .execution_options(synchronize_session=False)
    )
    database.session.execute(statement)


def count_waiting(trial_id: str) -> int:
    """Return how many communes of a trial wait."""
    statement = select(func.count()).select_from(CountryTrialItem).where(*_waiting(trial_id))
    return int(database.session.scalar(statement) or 0)


def _list_running() -> Sequence[str]:
    statement = select(CountryTrial.id).where(CountryTrial.state == "trying")
    return database.session.scalars(statement.order_by(CountryTrial.started_at, CountryTrial.id)).all()


def _list_free(trial_id: str, now: datetime, *, limit: int) -> tuple[tuple[str, str], ...]:
    free = or_(CountryTrialItem.lease_until.is_(None), CountryTrialItem.lease_until < now)
    statement = (
        select(CountryTrialItem.likeness, func.min(CountryTrialItem.overlay_id))
        .where(*_waiting(trial_id), free)
        .group_by(CountryTrialItem.likeness)
        .order_by(CountryTrialItem.likeness)
        .limit(limit)
    )
    return tuple((likeness, overlay_id) for likeness, overlay_id in database.session.execute(statement))


def _waiting(trial_id: str) -> tuple[ColumnElement[bool], ...]:
    return CountryTrialItem.trial_id == trial_id, CountryTrialItem.state == "waiting"
