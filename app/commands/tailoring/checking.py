"""Checks a commune's changes before they are published: resolved, linted, and every national scenario run again."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.decisions.errors import DecisionError
from app.deployments import prepare
from app.deployments.bases import Prepared, prepare_overlay
from app.domain.findings import Finding
from app.engine import DefinitionRefused
from app.procedures import ProcedurePackage
from app.procedures.tailoring import Base, Overlay, resolve
from app.scenarios import PackageReport, ScenarioReport
from app.scenarios.kept_runs import run_once
from app.scenarios.runner import run_raw

OWN = "scenarios."
"""How the file of a commune's own scenario is called, before its number in the overlay."""


@dataclass(frozen=True, kw_only=True)
class CheckedOverlay:
    """What the checks say of an overlay. `report` is None when nothing can run.

    `changed`: scenarios that pass on the national version and go otherwise here. Most of them are what the commune
    wants (a longer period moves a date); somebody reads them before they are published. `own` are the commune's own
    scenarios; one that goes otherwise is among `changed` too.
    """

    prepared: Prepared
    report: PackageReport | None = None
    changed: tuple[ScenarioReport, ...] = ()
    own: tuple[ScenarioReport, ...] = ()

    @property
    def package(self) -> ProcedurePackage | None:
        """What would run, None when something stands in the way."""
        return None if self.prepared.errors else self.prepared.package

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What resolving and the rules say."""
        return self.prepared.findings


def check_overlay(base: Base, overlay: Overlay) -> CheckedOverlay:
    """Return what the checks say; scenarios of one content are run once. Reads and writes nothing of the database."""
    prepared = prepare_overlay(base, overlay)
    if prepared.package is None or prepared.errors:
        return CheckedOverlay(prepared=prepared)
    report = _run(prepared.package)
    own = _own(prepared.package, overlay) if report is not None else ()
    changed = (*_changed(base, report), *(one for one in own if not one.passed))
    return CheckedOverlay(prepared=prepared, report=report, changed=changed, own=own)


def failing_scenarios(base: Base, overlay: Overlay, files: Iterable[str]) -> frozenset[str]:
    """Return which of these scenarios go otherwise under an overlay; only they are run.

    One that is not there, or an overlay that does not resolve, fails nothing.
    """
    variant = resolve(base, overlay).variant
    if variant is None:
        return frozenset()
    own = {f"{OWN}{number}": raw for number, raw in enumerate(overlay.scenarios, start=1)}
    known = {**variant.package.scenarios, **own}
    deployed = prepare(variant.package)
    return frozenset(file for file in files if file in known and not run_raw(deployed, known[file], file=file).passed)


def _own(package: ProcedurePackage, overlay: Overlay) -> tuple[ScenarioReport, ...]:
    """Run the commune's own scenarios on its variant."""
    if not overlay.scenarios:
        return ()
    deployed = prepare(package)
    return tuple(run_raw(deployed, raw, file=f"{OWN}{number}") for number, raw in enumerate(overlay.scenarios, start=1))


def _changed(base: Base, report: PackageReport | None) -> tuple[ScenarioReport, ...]:
    wrong = [one for one in report.scenarios if not one.passed] if report else []
    if not wrong:
        return ()
    national = resolve(base, None).variant
    before = _run(national.package) if national else None
    failing = {one.file for one in before.scenarios if not one.passed} if before else set()
    return tuple(one for one in wrong if one.file not in failing)


def _run(package: ProcedurePackage) -> PackageReport | None:
    try:
        return run_once(package)
    except (DefinitionRefused, DecisionError):
        return None
