"""Runs of scenarios kept by content: a page that is opened again does not run them again."""

import hashlib
from collections import OrderedDict
from threading import Lock

from app.procedures import ProcedurePackage
from app.scenarios.report import PackageReport
from app.scenarios.runner import run_all

MOST_KEPT = 16
_SAID_ONLY = ("/translations/", "/documents/", "/overlays/", "/CHANGELOG.md")
"""Parts of paths of files that are read or printed by people: no scenario goes otherwise because of them."""


class _KeptRuns:
    def __init__(self) -> None:
        self._kept: OrderedDict[str, PackageReport] = OrderedDict()
        self._lock = Lock()

    def get(self, package: ProcedurePackage) -> PackageReport:
        digest = _behaviour(package)
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


def _behaviour(package: ProcedurePackage) -> str:
    """Return a digest of the files that a run depends on: communes that change a text only share one run."""
    total = hashlib.sha256(package.key.encode())
    for path in sorted(package.files):
        if not any(part in path for part in _SAID_ONLY):
            total.update(path.encode() + b"\0" + hashlib.sha256(package.files[path]).digest())
    return total.hexdigest()


_runs = _KeptRuns()


def run_once(package: ProcedurePackage) -> PackageReport:
    """Return what all scenarios of a package say. Raises DefinitionRefused or DecisionError when it cannot run."""
    return _runs.get(package)
