"""Packages that are tried again and again: made ready to run once, and run again only where something has changed."""

import hashlib
import json
from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from time import monotonic
from typing import Any

from app.deployments import Deployed, prepare
from app.procedures import ProcedurePackage
from app.procedures.layout import manifest_path
from app.scenarios.attachments import to_plain
from app.scenarios.coverage import Coverage, cover
from app.scenarios.report import ScenarioReport
from app.scenarios.runner import run_raw
from app.scenarios.trial import Played, Trial, play

KEPT_PACKAGES = 16
KEPT_TRIALS = 32
KEPT_REPORTS = 600


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
    return json.dumps(to_plain(data), sort_keys=True, default=str).encode()
