"""Carries out a command: permission, one transaction, and the jobs' bell after the commit."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from app.commands.services import Services
from app.domain.actors import Actor
from app.domain.errors import MastaraError
from app.store.cases import CaseChanged
from app.store.database import transaction

ATTEMPTS = 5
"""How often an optimistic command is run when others keep changing its case."""

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
    """Run one command in one transaction and return its answer.

    A command that is `optimistic` reads its case without a lock; when another one wrote in between it is run again from
    the beginning, on the newer state.
    """
    attempts = ATTEMPTS if getattr(command, "optimistic", False) else 1
    for attempt in range(1, attempts + 1):
        try:
            return _execute_once(command, actor, services)
        except CaseChanged:
            if attempt == attempts:
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")


def _execute_once(command: Command[Answer], actor: Actor, services: Services) -> Answer:
    unit = Unit(actor=actor, services=services, now=services.clock.now())
    with transaction():
        command.authorise(unit)
        return command.handle(unit)


def require(allowed: bool, message: str, **details: Any) -> None:
    """Raise Forbidden with the message unless allowed."""
    if not allowed:
        raise Forbidden(message, **details)
