"""Published deployments, made ready to run at first use and kept in memory by id."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock

from app.deployments import Deployed, prepare
from app.domain.clock import SystemClock, next_midnight
from app.procedures import package_from_files
from app.procedures.package import unpack_files
from app.procedures.parameters import DatedValue
from app.procedures.tailoring import as_it_stands
from app.store import parameter_values, publication
from app.store.models import Deployment, ParameterValue

KEPT_DEPLOYMENTS = 128
Decided = tuple[tuple[str, DatedValue], ...]


class DeploymentCache:
    """Deployments by id: immutable, so a copy in memory is never stale.

    Values of parameters that were decided since are laid over it. They are read once a day: a value is decided for
    tomorrow at the earliest, so a process that read them today knows all that hold today.
    """

    def __init__(self, *, kept: int = KEPT_DEPLOYMENTS) -> None:
        self._kept = kept
        self._by_id: OrderedDict[str, Deployed] = OrderedDict()
        self._decided: Decided = ()
        self._good_until: datetime | None = None
        self._lock = Lock()

    def get(self, deployment_id: str) -> Deployed:
        """Return a deployment ready to run; loads it at first use. Raises DeploymentUnknown."""
        self._read_values()
        with self._lock:
            if deployment_id in self._by_id:
                self._by_id.move_to_end(deployment_id)
                return self._by_id[deployment_id]
            decided = self._decided
        return self._keep(publication.get_deployment(deployment_id), decided)

    def get_all(self, deployment_ids: Sequence[str]) -> Mapping[str, Deployed]:
        """Return deployments ready to run by id; all that are not in memory are loaded by one read.

        Raises DeploymentUnknown.
        """
        self._read_values()
        with self._lock:
            found = {key: self._by_id[key] for key in deployment_ids if key in self._by_id}
            decided = self._decided
        missing = [key for key in deployment_ids if key not in found]
        if missing:
            found |= {row.id: self._keep(row, decided) for row in publication.list_deployments(missing)}
        return {key: found[key] if key in found else self.get(key) for key in deployment_ids}

    def _keep(self, row: Deployment, decided: Decided) -> Deployed:
        files = unpack_files(row.package)
        package = as_it_stands(row.slug, files) if row.base_id is None else package_from_files(row.slug, files)
        deployed = _with_values(prepare(package), decided)
        with self._lock:
            self._by_id[row.id] = deployed
            while len(self._by_id) > self._kept:
                self._by_id.popitem(last=False)
        return deployed

    def read_values_again(self) -> None:
        """Read the decided values at the next use: one was just added in this process."""
        with self._lock:
            self._good_until = None

    def _read_values(self) -> None:
        now = SystemClock().now()
        with self._lock:
            if self._good_until is not None and now < self._good_until:
                return
        decided = tuple(_dated(row) for row in parameter_values.list_values())
        with self._lock:
            self._good_until = next_midnight(now)
            if decided != self._decided:
                self._decided = decided
                self._by_id.clear()


def _dated(row: ParameterValue) -> tuple[str, DatedValue]:
    value = row.value["value"]
    return row.key, DatedValue(since=row.since, value=value, legal_ref=row.legal_ref, source=row.source)


def _with_values(deployed: Deployed, decided: Decided) -> Deployed:
    if not decided:
        return deployed
    parameters = deployed.package.parameters.with_values(decided)
    return replace(deployed, package=replace(deployed.package, parameters=parameters))
