"""What the scenarios of a package reach of its diagram."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.procedures import ProcedurePackage
from app.scenarios.report import ScenarioReport


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How often the scenarios reach each element of the diagram; `missed` are those that none reaches.

    An event on a border is reached when it happens, not while it watches.
    """

    reached: Mapping[str, int]
    missed: tuple[str, ...]
    missed_ends: tuple[str, ...]
    reports: tuple[ScenarioReport, ...]
    left: tuple[str, ...] = ()
    """Files of scenarios for which there was no time."""

    @property
    def percent(self) -> int:
        """The share of the elements that some scenario reaches, in whole percent; 100 only when all are."""
        total = len(self.reached) + len(self.missed)
        return 100 * len(self.reached) // total if total else 0

    @property
    def passed(self) -> int:
        """How many scenarios passed."""
        return sum(report.passed for report in self.reports)

    def to_json(self) -> dict[str, Any]:
        """Return {reached, missed, missed_ends, percent, scenarios} for scripts."""
        return {
            "reached": dict(self.reached),
            "missed": list(self.missed),
            "missed_ends": list(self.missed_ends),
            "percent": self.percent,
            "scenarios": [
                {"file": report.file, "name": report.name, "passed": report.passed, "seconds": round(report.seconds, 3)}
                for report in self.reports
            ],
        }


def cover(package: ProcedurePackage, reports: Iterable[ScenarioReport]) -> Coverage:
    """Count what the reports reached of the diagram of a package."""
    kept = tuple(reports)
    elements = package.bpmn.elements
    counts = Counter(element for report in kept for element in report.entered if element in elements)
    missed = tuple(element for element in elements if element not in counts)
    return Coverage(
        reached={element: counts[element] for element in elements if element in counts},
        missed=missed,
        missed_ends=tuple(element for element in missed if elements[element].kind == "endEvent"),
        reports=kept,
    )
