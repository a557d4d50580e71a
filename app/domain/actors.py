"""Who acts: a citizen, an agent of an administration, or the platform itself."""

from dataclasses import dataclass, field
from typing import Literal

ActorKind = Literal["citizen", "agent", "system"]
CITIZEN_ROLE = "citizen"


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """A role held in a commune (None: in the whole country) and in a service (None: in all of them)."""

    role: str
    commune_id: str | None
    service_id: str | None = None

    def covers(self, commune_id: str, service_id: str | None) -> bool:
        """Tell whether the role counts for a case of this commune and service."""
        in_commune = self.commune_id is None or self.commune_id == commune_id
        return in_commune and (self.service_id is None or service_id is None or self.service_id == service_id)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The author of a command."""

    kind: ActorKind
    name: str
    id: str | None = None
    assignments: frozenset[Assignment] = field(default_factory=frozenset)
    case_ids: frozenset[str] = field(default_factory=frozenset)
    """The cases that a citizen proved to follow with a tracking code."""

    def roles_in(self, commune_id: str, service_id: str | None = None) -> frozenset[str]:
        """Return the roles that count for a case of this commune and service."""
        return frozenset(item.role for item in self.assignments if item.covers(commune_id, service_id))

    def holds(self, role: str, commune_id: str, service_id: str | None = None) -> bool:
        """Tell whether the actor's role counts for a case of this commune and service."""
        return any(item.role == role and item.covers(commune_id, service_id) for item in self.assignments)

    def works_in(self, commune_id: str) -> bool:
        """Tell whether the actor holds any role in the commune."""
        return any(item.commune_id in (None, commune_id) for item in self.assignments)

    @property
    def all_roles(self) -> frozenset[str]:
        """Return every role held anywhere."""
        return frozenset(item.role for item in self.assignments)


SYSTEM = Actor(kind="system", name="Mastara")
