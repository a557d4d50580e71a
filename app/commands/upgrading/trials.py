"""Tries a draft over the country before it is published: each overlay in effect carried over, resolved, linted, run."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from app.commands.bus import Unit, require
from app.commands.upgrading.carrying import try_overlay
from app.commands.upgrading.errors import TrialNotPossible, TurnLost
from app.commands.upgrading.findings import found_data
from app.deployments.bases import base_of, tried_base
from app.domain import permissions
from app.domain.codes import new_id
from app.procedures import ProcedurePackage
from app.procedures.tailoring import read_overlay
from app.procedures.tailoring.rebasing import Outcome
from app.store import country_trials, publication, tailoring
from app.store.country_trials import HeldSlice
from app.store.models import CountryTrial, CountryTrialItem, PublishedOverlay

SLICE = 10
"""Different overlays of one turn: other work comes in between."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What one overlay would become, for every commune whose overlay says the same."""

    likeness: str
    outcome: Outcome | Literal["failed"]
    details: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class StartCountryTrial:
    """Begin the dry run of a draft over all overlays in effect; a trial of the draft that runs is stopped."""

    draft_id: str
    package: ProcedurePackage

    def authorise(self, unit: Unit) -> None:
        """The DGCT and its analysts."""
        require_steering(unit)

    def handle(self, unit: Unit) -> str:
        if publication.find_newest_deployment(self.package.key) is None:
            raise TrialNotPossible(
                f"Expected a procedure that is published, found “{self.package.key}”: nobody has it."
            )
        running = country_trials.find_last_trial(self.draft_id)
        if running is not None and running.state == "trying":
            running.state, running.ended_at = "stopped", unit.now
        overlays = tailoring.list_in_effect(self.package.key)
        trial = CountryTrial(
            id=new_id(),
            draft_id=self.draft_id,
            slug=self.package.key,
            version=self.package.version,
            digest=self.package.digest,
            package=self.package.to_zip(),
            state="trying" if overlays else "done",
            total=len(overlays),
            started_at=unit.now,
            started_by=unit.actor.name,
            ended_at=None if overlays else unit.now,
        )
        items = [
            CountryTrialItem(
                trial_id=trial.id,
                commune_id=each.overlay.commune_id,
                overlay_id=each.overlay.id,
                likeness=likeness_of(each.overlay),
                region_code=each.region_code,
                operations=each.overlay.operation_count,
                state="waiting",
                details={},
            )
            for each in overlays
        ]
        country_trials.add(trial, items)
        return trial.id


@dataclass(frozen=True, kw_only=True)
class StopCountryTrial:
    """Let a trial go no further; what was found stays."""

    trial_id: str

    def authorise(self, unit: Unit) -> None:
        """The DGCT and its analysts."""
        require_steering(unit)

    def handle(self, unit: Unit) -> None:
        trial = country_trials.get_trial(self.trial_id, lock=True)
        if trial.state == "trying":
            trial.state, trial.ended_at = "stopped", unit.now


def require_steering(unit: Unit) -> None:
    """Raise Forbidden unless the actor steers upgrades for the country."""
    require(permissions.may(unit.actor, permissions.STEER_TAILORING), "Expected an analyst or the DGCT.")


def likeness_of(overlay: PublishedOverlay) -> str:
    """Return a digest that is equal for overlays with the same operations on the same version.

    The operations are the last block of an overlay's file.
    """
    operations = overlay.content.partition("\noperations:")[2]
    return hashlib.sha256(f"{overlay.base_id}\n{operations}".encode()).hexdigest()


def try_one(trial_id: str, likeness: str, overlay_id: str) -> Tried:
    """Return what an overlay would become; takes up to a second and holds no transaction."""
    overlay = tailoring.find_overlay_by_id(overlay_id)
    assert overlay is not None, "published overlays are never removed"
    read = read_overlay(overlay.content.encode(), file=f"overlays/{overlay.number}.yaml")
    carried = try_overlay(base_of(overlay.base_id), tried_base(trial_id), read)
    return Tried(likeness=likeness, outcome=carried.outcome, details=found_data(overlay.base_id, carried))


# --- the worker's part -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _OfWorker:
    lease: timedelta

    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the worker.")


@dataclass(frozen=True, kw_only=True)
class AcquireSlice(_OfWorker):
    """Take the next overlays of a trial under a lease: several workers carry one trial on."""

    limit: int = SLICE

    def handle(self, unit: Unit) -> HeldSlice | None:
        return country_trials.acquire_slice(unit.now, lease=self.lease, limit=self.limit)


@dataclass(frozen=True, kw_only=True)
class WriteTried(_OfWorker):
    """Write what was found of one overlay; the trial is done when nothing waits. Raises TurnLost."""

    held: HeldSlice
    tried: Tried

    def handle(self, unit: Unit) -> None:
        trial = country_trials.get_trial(self.held.trial_id, lock=True)
        written = trial.state == "trying" and country_trials.write_outcome(
            self.held, self.tried.likeness, outcome=self.tried.outcome, details=self.tried.details
        )
        if not written:
            raise TurnLost(f"Expected to hold overlays of the trial {trial.id}, found that they are held no more.")
        country_trials.extend_lease(self.held, unit.now + self.lease)
        if not country_trials.count_waiting(trial.id):
            trial.state, trial.ended_at = "done", unit.now
