"""Runs scenarios and tells what happened otherwise than the analyst expects."""

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any

from app.deployments import Deployed, prepare
from app.domain.errors import MastaraError
from app.procedures import ProcedurePackage
from app.scenarios.comparing import compare
from app.scenarios.reading import Scenario, read_scenario
from app.scenarios.report import Difference, PackageReport, ScenarioReport
from app.scenarios.run import CaseRun
from app.scenarios.taking import StepFailed, take_all

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
        difference = Difference(kind="refused", message=refused.message)
        return ScenarioReport(file=file, name=str(raw.get("name") or file), found=(difference,))
    return run_scenario(deployed, scenario)


def run_scenario(deployed: Deployed, scenario: Scenario) -> ScenarioReport:
    """Run one scenario; the first step that cannot happen ends the run."""
    began = perf_counter()
    try:
        run = CaseRun(deployed, scenario)
    except MastaraError as refused:
        difference = Difference(kind="step", step=0, message=f"start: {refused.message}", reason=refused.code)
        return ScenarioReport(file=scenario.file, name=scenario.name, found=(difference,))
    found: tuple[Difference, ...]
    try:
        take_all(run, scenario)
        found = tuple(compare(run, scenario.expect))
    except StepFailed as failed:
        found = (failed.difference,)
    return ScenarioReport(
        file=scenario.file,
        name=scenario.name,
        found=found,
        state=run.state_of_case,
        status=run.status,
        outcome=run.outcome,
        ends=tuple(run.ends),
        waiting=run.waiting,
        coverage=frozenset(run.coverage),
        entered=frozenset(run.entered),
        seconds=perf_counter() - began,
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
