"""A published package as its files say it, without the values of the law that were decided since."""

from functools import lru_cache

from app.procedures import ProcedurePackage, package_from_files
from app.procedures.package import unpack_files
from app.store import publication

MOST_KEPT = 32


@lru_cache(maxsize=MOST_KEPT)
def published_package(deployment_id: str) -> ProcedurePackage:
    """Return the package of a deployment, kept by id: it never changes. Raises DeploymentUnknown.

    Two versions are compared by what was written in each: a value decided since holds for both.
    """
    row = publication.get_deployment(deployment_id)
    return package_from_files(row.slug, unpack_files(row.package))
