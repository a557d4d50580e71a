"""Where a commune receives people: its services with their counters."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.languages import Text
from app.store import territory


@dataclass(frozen=True, kw_only=True)
class CounterRow:
    """A counter: name, address and hours in both languages."""

    names: Text
    address: Text
    hours: Text


@dataclass(frozen=True, kw_only=True)
class ServiceRow:
    """A service of the commune with its counters, which may be none."""

    id: str
    names: Text
    counters: tuple[CounterRow, ...]


def list_service_rows(commune_id: str) -> Sequence[ServiceRow]:
    """Return the services of a commune by key, each with its counters. Two reads."""
    by_service: dict[str, list[CounterRow]] = {}
    for counter in territory.list_counters(commune_id):
        by_service.setdefault(counter.service_id, []).append(
            CounterRow(
                names={"ar": counter.name_ar, "fr": counter.name_fr},
                address={"ar": counter.address_ar, "fr": counter.address_fr},
                hours={"ar": counter.hours_ar, "fr": counter.hours_fr},
            )
        )
    return [
        ServiceRow(
            id=service.id,
            names={"ar": service.name_ar, "fr": service.name_fr},
            counters=tuple(by_service.get(service.id, ())),
        )
        for service in territory.list_services(commune_id)
    ]
