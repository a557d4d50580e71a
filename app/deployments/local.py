"""Procedures that communes wrote for themselves, as files from which a national one may begin."""

from app.procedures.library import own_files
from app.procedures.package import unpack_files
from app.procedures.renaming import renamed
from app.store import publication


def local_package_files(deployment_id: str) -> dict[str, bytes]:
    """Return the own files of a commune's published procedure by path. Raises DeploymentUnknown for any other."""
    row = publication.get_deployment(deployment_id)
    if row.commune_id is None:
        raise publication.DeploymentUnknown(
            f"Expected a procedure that a commune wrote, found the deployment “{deployment_id[:40]}” of the country."
        )
    return own_files(row.slug, unpack_files(row.package))


def national_start(deployment_id: str, slug: str, *, version: str = "1.0.0") -> dict[str, bytes]:
    """Return the files of a commune's procedure under a national name, for a draft of origin `local`."""
    files = local_package_files(deployment_id)
    return renamed(files, publication.get_deployment(deployment_id).slug, slug, version=version)
