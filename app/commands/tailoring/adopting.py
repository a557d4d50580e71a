"""A commune adopts a national procedure, opens it to citizens, closes it with a reason."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.publishing import OfferProcedure
from app.commands.tailoring.errors import AlreadyAdopted, NothingNational, TailoringRefused
from app.commands.tailoring.noting import SHORTEST_REASON, cleaned, note_act, require_tailor
from app.store import publication, releases, tailoring, territory
from app.store.models import Deployment, Offering, Tailoring

PREPARING = {"fr": "La commune prépare cette procédure.", "ar": "الجماعة بصدد تهيئة هذه المسطرة."}


@dataclass(frozen=True, kw_only=True)
class AdoptProcedure:
    """Take a national procedure into the commune's workshop; it stays closed to citizens until it is opened.

    A commune that offers it already only gets its workshop.
    """

    commune_id: str
    slug: str
    service_id: str | None = None

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune, or the platform for a province."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> None:
        if tailoring.find_tailoring(self.commune_id, self.slug) is not None:
            raise AlreadyAdopted(f"Expected a procedure that is not adopted yet, found “{self.slug}”.")
        base = national_version(self.slug)
        if publication.find_offering(self.commune_id, self.slug) is None:
            publication.save(_closed_offering(self.commune_id, base, self.service_id))
        tailoring.add(new_workshop(self.commune_id, base, unit))
        note_act(unit, "adopted", self.commune_id, self.slug, version=base.version)


def new_workshop(commune_id: str, base: Deployment, unit: Unit) -> Tailoring:
    """Return an empty workshop on a national version, not yet saved."""
    return Tailoring(
        commune_id=commune_id,
        slug=base.slug,
        base_id=base.id,
        operations=[],
        details={},
        revision=1,
        current_id=None,
        adopted_at=unit.now,
        adopted_by=unit.actor.name,
        updated_at=unit.now,
        updated_by=unit.actor.name,
    )


def national_version(slug: str) -> Deployment:
    """Return the national version that new cases follow. Raises NothingNational."""
    base = publication.find_newest_deployment(slug)
    state = releases.find_state(slug)
    if base is None or (state is not None and state.retired_at is not None):
        raise NothingNational(f"Expected a national procedure in effect, found none for “{slug[:80]}”.")
    return base


def _closed_offering(commune_id: str, base: Deployment, service_id: str | None) -> Offering:
    return Offering(
        commune_id=commune_id,
        slug=base.slug,
        deployment_id=base.id,
        service_id=service_id,
        open=False,
        closed_reason_ar=PREPARING["ar"],
        closed_reason_fr=PREPARING["fr"],
    )


@dataclass(frozen=True, kw_only=True)
class OpenToCitizens:
    """Take requests from now on; what begins cases by itself begins them from now on too."""

    commune_id: str
    slug: str
    service_id: str | None = None

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune, or the platform for a province."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> None:
        offering = _offering(self.commune_id, self.slug)
        service_id = self.service_id or offering.service_id
        offering.open, offering.closed_reason_ar, offering.closed_reason_fr = True, "", ""
        territory.get_commune_by_id(self.commune_id).online = True
        OfferProcedure(
            deployment_id=offering.deployment_id, slug=self.slug, communes=[(self.commune_id, service_id)]
        ).handle(unit)
        note_act(unit, "opened", self.commune_id, self.slug)


@dataclass(frozen=True, kw_only=True)
class CloseToCitizens:
    """Take no more requests; citizens read the reason in their language, running cases go on."""

    commune_id: str
    slug: str
    reason_fr: str
    reason_ar: str

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> None:
        offering = _offering(self.commune_id, self.slug)
        french, arabic = cleaned(self.reason_fr)[:240], cleaned(self.reason_ar)[:240]
        if min(len(french), len(arabic)) < SHORTEST_REASON:
            raise TailoringRefused(f"Expected a reason of {SHORTEST_REASON} signs or more in both languages.")
        offering.open, offering.closed_reason_fr, offering.closed_reason_ar = False, french, arabic
        note_act(unit, "closed", self.commune_id, self.slug, reason=french)


def _offering(commune_id: str, slug: str) -> Offering:
    offering = publication.find_offering(commune_id, slug)
    if offering is None:
        raise tailoring.TailoringUnknown(f"Expected a procedure that the commune has adopted, found “{slug[:80]}”.")
    return offering
