"""The catalogue of a commune, or of the country, for machines: what may be published, and what is refused and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.languages import Text
from app.procedures import ProcedurePackage
from app.procedures.authoring.sheet_demands import missing_demands
from app.procedures.beginning import INTERNAL, ONLINE
from app.queries.catalogue import CatalogueEntry, list_catalogue
from app.queries.public_services.describing import describe
from app.queries.public_services.services import PublicService

Packages = Callable[[Sequence[str]], Mapping[str, ProcedurePackage]]
"""Gives the packages of deployments by id, all that are not in memory yet by one read."""


@dataclass(frozen=True, kw_only=True)
class RefusedService:
    """A procedure that stays out of the catalogue: `missing` are the demands of article 6 that it leaves open."""

    slug: str
    version: str
    titles: Text
    deployment_id: str
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PublishedCatalogue:
    """What machines read, and what was kept from them; both by domain and slug."""

    services: tuple[PublicService, ...]
    refused: tuple[RefusedService, ...]


def read_published_catalogue(commune_id: str | None, *, day: date, packages: Packages) -> PublishedCatalogue:
    """Return the services that users may ask for, as the commune (None: the country) offers them.

    A sheet that lacks an item of article 6 of law 55-19 may not be published (art. 5, 26): it is among the refused.
    Four reads at most, however many there are.
    """
    entries = [entry for entry in list_catalogue(commune_id) if entry.domain != INTERNAL]
    found = packages([entry.deployment_id for entry in entries])
    services, refused = [], []
    for entry in entries:
        package = found[entry.deployment_id]
        missing = missing_demands(package.key, package.files)
        if missing:
            refused.append(_refused(entry, package, missing))
        else:
            services.append(_service(entry, package, day, national=commune_id is None))
    return PublishedCatalogue(services=tuple(services), refused=tuple(refused))


def _service(entry: CatalogueEntry, package: ProcedurePackage, day: date, *, national: bool) -> PublicService:
    declared = tuple(package.manifest["channels"])
    received = declared if national or entry.offered else tuple(one for one in declared if one != ONLINE)
    begins = entry.may_start and ONLINE in declared and package.bpmn.may_be_filed
    return describe(package, day=day, channels=received, online=begins)


def _refused(entry: CatalogueEntry, package: ProcedurePackage, missing: tuple[str, ...]) -> RefusedService:
    return RefusedService(
        slug=entry.slug,
        version=package.version,
        titles=entry.titles,
        deployment_id=entry.deployment_id,
        missing=missing,
    )
