"""Carries out a command: permission, one transaction, and the jobs' bell after the commit."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from app.commands.services import Services
from app.domain.actors import Actor
from app.domain.errors import MastaraError
from app.store.database import transaction

Answer = TypeVar("Answer", covariant=True)


class Forbidden(MastaraError):
    """The actor lacks the permission that the command needs."""

    code = "forbidden"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What a command works with: the actor, the moment, the services; the transaction is open.

    `seen` holds what `authorise` has read, so that `handle` need not read it again.
    """

    actor: Actor
    services: Services
    now: datetime
    seen: dict[str, Any] = field(default_factory=dict)


class Command(Protocol, Generic[Answer]):
    """One use case: a frozen dataclass that decides whether it may run, and runs."""

    def authorise(self, unit: Unit) -> None:
        """Raise Forbidden (or an unknown-thing error) unless the actor may do this."""

    def handle(self, unit: Unit) -> Answer:
        """Do it inside the open transaction; effects on the outside are left to jobs."""


def execute(command: Command[Answer], *, actor: Actor, services: Services) -> Answer:
    """Run one command in one transaction and return its answer."""
    unit = Unit(actor=actor, services=services, now=services.clock.now())
    with transaction():
        command.authorise(unit)
        return command.handle(unit)


def require(allowed: bool, message: str, **details: Any) -> None:
    """Raise Forbidden with the message unless allowed."""
    if not allowed:
        raise Forbidden(message, **details)
