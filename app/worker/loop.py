"""The job loop: acquire, do, finish — at least once, fenced by the lease."""

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from app.commands.bus import Command, execute
from app.commands.clocks.recomputing import RecomputeSlice
from app.commands.jobs import FailJob, LeaseLost
from app.commands.opening import StartDueCase
from app.commands.releasing.effect import PutDueReleasesInEffect
from app.commands.routing import ExpireMessages
from app.commands.services import Services
from app.commands.tailoring.effect import PutDueOverlaysInEffect
from app.commands.timers import FireTimer, FireTimers
from app.connectors.errors import ConnectorFailed
from app.domain.actors import SYSTEM
from app.domain.errors import MastaraError
from app.store import calendars, work
from app.store.cases import CaseChanged
from app.store.database import transaction
from app.worker.batches import run_turn
from app.worker.draft_care import look_after_drafts
from app.worker.held import HeldJob
from app.worker.operations import prepare
from app.worker.upgrades import look_after_upgrades, run_silence_turn, run_trial_turn, run_upgrade_turn

log = structlog.get_logger("mastara.worker")
BATCH = 40
"""Jobs taken at once: a lease must last for all of them."""

IDLE_SECONDS = 1.0
RELEASE_CARE = timedelta(minutes=1)
"""How often a worker looks whether the day of a published version has come."""

DRAFT_CARE = timedelta(minutes=15)
"""How often a worker looks after drafts; two workers do no harm to each other."""


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
    """Do what is due now, also what becomes due meanwhile, up to `limit` jobs; return how many were tried.

    Then a batch that moves running cases gets one turn.
    """
    done = read_periods_again(services)
    while done < limit:
        jobs = acquire(services, limit=min(BATCH, limit - done))
        if not jobs:
            break
        fired = _fire_together([job for job in jobs if job.kind == "timer"], services)
        for job in jobs:
            if job.id not in fired:
                run_job(job, services)
        done += len(jobs)
    return done + run_turn(services)


def _fire_together(timers: list[HeldJob], services: Services) -> frozenset[str]:
    """Fire fresh timers in one transaction and return the ids of those that fired: the others are tried one by one."""
    fresh = tuple((job.id, job.lease_token) for job in timers if job.attempts == 1)
    if len(fresh) < 2:
        return frozenset()
    try:
        return execute(FireTimers(timers=fresh), actor=SYSTEM, services=services)
    except Exception as error:  # noqa: BLE001 (each is tried alone next, where its own fault is kept)
        log.warning("timers-fired-one-by-one", count=len(fresh), error=str(error))
        return frozenset()


def start_due_cases(services: Services, *, limit: int = 100) -> int:
    """Open the cases whose start timer is due, each in a transaction of its own; return how many."""
    for started in range(limit):
        if not execute(StartDueCase(), actor=SYSTEM, services=services):
            return started
    return limit


def run_round(services: Services) -> int:
    """Do all that is due now: cases that begin by a timer, jobs, messages whose time is over; return how much.

    Upgrades of communes and trials over the country get one turn each.
    """
    started = start_due_cases(services)
    done = run_due_jobs(services)
    done += run_upgrade_turn(services) + run_silence_turn(services) + run_trial_turn(services)
    return started + done + execute(ExpireMessages(), actor=SYSTEM, services=services)


def read_periods_again(services: Services) -> int:
    """Read open periods again after a change of the calendar, one slice a round; return how many were read."""
    if not calendars.is_recomputing():
        return 0
    return execute(RecomputeSlice(), actor=SYSTEM, services=services) or 0


def run_forever(services: Services, *, stop: threading.Event | None = None) -> None:
    """Do due jobs until told to stop; a fault of the database is logged and waited out."""
    stop = stop or threading.Event()
    next_care = next_release = services.clock.now()
    while not stop.is_set():
        try:
            tried = run_round(services)
            if services.clock.now() >= next_release:
                next_release = services.clock.now() + RELEASE_CARE
                execute(PutDueReleasesInEffect(), actor=SYSTEM, services=services)
                execute(PutDueOverlaysInEffect(), actor=SYSTEM, services=services)
                look_after_upgrades(services)
            if services.clock.now() >= next_care:
                next_care = services.clock.now() + DRAFT_CARE
                look_after_drafts(services)
        except Exception as error:
            log.error("worker-round-failed", exc_info=error)
            tried = 0
        if not tried:
            stop.wait(IDLE_SECONDS)
