"""Runs the scenarios that analysts write: in memory, with a fixed clock and invented outside systems."""

from app.scenarios.reading import Scenario, ScenarioRefused, Step, read_scenario
from app.scenarios.report import PackageReport, ScenarioReport
from app.scenarios.runner import run_all, run_scenario

__all__ = [
    "PackageReport",
    "Scenario",
    "ScenarioRefused",
    "ScenarioReport",
    "Step",
    "read_scenario",
    "run_all",
    "run_scenario",
]
