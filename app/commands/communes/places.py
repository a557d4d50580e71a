"""Keeps the services and counters of a commune, and says which service is in charge of a procedure."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.tailoring.noting import require_tailor
from app.domain.codes import new_id
from app.domain.errors import MastaraError
from app.domain.texts import plain_text
from app.store import publication, territory
from app.store.models import Counter, Service
from app.store.tailoring import TailoringUnknown

LONGEST: Mapping[str, int] = {"name": 160, "address": 240, "hours": 160}
"""Signs of each text of a counter."""
LONGEST_SERVICE = 120


class PlaceRefused(MastaraError):
    """A text of a counter or of a service is missing in one of the languages; `missing` names the inputs."""

    code = "place-refused"

    def __init__(self, message: str, *, missing: tuple[str, ...]) -> None:
        super().__init__(message)
        self.missing = missing


class PlaceUnknown(MastaraError):
    """The commune has no such counter or service."""

    code = "place-unknown"


@dataclass(frozen=True, kw_only=True)
class KeepService:
    """Add a service to a commune; the answer is its id. Raises PlaceRefused."""

    commune_id: str
    name_fr: str
    name_ar: str

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune, or the platform for a province."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> str:
        names = {name: plain_text(getattr(self, name), longest=LONGEST_SERVICE) for name in ("name_fr", "name_ar")}
        _require_all(names)
        known = territory.list_services(self.commune_id)
        same = next((one for one in known if one.name_fr == names["name_fr"]), None)
        if same is not None:
            return same.id
        service = Service(id=new_id(), commune_id=self.commune_id, key=_free_key({one.key for one in known}), **names)
        territory.add_all([service])
        return service.id


@dataclass(frozen=True, kw_only=True)
class KeepCounter:
    """Add a counter to a commune, or change one (`counter_id`). Raises PlaceRefused, PlaceUnknown.

    `texts`: name_fr, name_ar, address_fr, address_ar, hours_fr, hours_ar.
    """

    commune_id: str
    service_id: str
    texts: Mapping[str, str]
    counter_id: str | None = None

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune, or the platform for a province."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> str:
        require_service(self.commune_id, self.service_id)
        texts = {
            f"{part}_{code}": plain_text(self.texts.get(f"{part}_{code}", ""), longest=longest)
            for part, longest in LONGEST.items()
            for code in ("fr", "ar")
        }
        _require_all(texts)
        counter = self._counter()
        counter.service_id = self.service_id
        for name, text in texts.items():
            setattr(counter, name, text)
        territory.add_all([counter])
        return counter.id

    def _counter(self) -> Counter:
        if self.counter_id is None:
            return Counter(id=new_id(), commune_id=self.commune_id)
        found = territory.find_counter(self.commune_id, self.counter_id)
        if found is None:
            raise PlaceUnknown(f"Expected a counter of the commune, found “{self.counter_id[:40]}”.")
        return found


@dataclass(frozen=True, kw_only=True)
class ChooseService:
    """Say which service of the commune is in charge of a procedure that it offers."""

    commune_id: str
    slug: str
    service_id: str

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune, or the platform for a province."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> None:
        require_service(self.commune_id, self.service_id)
        offering = publication.find_offering(self.commune_id, self.slug)
        if offering is None:
            raise TailoringUnknown(f"Expected a procedure that the commune has adopted, found “{self.slug[:80]}”.")
        offering.service_id = self.service_id


def require_service(commune_id: str, service_id: str) -> None:
    """Raise PlaceUnknown unless the commune has the service."""
    if service_id not in {one.id for one in territory.list_services(commune_id)}:
        raise PlaceUnknown(f"Expected a service of the commune, found “{service_id[:40]}”.")


def _require_all(texts: Mapping[str, str]) -> None:
    missing = tuple(name for name, text in texts.items() if not text)
    if missing:
        names = ", ".join(missing)
        raise PlaceRefused(f"Expected every text in both languages, found none for {names}.", missing=missing)


def _free_key(taken: set[str]) -> str:
    return next(key for number in range(1, len(taken) + 2) if (key := f"service-{number}") not in taken)
