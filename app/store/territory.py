"""Reads and loads the country: regions, provinces, communes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.domain.errors import MastaraError
from app.languages import collation_key
from app.store.database import database
from app.store.models import Arrondissement, Commune, Counter, Province, Region, Service


class CommuneUnknown(MastaraError):
    """No commune has this address or code."""

    code = "commune-unknown"


@dataclass(frozen=True, kw_only=True)
class CommuneNames:
    """What does not change of a commune: its code, address, names and kind (urban or rural)."""

    id: str
    slug: str
    name_ar: str
    name_fr: str
    kind: str


@lru_cache(maxsize=2_048)
def get_named_commune(commune_id: str) -> CommuneNames:
    """Return the lasting facts of a commune, read once a process. Raises CommuneUnknown."""
    row = get_commune_by_id(commune_id)
    return CommuneNames(id=row.id, slug=row.slug, name_ar=row.name_ar, name_fr=row.name_fr, kind=row.kind)


def _with_places() -> tuple[object, object]:
    return joinedload(Commune.province), joinedload(Commune.region)


def find_commune(slug: str) -> Commune | None:
    """Return the commune with its province and region, or None."""
    statement = select(Commune).where(Commune.slug == slug).options(*_with_places())  # type: ignore[arg-type]
    return database.session.scalar(statement)


def get_commune(slug: str) -> Commune:
    """Return the commune of an address. Raises CommuneUnknown."""
    commune = find_commune(slug)
    if commune is None:
        raise CommuneUnknown(f"Expected the address of one of the 1,503 communes, found “{slug}”.", slug=slug)
    return commune


def get_commune_by_id(commune_id: str) -> Commune:
    """Return the commune of a code. Raises CommuneUnknown."""
    statement = select(Commune).where(Commune.id == commune_id).options(*_with_places())  # type: ignore[arg-type]
    commune = database.session.scalar(statement)
    if commune is None:
        raise CommuneUnknown(f"Expected the code of a commune, found “{commune_id}”.", commune_id=commune_id)
    return commune


def find_commune_by_id(commune_id: str) -> Commune | None:
    """Return the commune of a code, without its province and region, or None."""
    return database.session.get(Commune, commune_id)


def search_communes(query: str, *, limit: int = 20) -> Sequence[Commune]:
    """Return communes whose name in either script contains every word; exact beginnings and big ones first."""
    words = collation_key(query).split()
    if not words:
        return []
    statement = select(Commune).options(*_with_places())  # type: ignore[arg-type]
    for word in words:
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement = statement.where(Commune.search_key.like(f"%{escaped}%", escape="\\"))
    key = " ".join(words)
    begins = Commune.search_key.like(f"{key}%") | Commune.search_key.like(f"%|{key}%")
    statement = statement.order_by(begins.desc(), Commune.population.desc()).limit(limit)
    return database.session.scalars(statement).all()


def list_regions() -> Sequence[Region]:
    """Return the 12 regions in official order."""
    return database.session.scalars(select(Region).order_by(Region.code)).all()


def find_region(code: str) -> Region | None:
    """Return a region or None."""
    return database.session.get(Region, code)


def find_province(code: str) -> Province | None:
    """Return a province or None."""
    return database.session.get(Province, code)


def list_provinces(region_code: str) -> Sequence[Province]:
    """Return the provinces of a region that have communes of their own, by code."""
    statement = select(Province).where(Province.region_code == region_code, Province.communes > 0)
    return database.session.scalars(statement.order_by(Province.code)).all()


def list_communes(province_code: str) -> Sequence[Commune]:
    """Return the communes of a province: towns first, then by name."""
    statement = select(Commune).where(Commune.province_code == province_code)
    return database.session.scalars(statement.order_by(Commune.kind.desc(), Commune.search_key)).all()


def list_online_communes() -> Sequence[Commune]:
    """Return the communes that receive requests online."""
    statement = select(Commune).where(Commune.online).options(*_with_places())  # type: ignore[arg-type]
    return database.session.scalars(statement.order_by(Commune.population.desc())).all()


def count_communes() -> int:
    """Return how many communes are loaded."""
    return database.session.scalar(select(func.count()).select_from(Commune)) or 0


def list_services(commune_id: str) -> Sequence[Service]:
    """Return the services of a commune by key."""
    statement = select(Service).where(Service.commune_id == commune_id).order_by(Service.key)
    return database.session.scalars(statement).all()


def list_counters(commune_id: str) -> Sequence[Counter]:
    """Return the counters of a commune by name."""
    statement = select(Counter).where(Counter.commune_id == commune_id).order_by(Counter.name_fr)
    return database.session.scalars(statement).all()


def find_counter(commune_id: str, counter_id: str) -> Counter | None:
    """Return a counter of the commune, or None."""
    statement = select(Counter).where(Counter.commune_id == commune_id, Counter.id == counter_id)
    return database.session.scalar(statement)


def add_all(rows: Iterable[Region | Province | Commune | Arrondissement | Service | Counter]) -> None:
    """Add rows of the country; the caller's transaction commits them."""
    database.session.add_all(rows)
    database.session.flush()
