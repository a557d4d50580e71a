"""The procedures of a commune with the state of its changes, and the national ones that it may still adopt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.store import adoptions, publication, releases, tailoring
from app.store.adoptions import Adoption, Publications
from app.store.models import Deployment, Offering, Tailoring

State = Literal["behind", "closed", "unpublished", "scheduled", "tailored", "national"]


@dataclass(frozen=True, kw_only=True)
class ListedWorkshop:
    """A procedure that the commune offers. `row` is None as long as nobody opened its workshop."""

    offering: Offering
    deployment: Deployment
    row: Tailoring | None
    national: Deployment | None
    published: Publications | None

    @property
    def states(self) -> tuple[State, ...]:
        """What a commune should know of it, the most pressing first."""
        row = self.row
        found: dict[State, bool] = {
            "behind": row is not None and self.national is not None and row.base_id != self.national.id,
            "closed": not self.offering.open,
            "unpublished": row is not None and has_unpublished(row, self.published),
            "scheduled": self.published is not None and self.published.scheduled,
            "tailored": row is not None and row.current_id is not None,
            "national": row is None or row.current_id is None,
        }
        return tuple(state for state, holds in found.items() if holds)


@dataclass(frozen=True, kw_only=True)
class Adoptable:
    """A national procedure that the commune does not offer yet, with what other communes did."""

    deployment: Deployment
    adoption: Adoption


def has_unpublished(row: Tailoring, published: Publications | None) -> bool:
    """Tell whether the workshop was changed after everything that the commune published of it."""
    if published is None:
        return bool(row.operations)
    return row.updated_at > published.last_at


def list_workshops(commune_id: str) -> Sequence[ListedWorkshop]:
    """Return what the commune offers of national procedures, by slug."""
    rows = {row.slug: row for row in tailoring.list_tailorings(commune_id)}
    published = adoptions.list_publications(commune_id)
    national = {one.slug: one for one in publication.list_newest_deployments()}
    return [
        ListedWorkshop(
            offering=offering,
            deployment=deployment,
            row=rows.get(offering.slug),
            national=national.get(offering.slug),
            published=published.get(offering.slug),
        )
        for offering, deployment in publication.list_offerings(commune_id)
        if deployment.commune_id is None
    ]


def list_adoptable(commune_id: str) -> Sequence[Adoptable]:
    """Return the national procedures in effect that the commune does not offer, by slug."""
    held = {offering.slug for offering, _ in publication.list_offerings(commune_id)}
    retired = releases.list_retired()
    figures = adoptions.count_adoptions()
    return [
        Adoptable(deployment=one, adoption=figures.get(one.slug, Adoption()))
        for one in publication.list_newest_deployments()
        if one.slug not in held and one.slug not in retired
    ]
