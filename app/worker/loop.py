"""The job loop: acquire, do, finish — at least once, fenced by the lease."""

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from app.commands.bus import Command, execute
from app.commands.clocks.recomputing import RecomputeSlice
from app.commands.jobs import FailJob, FireTimer, LeaseLost
from app.commands.services import Services
from app.connectors.errors import ConnectorFailed
from app.domain.actors import SYSTEM
from app.domain.errors import MastaraError
from app.store import calendars, work
from app.store.cases import CaseChanged
from app.store.database import transaction
from app.worker.held import HeldJob
from app.worker.operations import prepare

log = structlog.get_logger("mastara.worker")
BATCH = 20
IDLE_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why an attempt failed, and whether a later one may succeed."""

    error: str
    retryable: bool


def acquire(services: Services, *, limit: int) -> list[HeldJob]:
    """Take due jobs in a transaction of their own."""
    lease = timedelta(seconds=services.settings.lease_seconds)
    with transaction():
        jobs = work.acquire_due_jobs(services.clock.now(), lease=lease, limit=limit)
        return [HeldJob.of(job) for job in jobs]


def run_job(job: HeldJob, services: Services) -> bool:
    """Do one held job; return whether it succeeded. A failure is written down, never raised.

    A job whose lease ran out while earlier ones took their time is left to the next round. One that took every
    attempt without a word, because each worker that held it died, becomes an incident.
    """
    if services.clock.now() >= job.lease_until:
        log.info("lease-lost", job=job.id, operation=job.operation)
        return False
    if job.attempts > job.max_attempts:
        _fail(job, Failure(error="Each worker that took this job stopped before its end.", retryable=False), services)
        return False
    try:
        command = _command_for(job, services)
        execute(command, actor=SYSTEM, services=services)
    except LeaseLost:
        log.info("lease-lost", job=job.id, operation=job.operation)
        return False
    except Exception as error:  # noqa: BLE001 (one bad job must not stop the others; it is logged and kept)
        _fail(job, _failure_of(error), services)
        return False
    return True


def _command_for(job: HeldJob, services: Services) -> Command[Any]:
    if job.kind == "timer":
        return FireTimer(job_id=job.id, lease_token=job.lease_token)
    return prepare(job, services)


def _failure_of(error: Exception) -> Failure:
    if isinstance(error, ConnectorFailed):
        return Failure(error=str(error), retryable=error.retryable)
    if isinstance(error, CaseChanged):
        return Failure(error=str(error), retryable=True)
    if isinstance(error, MastaraError):
        return Failure(error=str(error), retryable=False)
    log.error("job-crashed", exc_info=error)
    return Failure(error=f"{type(error).__name__}: {error}", retryable=True)


def _fail(job: HeldJob, failure: Failure, services: Services) -> None:
    log.warning("job-failed", job=job.id, operation=job.operation, error=failure.error, retryable=failure.retryable)
    command = FailJob(job_id=job.id, lease_token=job.lease_token, error=failure.error, retryable=failure.retryable)
    try:
        execute(command, actor=SYSTEM, services=services)
    except LeaseLost:
        log.info("lease-lost", job=job.id, operation=job.operation)


def run_due_jobs(services: Services, *, limit: int = 100) -> int:
    """Do what is due now, also what becomes due meanwhile, up to `limit` jobs; return how many were tried."""
    done = read_periods_again(services)
    while done < limit:
        jobs = acquire(services, limit=min(BATCH, limit - done))
        if not jobs:
            break
        for job in jobs:
            run_job(job, services)
        done += len(jobs)
    return done


def read_periods_again(services: Services) -> int:
    """Read open periods again after a change of the calendar, one slice a round; return how many were read."""
    if not calendars.is_recomputing():
        return 0
    return execute(RecomputeSlice(), actor=SYSTEM, services=services) or 0


def run_forever(services: Services, *, stop: threading.Event | None = None) -> None:
    """Do due jobs until told to stop; a fault of the database is logged and waited out."""
    stop = stop or threading.Event()
    while not stop.is_set():
        try:
            tried = run_due_jobs(services)
        except Exception as error:
            log.error("worker-round-failed", exc_info=error)
            tried = 0
        if not tried:
            stop.wait(IDLE_SECONDS)
