"""One turn of what upgrades ask of the worker: trials over the country, and communes that follow a new version."""

from datetime import timedelta

import structlog

from app.commands.bus import execute
from app.commands.services import Services
from app.commands.upgrading.errors import CarriedMeanwhile, TurnLost
from app.commands.upgrading.findings import finding_data
from app.commands.upgrading.silence import ApplyDefault, NoteDefaultFailed, carry_silent
from app.commands.upgrading.sources import carry_commune
from app.commands.upgrading.steering import CloseFinished, OpenDueRings
from app.commands.upgrading.trials import SLICE, AcquireSlice, Tried, WriteTried, try_one
from app.commands.upgrading.turns import TURN, AcquireUpgrade, CarryCommune, EndUpgradeTurn, HeldUpgrade, PutCommuneOff
from app.domain.actors import SYSTEM
from app.domain.clock import local_day
from app.procedures.tailoring import OverlayRefused
from app.store import upgrades
from app.store.tailoring import TailoringMoved

log = structlog.get_logger("mastara.upgrades")


def run_trial_turn(services: Services, *, limit: int = SLICE) -> int:
    """Try at most `limit` different overlays of the next trial; return how many. No transaction is open meanwhile.

    Several workers may carry one trial on. What is lost on the way is left to its new holder.
    """
    lease = _lease(services)
    held = execute(AcquireSlice(lease=lease, limit=limit), actor=SYSTEM, services=services)
    if held is None:
        return 0
    try:
        for likeness, overlay_id in held.overlays:
            tried = _try(held.trial_id, likeness, overlay_id)
            execute(WriteTried(held=held, tried=tried, lease=lease), actor=SYSTEM, services=services)
    except TurnLost:
        log.info("trial-lost", trial=held.trial_id)
        return 0
    return len(held.overlays)


def _try(trial_id: str, likeness: str, overlay_id: str) -> Tried:
    try:
        return try_one(trial_id, likeness, overlay_id)
    except OverlayRefused as refused:
        return Tried(likeness=likeness, outcome="failed", details={"findings": finding_data(refused.findings)})
    except Exception as error:
        log.error("overlay-not-tried", trial=trial_id, overlay=overlay_id, exc_info=error)
        return Tried(likeness=likeness, outcome="failed", details={})


def run_upgrade_turn(services: Services, *, limit: int = TURN) -> int:
    """Carry at most `limit` communes of the next upgrade over; return how many were tried.

    What a commune has is read and checked without a transaction; one short transaction writes it, by compare and set.
    """
    lease = _lease(services)
    held = execute(AcquireUpgrade(lease=lease, limit=limit), actor=SYSTEM, services=services)
    if held is None:
        return 0
    try:
        for commune_id in held.communes:
            _carry(held, commune_id, services, lease=lease)
        execute(EndUpgradeTurn(held=held), actor=SYSTEM, services=services)
    except TurnLost:
        log.info("upgrade-lost", upgrade=held.upgrade_id)
        return 0
    return len(held.communes)


def _carry(held: HeldUpgrade, commune_id: str, services: Services, *, lease: timedelta) -> None:
    today = local_day(services.clock.now())
    try:
        carried = carry_commune(commune_id, held.slug, held.base_id, today=today)
        execute(CarryCommune(held=held, carried=carried, lease=lease), actor=SYSTEM, services=services)
    except TurnLost:
        raise
    except (CarriedMeanwhile, TailoringMoved):
        log.info("commune-changed", upgrade=held.upgrade_id, commune=commune_id)
        execute(PutCommuneOff(held=held, commune_id=commune_id), actor=SYSTEM, services=services)
    except Exception as error:
        log.error("commune-not-carried", upgrade=held.upgrade_id, commune=commune_id, exc_info=error)
        execute(PutCommuneOff(held=held, commune_id=commune_id), actor=SYSTEM, services=services)


def run_silence_turn(services: Services, *, limit: int = TURN) -> int:
    """Apply the declared rule to at most `limit` communes that may answer no longer; return how many there were."""
    silent = upgrades.list_silent(local_day(services.clock.now()), limit=limit)
    for upgrade_id, commune_id in silent:
        _apply_default(upgrade_id, commune_id, services)
    return len(silent)


def look_after_upgrades(services: Services) -> int:
    """Open the rings whose day has come, close upgrades that every commune has followed; return how many."""
    opened = execute(OpenDueRings(), actor=SYSTEM, services=services)
    return opened + execute(CloseFinished(), actor=SYSTEM, services=services)


def _apply_default(upgrade_id: str, commune_id: str, services: Services) -> None:
    today = local_day(services.clock.now())
    try:
        carried = carry_silent(upgrade_id, commune_id, today=today)
        command = ApplyDefault(upgrade_id=upgrade_id, commune_id=commune_id, carried=carried)
        execute(command, actor=SYSTEM, services=services)
    except (CarriedMeanwhile, TailoringMoved):
        log.info("commune-changed", upgrade=upgrade_id, commune=commune_id)
    except Exception as error:
        log.error("default-not-applied", upgrade=upgrade_id, commune=commune_id, exc_info=error)
        failed = NoteDefaultFailed(upgrade_id=upgrade_id, commune_id=commune_id)
        execute(failed, actor=SYSTEM, services=services)


def _lease(services: Services) -> timedelta:
    return timedelta(seconds=services.settings.lease_seconds)
