"""Running what stands still again."""

from dataclasses import dataclass
from typing import ClassVar

from app.commands.bus import Unit
from app.commands.repairs.incident import NotFitting, OnIncident, Outcome, Repair
from app.domain import permissions
from app.domain.lifecycles import JOB, may_become
from app.engine import StepResult
from app.store import incidents


@dataclass(frozen=True, kw_only=True)
class RetryIncident(OnIncident):
    """Run the step again on the case's data as they are now; other incidents of the case stay.

    A job whose inputs are the same keeps its id, so that an effect that did happen is not repeated; with other inputs
    it is another job.
    """

    permission: ClassVar[str] = permissions.RETRY

    def handle(self, unit: Unit) -> Outcome:
        repair = self.begin(unit)
        before = repair.elements
        if repair.job is not None and repair.job.kind != "service":
            _try_again(repair)
        else:
            keys = repair.keys()
            step = unit.services.engine.retry(
                repair.deployed.definition,
                repair.case.engine_state,
                repair.case.document,
                repair.environment,
                keys=keys,
            )
            if _asks_the_same(repair, step):
                _try_again(repair)
            else:
                repair.write(step)
        repair.record("IncidentRetried", {"before": {"at": before}, "after": {"at": repair.elements}})
        return repair.close("retry")


def _asks_the_same(repair: Repair, step: StepResult) -> bool:
    job = repair.job
    asked = [(item.element, item.operation, dict(item.inputs)) for item in step.opened_jobs]
    return job is not None and (job.element, job.operation, job.inputs) in asked


def _try_again(repair: Repair) -> None:
    """Let the worker take the job again, from its first attempt."""
    job = repair.job
    assert job is not None, "the caller saw it"
    if not may_become(JOB, job.state, "waiting"):
        raise NotFitting(f"Expected a failed job, found it {job.state}.", why="job-not-failed")
    job.state, job.attempts, job.due_at, job.error = "waiting", 0, repair.unit.now, None
    incidents.resolve(repair.incident, at=repair.unit.now, resolution="The job is tried again.")
    repair.touch()
