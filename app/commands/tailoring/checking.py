"""Checks a commune's changes before they are published: resolved, linted, and every national scenario run again."""

from dataclasses import dataclass

from app.decisions.errors import DecisionError
from app.deployments.bases import Prepared, prepare_overlay
from app.domain.findings import Finding
from app.engine import DefinitionRefused
from app.procedures import ProcedurePackage
from app.procedures.tailoring import Base, Overlay, resolve
from app.scenarios import PackageReport, ScenarioReport
from app.scenarios.kept_runs import run_once


@dataclass(frozen=True, kw_only=True)
class CheckedOverlay:
    """What the checks say of an overlay. `report` is None when nothing can run.

    `changed`: scenarios that pass on the national version and go otherwise here. Most of them are what the commune
    wants (a longer period moves a date); somebody reads them before they are published.
    """

    prepared: Prepared
    report: PackageReport | None = None
    changed: tuple[ScenarioReport, ...] = ()

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
    return CheckedOverlay(prepared=prepared, report=report, changed=_changed(base, report))


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
