"""Runs scenarios and compares what happened with what the analyst expects."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from app.deployments import Deployed, prepare
from app.domain.errors import MastaraError
from app.procedures import ProcedurePackage
from app.scenarios.attachments import to_plain
from app.scenarios.reading import Expectation, Scenario, Step, read_scenario
from app.scenarios.report import PackageReport, ScenarioReport
from app.scenarios.run import CaseRun

Progress = Callable[[ScenarioReport], None]


def run_all(package: ProcedurePackage, *, progress: Progress | None = None) -> PackageReport:
    """Run every scenario of a package. Raises DefinitionRefused or DecisionError when it cannot run at all."""
    deployed = prepare(package)
    reports: list[ScenarioReport] = []
    for file, raw in package.scenarios.items():
        report = run_raw(deployed, raw, file=file)
        reports.append(report)
        if progress is not None:
            progress(report)
    return summarise(package, reports)


def run_raw(deployed: Deployed, raw: Mapping[str, Any], *, file: str) -> ScenarioReport:
    """Run one scenario as YAML gives it; a file that is no scenario is a report with that difference."""
    try:
        scenario = read_scenario(raw, file=file)
    except MastaraError as refused:
        return ScenarioReport(file=file, name=str(raw.get("name") or file), differences=(refused.message,))
    return run_scenario(deployed, scenario)


def run_scenario(deployed: Deployed, scenario: Scenario) -> ScenarioReport:
    """Run one scenario; the first step that cannot happen ends the run."""
    run = CaseRun(deployed, scenario)
    differences: tuple[str, ...]
    try:
        _play(run, scenario)
        differences = tuple(_compare(run, scenario.expect))
    except _StepFailed as failed:
        differences = (str(failed),)
    return ScenarioReport(
        file=scenario.file,
        name=scenario.name,
        differences=differences,
        state=run.result.status if run.result else "",
        status=run.status,
        outcome=run.outcome,
        ends=tuple(run.ends),
        waiting=run.waiting,
        coverage=frozenset(run.coverage),
    )


def summarise(package: ProcedurePackage, reports: Sequence[ScenarioReport]) -> PackageReport:
    """Put the reports together and find what none of them reached."""
    reached: set[str] = set().union(*(report.coverage for report in reports))
    elements = package.bpmn.elements
    missed = [identity for identity in elements if identity not in reached]
    return PackageReport(
        slug=package.key,
        scenarios=tuple(reports),
        unreached_ends=tuple(identity for identity in missed if elements[identity].kind == "endEvent"),
        unreached_elements=tuple(missed),
    )


class _StepFailed(Exception):
    """A step could not happen; the text names the step."""


def _play(run: CaseRun, scenario: Scenario) -> None:
    _attempt("start", run.start)
    for number, step in enumerate(scenario.steps, start=1):
        kept = _answered_next(scenario.steps[number - 1 :])
        _attempt(f"before step {number}", partial(run.answer_jobs, kept=kept))
        following = _answered_next(scenario.steps[number:])
        _attempt(f"step {number} ({step})", partial(_take, run, step, following))
    _attempt("after the last step", partial(run.answer_jobs, kept=frozenset()))


def _take(run: CaseRun, step: Step, kept: frozenset[str]) -> None:
    if step.kind == "complete":
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


def _attempt(what: str, act: Callable[[], None]) -> None:
    try:
        act()
    except MastaraError as error:
        raise _StepFailed(f"{what}: {error.message.rstrip('.')}.") from error


def _answered_next(steps: Sequence[Step]) -> frozenset[str]:
    """Return the service tasks that the coming steps answer, up to the first step of another kind."""
    answered: list[str] = []
    for step in steps:
        if step.kind != "job":
            break
        answered.append(step.name)
    return frozenset(answered)


def _compare(run: CaseRun, expect: Expectation) -> Iterator[str]:
    if expect.ends is not None and sorted(expect.ends) != sorted(run.ends):
        found = ", ".join(run.ends) or run.waits_in_words()
        yield f"ends: expected {', '.join(expect.ends) or 'none'}, found {found}."
    if expect.outcome is not None and expect.outcome != run.outcome:
        yield f"outcome: expected {expect.outcome}, found {run.outcome or 'none'}."
    if expect.status is not None and expect.status != run.status:
        yield f"status: expected {expect.status}, found {run.status or 'none'}."
    if expect.waiting is not None and expect.waiting != run.waiting:
        wanted, found = (", ".join(ids) or "nothing" for ids in (expect.waiting, run.waiting))
        yield f"waiting: expected {wanted}, found {found}."
    if expect.data is not None:
        yield from _compare_data(to_plain(expect.data), run.document, "data")
    if expect.period is not None:
        yield from (f"{text}." for text in run.period.differences(to_plain(expect.period), run.clock.now()))


def _compare_data(expected: Any, found: Any, path: str) -> Iterator[str]:
    """Compare what the scenario names; the document may hold more."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for key, value in expected.items():
            if key not in found and value is not None:
                yield f"{path}.{key}: expected {value!r}, found nothing."
            else:
                yield from _compare_data(value, found.get(key), f"{path}.{key}")
    elif expected != found:
        yield f"{path}: expected {expected!r}, found {found!r}."
