"""The groups of the catalogue, in the order in which citizens look for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.procedures.beginning import INTERNAL
from app.queries.catalogue import CatalogueEntry

TITLES: dict[str, str] = {
    "civil-status": "État civil",
    "certification": "Signatures et copies certifiées",
    "urban-planning": "Construction et urbanisme",
    "business": "Commerces et activités",
    "public-domain": "Occupation de l’espace public",
    "complaints": "Réclamations",
    "information": "Accès à l’information",
    "participation": "Participation à la vie de la commune",
    "taxes": "Taxes et redevances",
}
OTHER = "Autres démarches"


@dataclass(frozen=True, kw_only=True)
class CatalogueGroup:
    """A group of the catalogue; `title` is a French source text."""

    title: str
    entries: tuple[CatalogueEntry, ...]


def group_by_domain(entries: Sequence[CatalogueEntry]) -> list[CatalogueGroup]:
    """Return the groups that have procedures; domains without a name of their own come last, together.

    What only the administration begins for itself is not listed: nobody can ask for it.
    """
    entries = [entry for entry in entries if entry.domain != INTERNAL]
    groups = [
        CatalogueGroup(title=title, entries=tuple(entry for entry in entries if entry.domain == domain))
        for domain, title in TITLES.items()
    ]
    rest = tuple(entry for entry in entries if entry.domain not in TITLES)
    return [group for group in [*groups, CatalogueGroup(title=OTHER, entries=rest)] if group.entries]
