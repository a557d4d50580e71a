"""Opens the demonstration communes: services, counters and accounts."""

from collections.abc import Mapping
from typing import Any

from app.cli.demo.reading import read_communes
from app.commands.accounts import AssignRole, CreateAgent
from app.commands.bus import execute
from app.commands.services import Services
from app.domain.actors import SYSTEM
from app.domain.codes import new_id
from app.domain.languages import read_language
from app.store import people, territory
from app.store.database import transaction
from app.store.models import Counter, Service


def demo_commune_ids() -> list[str]:
    """Return the codes of the demonstration communes."""
    return [commune["code"] for commune in read_communes()["communes"]]


def count_agents() -> int:
    """Return how many accounts the demonstration has."""
    data = read_communes()
    return len(data["national"]) + sum(len(commune["agents"]) for commune in data["communes"])


def open_communes() -> int:
    """Put the communes online with services and counters; return how many were not open before."""
    return sum(_open(entry) for entry in read_communes()["communes"])


def _open(entry: Mapping[str, Any]) -> bool:
    data = read_communes()
    with transaction():
        commune = territory.get_commune_by_id(entry["code"])
        commune.online = True
        if territory.list_services(commune.id):
            return False
        services = {
            row["key"]: Service(
                id=new_id(), commune_id=commune.id, key=row["key"], name_ar=row["ar"], name_fr=row["fr"]
            )
            for row in data["services"]
        }
        territory.add_all(services.values())
        territory.add_all(
            Counter(
                id=new_id(),
                commune_id=commune.id,
                service_id=services[row["service"]].id,
                arrondissement_code=row.get("arrondissement"),
                name_ar=row["ar"],
                name_fr=row["fr"],
                address_ar=row["address_ar"],
                address_fr=row["address_fr"],
                hours_ar=data["hours"]["ar"],
                hours_fr=data["hours"]["fr"],
            )
            for row in entry["counters"]
        )
        return True


def add_agents(services: Services, *, done: Any) -> int:
    """Create the accounts that are missing, calling `done` after each; return how many were created."""
    data = read_communes()
    created = 0
    for commune in data["communes"]:
        for entry in commune["agents"]:
            username = f"{entry['login']}@{commune['login']}"
            created += _add(entry, username, commune["code"], services)
            done()
    for entry in data["national"]:
        created += _add(entry, entry["login"], None, services)
        done()
    return created


def _add(entry: Mapping[str, Any], username: str, commune_id: str | None, services: Services) -> bool:
    if people.find_agent_by_username(username) is not None:
        return False
    data = read_communes()
    title = entry.get("title") or data["titles"][entry["roles"][0]]
    create = CreateAgent(
        username=username,
        password=data["password"],
        name_ar=entry["ar"],
        name_fr=entry["fr"],
        title_ar=title["ar"],
        title_fr=title["fr"],
        language=read_language(entry["language"]),
        email=username,
        demo=True,
    )
    execute(create, actor=SYSTEM, services=services)
    for role in entry["roles"]:
        key = None if entry.get("whole_commune") else data["service_of_role"].get(role)
        service_id = _service_id(commune_id, key)
        assign = AssignRole(username=username, role=role, commune_id=commune_id, service_id=service_id)
        execute(assign, actor=SYSTEM, services=services)
    return True


def _service_id(commune_id: str | None, key: str | None) -> str | None:
    if commune_id is None or key is None:
        return None
    return next(service.id for service in territory.list_services(commune_id) if service.key == key)
