"""What a run of scenarios found."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class ScenarioReport:
    """One scenario after its run. `differences` are sentences; none means that it passed.

    `coverage`: ids of the elements that a token reached; `state`: running, completed, terminated or incident.
    """

    file: str
    name: str
    differences: tuple[str, ...] = ()
    state: str = ""
    status: str = ""
    outcome: str | None = None
    ends: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    coverage: frozenset[str] = frozenset()

    @property
    def passed(self) -> bool:
        """True when everything went as the analyst wrote."""
        return not self.differences

    def to_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        return {
            "file": self.file,
            "name": self.name,
            "passed": self.passed,
            "differences": list(self.differences),
            "state": self.state,
            "status": self.status,
            "outcome": self.outcome,
            "ends": list(self.ends),
            "waiting": list(self.waiting),
            "coverage": sorted(self.coverage),
        }


@dataclass(frozen=True, kw_only=True)
class PackageReport:
    """All scenarios of one package. `unreached_ends` are the end events that none of them reached."""

    slug: str
    scenarios: tuple[ScenarioReport, ...]
    unreached_ends: tuple[str, ...] = ()
    unreached_elements: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """True when every scenario passed and every end was reached."""
        return not self.unreached_ends and all(report.passed for report in self.scenarios)

    @property
    def ratio(self) -> float:
        """The share of the diagram's elements that some scenario reached, from 0 to 1."""
        reached: set[str] = set().union(*(report.coverage for report in self.scenarios))
        total = len(reached) + len(self.unreached_elements)
        return len(reached) / total if total else 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        return {
            "slug": self.slug,
            "passed": self.passed,
            "coverage": round(self.ratio, 3),
            "unreached_ends": list(self.unreached_ends),
            "unreached_elements": list(self.unreached_elements),
            "scenarios": [report.to_json() for report in self.scenarios],
        }
