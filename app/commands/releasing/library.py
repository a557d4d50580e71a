"""Publishes a version of the library, as it stands on disk: communes that offer the procedure follow it."""

from dataclasses import dataclass

from app.commands.bus import Unit, require
from app.commands.publishing import Published, new_deployment
from app.commands.releasing.effect import put_in_effect
from app.domain import permissions
from app.procedures import ProcedurePackage
from app.store import publication


@dataclass(frozen=True, kw_only=True)
class PublishLibraryVersion:
    """Freeze a checked package and put it in effect; communes with changes of their own are carried over.

    Files that were published before change nothing: they do not replace a later version.
    """

    package: ProcedurePackage
    published_by: str

    def authorise(self, unit: Unit) -> None:
        """An analyst of the DGCT, or the platform's operator."""
        allowed = unit.actor.kind == "system" or permissions.may(unit.actor, permissions.PUBLISH)
        require(allowed, "Expected an analyst of the DGCT.")

    def handle(self, unit: Unit) -> Published:
        known = publication.find_deployment_by_digest(self.package.digest, None)
        if known is not None:
            return Published(deployment_id=known.id, fresh=False)
        deployment = new_deployment(self.package, unit, published_by=self.published_by)
        publication.save(deployment)
        put_in_effect(deployment, unit)
        return Published(deployment_id=deployment.id, fresh=True)
