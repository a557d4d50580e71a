"""The catalogue: the national sheets, and which of them a commune offers online."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.languages import Text
from app.store import publication, releases
from app.store.models import Deployment, Offering


@dataclass(frozen=True, kw_only=True)
class CatalogueEntry:
    """A procedure as a list shows it. `offered` is false where the commune has no online service for it."""

    slug: str
    domain: str
    titles: Text
    summaries: Text
    deployment_id: str
    offered: bool
    open: bool
    closed_reason: Text
    service_id: str | None = None
    """The service of the commune that handles it, None where the commune named none."""
    retired: bool = False
    """True when the country takes no new cases of it; `closed_reason` says why."""

    @property
    def may_start(self) -> bool:
        """Tell whether a request may begin now."""
        return self.offered and self.open and not self.retired


def list_catalogue(commune_id: str | None) -> Sequence[CatalogueEntry]:
    """Return every procedure in use by domain and slug, as the commune (None: nobody) offers it. Three reads."""
    offered = {} if commune_id is None else _offered_by(commune_id)
    entries = {row.slug: _entry(row, None) for row in publication.list_newest_deployments()} | offered
    retired = releases.list_retired()
    listed = (entry for entry in entries.values() if entry.slug not in retired)
    return sorted(listed, key=lambda entry: (entry.domain, entry.slug))


def find_entry(commune_id: str | None, slug: str) -> CatalogueEntry | None:
    """Return one procedure as the commune offers it, else its national sheet, else None."""
    offering = None if commune_id is None else publication.find_offering(commune_id, slug)
    shown = publication.get_deployment(offering.deployment_id) if offering else publication.find_newest_deployment(slug)
    if shown is None:
        return None
    state = releases.find_state(slug)
    if state is None or state.retired_at is None:
        return _entry(shown, offering)
    why = {"ar": state.retired_reason_ar, "fr": state.retired_reason_fr}
    return replace(_entry(shown, offering), retired=True, closed_reason=why)


def _offered_by(commune_id: str) -> dict[str, CatalogueEntry]:
    rows = publication.list_offerings(commune_id)
    return {offering.slug: _entry(deployment, offering) for offering, deployment in rows}


def _entry(deployment: Deployment, offering: Offering | None) -> CatalogueEntry:
    return CatalogueEntry(
        slug=deployment.slug,
        domain=deployment.domain,
        titles=deployment.titles,
        summaries=deployment.summaries,
        deployment_id=deployment.id,
        offered=offering is not None,
        open=offering is not None and offering.open,
        service_id=offering.service_id if offering else None,
        closed_reason={"ar": offering.closed_reason_ar, "fr": offering.closed_reason_fr} if offering else {},
    )
