"""A commune offers a procedure that it wrote and published itself to its citizens."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.publishing import OfferProcedure
from app.commands.tailoring.noting import note_act, require_tailor
from app.store import publication


@dataclass(frozen=True, kw_only=True)
class OfferLocalProcedure:
    """Take requests of the commune's own procedure, on the version in effect; returns the id of its deployment.

    Raises DeploymentUnknown for a procedure that this commune has not published.
    """

    commune_id: str
    slug: str
    service_id: str | None = None

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> str:
        current = publication.find_newest_deployment(self.slug, self.commune_id)
        if current is None:
            raise publication.DeploymentUnknown(
                f"Expected a procedure that the commune has published, found “{self.slug[:80]}”: publish it first."
            )
        OfferProcedure(deployment_id=current.id, slug=self.slug, communes=[(self.commune_id, self.service_id)]).handle(
            unit
        )
        offering = publication.find_offering(self.commune_id, self.slug)
        assert offering is not None, "it has just been written"
        offering.open, offering.closed_reason_ar, offering.closed_reason_fr = True, "", ""
        note_act(unit, "offered", self.commune_id, self.slug, version=current.version)
        return current.id
