"""Published deployments, made ready to run at first use and kept in memory by id."""

from collections import OrderedDict
from threading import Lock

from app.deployments import Deployed, prepare
from app.procedures import package_from_files
from app.procedures.package import unpack_files
from app.store import publication

KEPT_DEPLOYMENTS = 128


class DeploymentCache:
    """Deployments by id: immutable, so a copy in memory is never stale."""

    def __init__(self, *, kept: int = KEPT_DEPLOYMENTS) -> None:
        self._kept = kept
        self._by_id: OrderedDict[str, Deployed] = OrderedDict()
        self._lock = Lock()

    def get(self, deployment_id: str) -> Deployed:
        """Return a deployment ready to run; loads it at first use. Raises DeploymentUnknown."""
        with self._lock:
            if deployment_id in self._by_id:
                self._by_id.move_to_end(deployment_id)
                return self._by_id[deployment_id]
        row = publication.get_deployment(deployment_id)
        deployed = prepare(package_from_files(row.slug, unpack_files(row.package)))
        with self._lock:
            self._by_id[deployment_id] = deployed
            while len(self._by_id) > self._kept:
                self._by_id.popitem(last=False)
        return deployed
