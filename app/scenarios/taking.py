"""Takes the steps of a scenario one after the other; the first that cannot happen ends the run."""

from collections.abc import Callable, Sequence
from functools import partial

from app.domain.errors import MastaraError
from app.scenarios.ignoring import ignore
from app.scenarios.mistakes import refuse_completion, refuse_filing
from app.scenarios.reading import Scenario, Step
from app.scenarios.refusals import StepRefused
from app.scenarios.report import Difference
from app.scenarios.run import CaseRun, Kept


class StepFailed(Exception):
    """A step could not happen; `difference` names the step and says why."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(difference.message)
        self.difference = difference


def take_all(run: CaseRun, scenario: Scenario, *, hold_last: bool = False) -> None:
    """Start the case and take every step; service tasks answer by themselves, unless the next steps answer them.

    With `hold_last` those that wait after the last step are left waiting. Raises StepFailed.
    """
    for number, mistake in enumerate(scenario.mistakes, start=1):
        _attempt(0, f"mistake {number}", partial(refuse_filing, run, mistake), mistake=number)
    _attempt(0, "start", run.start)
    for number, step in enumerate(scenario.steps, start=1):
        kept = _answered_next(scenario.steps[number - 1 :])
        _attempt(number, f"before step {number}", partial(run.answer_jobs, kept=kept))
        held = hold_last and number == len(scenario.steps)
        following = None if held else _answered_next(scenario.steps[number:])
        run.records.step = number
        _attempt(number, f"step {number} ({step})", partial(_take, run, step, following))
    if not hold_last:
        _attempt(None, "after the last step", partial(run.answer_jobs, kept=frozenset()))


def _take(run: CaseRun, step: Step, kept: Kept) -> None:
    if step.refused is not None:
        refuse_completion(run, step)
    elif step.ignored is not None:
        ignore(run, step)
    elif step.kind == "complete":
        run.complete(step)
    elif step.kind == "job":
        run.answer_job(step)
    elif step.kind == "message":
        run.deliver(step)
    elif step.kind == "check":
        run.check(step)
    elif step.kind == "signal":
        run.broadcast(step)
    else:
        run.advance(step, kept=kept)


def _attempt(number: int | None, what: str, act: Callable[[], None], *, mistake: int | None = None) -> None:
    try:
        act()
    except MastaraError as error:
        refused = error if isinstance(error, StepRefused) else None
        raise StepFailed(
            Difference(
                kind="step",
                step=number,
                message=f"{what}: {error.message.rstrip('.')}.",
                mistake=mistake,
                reason=refused.reason if refused else error.code,
                details={**error.details, "message": error.message, "error": error},
            )
        ) from error


def _answered_next(steps: Sequence[Step]) -> frozenset[str]:
    """Return the service tasks that the coming steps answer, up to the first step of another kind."""
    answered: list[str] = []
    for step in steps:
        if step.kind != "job":
            break
        answered.append(step.name)
    return frozenset(answered)
