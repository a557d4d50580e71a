"""What the scenarios of a package reach of its diagram, and the runs that told so, kept as long as nothing changes."""

import hashlib
import json
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic
from typing import Any

from app.deployments import Deployed, prepare
from app.procedures import ProcedurePackage
from app.procedures.layout import manifest_path
from app.scenarios.report import ScenarioReport
from app.scenarios.runner import run_raw
from app.scenarios.trial import Played, Trial, play

KEPT_PACKAGES = 16
KEPT_TRIALS = 32
KEPT_REPORTS = 600


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


class Workshop:
    """Packages made ready to run and reports of their scenarios, in memory, by content: safe to share by threads."""

    def __init__(self) -> None:
        self._deployed: OrderedDict[str, Deployed] = OrderedDict()
        self._reports: OrderedDict[tuple[str, str], ScenarioReport] = OrderedDict()
        self._played: OrderedDict[tuple[str, str], Played] = OrderedDict()
        self._lock = Lock()

    def prepared(self, package: ProcedurePackage) -> Deployed:
        """Return a package ready to run; its scenarios do not matter. Raises DefinitionRefused or DecisionError."""
        return self._prepared(package, run_digest(package))

    def _prepared(self, package: ProcedurePackage, digest: str) -> Deployed:
        with self._lock:
            known = self._deployed.get(digest)
            if known is not None:
                self._deployed.move_to_end(digest)
                return known
        fresh = prepare(package)
        with self._lock:
            _keep(self._deployed, digest, fresh, KEPT_PACKAGES)
        return fresh

    def play(self, package: ProcedurePackage, trial: Trial) -> Played:
        """Play a trial, or return it as it was played before: what is returned is only read. Raises as `play`."""
        key = (run_digest(package), hashlib.sha256(_written(trial.to_json())).hexdigest())
        with self._lock:
            known = self._played.get(key)
            if known is not None:
                self._played.move_to_end(key)
                return known
        played = play(self._prepared(package, key[0]), trial)
        with self._lock:
            _keep(self._played, key, played, KEPT_TRIALS)
        return played

    def report(self, package: ProcedurePackage, file: str) -> ScenarioReport:
        """Return the report of one scenario of a package. Raises KeyError when it has no such file."""
        return self._report(package, file, run_digest(package))

    def coverage(self, package: ProcedurePackage, *, within: float | None = None) -> Coverage:
        """Run what has changed of a package's scenarios; after `within` seconds the rest is left for the next time.

        Raises DefinitionRefused or DecisionError.
        """
        digest, ends = run_digest(package), None if within is None else monotonic() + within
        reports: list[ScenarioReport] = []
        left: list[str] = []
        for file in package.scenarios:
            late = ends is not None and monotonic() > ends
            if late and not self._knows(package, file, digest):
                left.append(file)
            else:
                reports.append(self._report(package, file, digest))
        return replace(cover(package, reports), left=tuple(left))

    def _knows(self, package: ProcedurePackage, file: str, digest: str) -> bool:
        with self._lock:
            return _report_key(package, file, digest) in self._reports

    def _report(self, package: ProcedurePackage, file: str, digest: str) -> ScenarioReport:
        raw = package.scenarios[file]
        key = _report_key(package, file, digest)
        with self._lock:
            known = self._reports.get(key)
            if known is not None:
                self._reports.move_to_end(key)
                return known
        report = run_raw(self._prepared(package, digest), raw, file=file)
        with self._lock:
            _keep(self._reports, key, report, KEPT_REPORTS)
        return report


def _report_key(package: ProcedurePackage, file: str, digest: str) -> tuple[str, str]:
    return digest, hashlib.sha256(_written([file, package.scenarios[file]])).hexdigest()


def _keep(kept: OrderedDict[Any, Any], key: object, value: object, most: int) -> None:
    kept[key] = value
    while len(kept) > most:
        kept.popitem(last=False)


def run_digest(package: ProcedurePackage) -> str:
    """Return the identity of all that a run depends on: everything but the scenarios and their place in the index."""
    home = f"processes/{package.key}"
    total = hashlib.sha256()
    for path in sorted(package.files):
        if not path.startswith(f"{home}/scenarios/") and path != manifest_path(package.key):
            total.update(path.encode() + b"\0" + hashlib.sha256(package.files[path]).digest())
    total.update(_written({key: value for key, value in package.manifest.items() if key != "scenarios"}))
    return total.hexdigest()


def _written(data: object) -> bytes:
    return json.dumps(data, sort_keys=True, default=str).encode()
