"""Trials of a draft over the country: which communes they take, who carries them on, what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import undefer

from app.domain.codes import new_id
from app.domain.errors import MastaraError
from app.store.database import database
from app.store.models import Commune, CountryTrial, CountryTrialItem, PublishedOverlay

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


def acquire(now: datetime, *, lease: timedelta) -> CountryTrial | None:
    """Take a trial that is not finished under a lease, or None; call it in a transaction of its own."""
    statement = (
        select(CountryTrial)
        .where(
            CountryTrial.state == "trying",
            CountryTrial.due_at <= now,
            or_(CountryTrial.lease_until.is_(None), CountryTrial.lease_until < now),
        )
        .order_by(CountryTrial.due_at, CountryTrial.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    found = database.session.scalar(statement)
    if found is not None:
        found.lease_token, found.lease_until = new_id(), now + lease
    return found


def find_held(trial_id: str, lease_token: str) -> CountryTrial | None:
    """Return the trial, its row locked, if this lease still holds it, else None: a late worker must do nothing."""
    statement = select(CountryTrial).where(
        CountryTrial.id == trial_id, CountryTrial.lease_token == lease_token, CountryTrial.state == "trying"
    )
    return database.session.scalar(statement.with_for_update().execution_options(populate_existing=True))


def list_waiting(trial_id: str, *, limit: int) -> Sequence[tuple[str, PublishedOverlay]]:
    """Return the next overlays to try, one for each likeness: (likeness, overlay)."""
    chosen = (
        select(CountryTrialItem.likeness, func.min(CountryTrialItem.overlay_id).label("overlay_id"))
        .where(CountryTrialItem.trial_id == trial_id, CountryTrialItem.state == "waiting")
        .group_by(CountryTrialItem.likeness)
        .order_by(CountryTrialItem.likeness)
        .limit(limit)
        .subquery()
    )
    statement = select(chosen.c.likeness, PublishedOverlay).join(
        PublishedOverlay, PublishedOverlay.id == chosen.c.overlay_id
    )
    return [(likeness, overlay) for likeness, overlay in database.session.execute(statement)]


def count_waiting(trial_id: str) -> int:
    """Return how many communes of a trial wait."""
    statement = select(func.count()).where(CountryTrialItem.trial_id == trial_id, CountryTrialItem.state == "waiting")
    return int(database.session.scalar(statement) or 0)


def write_outcome(trial_id: str, likeness: str, *, outcome: str, details: Mapping[str, Any]) -> None:
    """Write what was found for every commune whose overlay says the same."""
    statement = (
        update(CountryTrialItem)
        .where(
            CountryTrialItem.trial_id == trial_id,
            CountryTrialItem.likeness == likeness,
            CountryTrialItem.state == "waiting",
        )
        .values(state="done", outcome=outcome, details=dict(details))
        .execution_options(synchronize_session=False)
    )
    database.session.execute(statement)
