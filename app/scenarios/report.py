"""What a run of scenarios found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

DifferenceKind = Literal["refused", "step", "ends", "outcome", "status", "waiting", "data", "period"]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that went otherwise than the analyst wrote.

    `message` is the sentence of the command line. For a step that could not happen, `step` is its number (0: the start;
    None: after the last one), `mistake` the number of the wrong request before the start, and `reason` with `details`
    say why (`error` is what was raised); for the rest `place` is the path, `expected` and `found` what stands there.
    """

    kind: DifferenceKind
    message: str
    step: int | None = None
    mistake: int | None = None
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict, compare=False)
    place: str = ""
    expected: Any = None
    found: Any = None


@dataclass(frozen=True, kw_only=True)
class ScenarioReport:
    """One scenario after its run. `found` are its differences; none means that it passed.

    `coverage`: ids of the elements that a token reached, or that watched on the border of one; `entered`: without those
    that only watched; `state`: running, completed, terminated or incident;
    `seconds`: how long the run took.
    """

    file: str
    name: str
    found: tuple[Difference, ...] = ()
    state: str = ""
    status: str = ""
    outcome: str | None = None
    ends: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    coverage: frozenset[str] = frozenset()
    entered: frozenset[str] = frozenset()
    seconds: float = field(default=0.0, compare=False)

    @property
    def differences(self) -> tuple[str, ...]:
        """The differences as sentences of the command line."""
        return tuple(difference.message for difference in self.found)

    @property
    def passed(self) -> bool:
        """True when everything went as the analyst wrote."""
        return not self.found

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
