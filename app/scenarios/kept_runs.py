"""Runs of scenarios kept by content: a page that is opened again does not run them again."""

from collections import OrderedDict
from threading import Lock

from app.procedures import ProcedurePackage
from app.scenarios.report import PackageReport
from app.scenarios.runner import run_all

MOST_KEPT = 16


class _KeptRuns:
    def __init__(self) -> None:
        self._kept: OrderedDict[str, PackageReport] = OrderedDict()
        self._lock = Lock()

    def get(self, package: ProcedurePackage) -> PackageReport:
        digest = package.digest
        with self._lock:
            if digest in self._kept:
                self._kept.move_to_end(digest)
                return self._kept[digest]
        report = run_all(package)
        with self._lock:
            self._kept[digest] = report
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return report


_runs = _KeptRuns()


def run_once(package: ProcedurePackage) -> PackageReport:
    """Return what all scenarios of a package say. Raises DefinitionRefused or DecisionError when it cannot run."""
    return _runs.get(package)
