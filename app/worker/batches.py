"""One turn of a batch that moves running cases: taken under a lease, one transaction a case."""

from collections.abc import Callable
from datetime import timedelta

import structlog

from app.commands.bus import execute
from app.commands.migrating.carrying import (
    TURN,
    AcquireBatch,
    BatchLost,
    CarryCase,
    CarryTrialOn,
    EndTurn,
    GiveCaseUp,
    HeldBatch,
    ListTurn,
)
from app.commands.services import Services
from app.domain.actors import SYSTEM
from app.store.case_migrations import Key
from app.store.cases import CaseChanged

log = structlog.get_logger("mastara.batches")


def run_turn(
    services: Services,
    *,
    migration_id: str | None = None,
    limit: int = TURN,
    told: Callable[[int], object] = lambda count: None,
) -> int:
    """Carry the next batch on (a certain one when it is named) by at most `limit` cases; return how many were tried.

    `told` hears of each case, or of each slice of a dry run. A batch that is lost on the way is left to its new holder.
    """
    lease = timedelta(seconds=services.settings.lease_seconds)
    batch = execute(AcquireBatch(lease=lease, migration_id=migration_id), actor=SYSTEM, services=services)
    if batch is None:
        return 0
    try:
        if batch.state == "trying":
            done = execute(CarryTrialOn(batch=batch), actor=SYSTEM, services=services)
            told(done)
        else:
            done = _carry_cases(batch, services, lease=lease, limit=limit, told=told)
        execute(EndTurn(batch=batch), actor=SYSTEM, services=services)
    except BatchLost:
        log.info("batch-lost", migration=batch.migration_id)
        return 0
    return done


def _carry_cases(
    batch: HeldBatch, services: Services, *, lease: timedelta, limit: int, told: Callable[[int], object]
) -> int:
    keys = execute(ListTurn(batch=batch, limit=limit), actor=SYSTEM, services=services)
    for key in keys:
        _carry_case(batch, key, services, lease=lease)
        told(1)
    return len(keys)


def _carry_case(batch: HeldBatch, key: Key, services: Services, *, lease: timedelta) -> None:
    try:
        execute(CarryCase(batch=batch, key=key, lease=lease), actor=SYSTEM, services=services)
    except BatchLost:
        raise
    except CaseChanged:
        log.info("case-changed", migration=batch.migration_id, case=key[1])
    except Exception as error:
        log.error("case-not-carried", migration=batch.migration_id, case=key[1], exc_info=error)
        execute(GiveCaseUp(batch=batch, key=key, code="unexpected"), actor=SYSTEM, services=services)
