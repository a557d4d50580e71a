"""What a worker does with a job it holds: finish a service, fail, retry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.commands.applying import Application
from app.commands.bus import Unit, require
from app.commands.environment import environment_of
from app.domain import permissions
from app.domain.errors import MastaraError
from app.store import cases, work
from app.store.database import flush
from app.store.models import Case, Job

BACK_OFF_SECONDS = (30, 300, 3_600)
"""Waits after the first, second and third failure; the next failure opens an incident."""


class LeaseLost(MastaraError):
    """Another worker holds the job now, or the case needs it no more: this result does not count."""

    code = "lease-lost"


class JobUnknown(MastaraError):
    """No job has this id."""

    code = "job-unknown"


@dataclass(frozen=True, kw_only=True)
class OnLease:
    """Base of the worker's commands on a job it holds."""

    job_id: str
    lease_token: str

    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the worker.")

    def held(self) -> Job:
        """Return the job, its case and its row locked. Raises LeaseLost.

        The case comes first, as in every other command: two that lock in opposite order would wait for each other.
        """
        place = work.find_case_of_job(self.job_id)
        if place is not None:
            cases.lock_case(*place)
        job = work.find_leased_job(self.job_id, self.lease_token)
        if job is None:
            raise LeaseLost(f"Expected to hold the job {self.job_id}, found that its lease is over.")
        return job


def finish_row(job: Job, unit: Unit) -> None:
    """Mark a held job as done and close its incidents."""
    job.state, job.ended_at, job.lease_token, job.error = "done", unit.now, None, None
    flush()
    case = cases.find_case(job.commune_id, job.case_id)
    if case is not None:
        work.resolve_incidents(case, job_id=job.id, at=unit.now, resolution="The job succeeded.")


@dataclass(frozen=True, kw_only=True)
class FinishJob(OnLease):
    """A service task's operation succeeded: its result goes to the process."""

    result: Mapping[str, Any] = field(default_factory=dict)

    def handle(self, unit: Unit) -> None:
        job = self.held()
        finish_held_job(job, self.result, unit)


def finish_held_job(job: Job, outputs: Mapping[str, Any], unit: Unit) -> Case:
    """Write the result of a held service job inside the open transaction."""
    case = cases.lock_case(job.commune_id, job.case_id)
    deployed = unit.services.deployments.get(case.deployment_id)
    environment = environment_of(case, deployed, unit.services, unit.now)
    step = unit.services.engine.finish_job(
        deployed.definition, case.engine_state, case.document, job.engine_key, dict(outputs), environment
    )
    finish_row(job, unit)
    cases.record_event(
        case,
        "JobFinished",
        at=unit.now,
        actor_kind="system",
        actor_name=unit.actor.name,
        data={"element": job.element, "operation": job.operation},
    )
    Application(case=case, deployed=deployed, result=step, unit=unit).write(expected_version=case.version)
    return case


@dataclass(frozen=True, kw_only=True)
class FailJob(OnLease):
    """An attempt failed: wait and try again, or open an incident when no attempt is left."""

    error: str
    retryable: bool = True

    def handle(self, unit: Unit) -> None:
        job = self.held()
        case = cases.lock_case(job.commune_id, job.case_id)
        job.error, job.lease_token, job.lease_until = self.error[:2_000], None, None
        if self.retryable and job.attempts < job.max_attempts:
            wait = BACK_OFF_SECONDS[min(job.attempts, len(BACK_OFF_SECONDS)) - 1]
            job.state, job.due_at = "waiting", unit.now + timedelta(seconds=wait)
            return
        job.state = "failed"
        work.open_incident(
            case,
            kind="job-failed",
            message=self.error[:2_000],
            at=unit.now,
            element=job.element,
            job_id=job.id,
        )
        cases.record_event(
            case,
            "IncidentOpened",
            at=unit.now,
            actor_kind="system",
            actor_name=unit.actor.name,
            data={"kind": "job-failed", "element": job.element},
        )


@dataclass(frozen=True, kw_only=True)
class RetryJob:
    """Try a failed job again from the start."""

    job_id: str

    def authorise(self, unit: Unit) -> None:
        """The platform's operator."""
        allowed = unit.actor.kind == "system" or permissions.may(unit.actor, permissions.OPERATE)
        require(allowed, "Expected the operator of the platform.")

    def handle(self, unit: Unit) -> Job:
        job = work.get_job_anywhere(self.job_id)
        if job is None:
            raise JobUnknown(f"Expected the id of a job, found “{self.job_id}”: list them with `flask jobs list`.")
        if job.state not in ("failed", "waiting"):
            raise JobUnknown(f"Expected a failed or waiting job, found it {job.state}: there is nothing to retry.")
        job.state, job.attempts, job.due_at, job.error = "waiting", 0, unit.now, None
        case = cases.get_case(job.commune_id, job.case_id)
        work.resolve_incidents(case, job_id=job.id, at=unit.now, resolution="The job is tried again.")
        return job
