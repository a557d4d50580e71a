"""Takes over what a register held before the platform kept it: entries without a case, numbered like any other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.commands.bus import Unit, require
from app.commands.inscribing import find_kind, write_entry


@dataclass(frozen=True, kw_only=True)
class TakeOverEntries:
    """Write entries into a shared register of a commune; answers their numbers. Raises RegisterRefused.

    `state` is the one in which they are taken over; the first of the register when it is None.
    """

    commune_id: str
    register: str
    entries: Sequence[Mapping[str, Any]]
    state: str | None = None

    def authorise(self, unit: Unit) -> None:
        """The platform itself: the terminal and the demonstration."""
        require(unit.actor.kind == "system", "Expected the platform: agents write into registers by their cases.")

    def handle(self, unit: Unit) -> list[str]:
        kind = find_kind(unit.services.library.registers(), self.register)
        return [write_entry(self.commune_id, kind, entry, unit, state=self.state).number for entry in self.entries]
