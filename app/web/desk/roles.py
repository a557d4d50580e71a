"""Names of roles outside of a procedure: the shared list of the library."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.commands.services import current_services
from app.domain.languages import choose
from app.procedures.yaml_source import read_mapping
from app.web.interface import language

PLATFORM_ROLES: Mapping[str, Mapping[str, str]] = {
    "operator": {"fr": "Exploitant de la plateforme", "ar": "مستغل المنصة"},
    "analyst": {"fr": "Analyste des procédures", "ar": "محلل المساطر"},
}
"""Roles that no diagram names."""


@cache
def _shared_roles(root: Path) -> Mapping[str, Mapping[str, str]]:
    file = root / "_shared" / "roles.yaml"
    return dict(read_mapping(file.read_bytes(), file=str(file.name)).data)


def role_title(role: str) -> str:
    """Return the name of a role in the language of the page."""
    names = {**_shared_roles(current_services().settings.processes_root), **PLATFORM_ROLES}
    return choose(names.get(role, {}), language()) or role
