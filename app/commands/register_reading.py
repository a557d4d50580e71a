"""Who read or printed a register (law 09-08): a register holds the names of many persons, reading it leaves a trace."""

from dataclasses import dataclass
from datetime import timedelta

from app.commands.bus import Unit, require
from app.domain import permissions
from app.domain.codes import new_id
from app.store import registers
from app.store.models import RegisterReading

QUIET = timedelta(hours=1)
READ, PRINT = "read", "print"


@dataclass(frozen=True, kw_only=True)
class RecordRegisterReading:
    """Write that an agent read a register; a search repeated within the hour once, each printing."""

    commune_id: str
    register: str
    year: int
    way: str
    search: str
    entries: int

    def authorise(self, unit: Unit) -> None:
        """Whoever may read registers of this commune, its own or the shared ones."""
        allowed = any(
            permissions.may(unit.actor, permission, self.commune_id)
            for permission in (permissions.READ_REGISTER, permissions.READ_INSCRIPTIONS)
        )
        require(allowed, "Expected an agent who may read the registers of this commune.")

    def handle(self, unit: Unit) -> None:
        reading = RegisterReading(
            id=new_id(),
            commune_id=self.commune_id,
            register=self.register,
            year=self.year,
            way=self.way,
            search=self.search,
            entries=self.entries,
            agent_id=unit.actor.id or "",
            agent_name=unit.actor.name,
            at=unit.now,
        )
        if self.way == PRINT or not registers.was_read_since(reading, unit.now - QUIET):
            registers.add_reading(reading)
