"""Who opened a personal file (law 09-08): a fact of the case's history, at most once an hour for each agent."""

from dataclasses import dataclass
from datetime import timedelta

from app.commands.bus import Unit, require
from app.domain import permissions
from app.store import cases, worklists

QUIET = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class RecordReading:
    """Write that an agent opened a case."""

    commune_id: str
    case_id: str

    def authorise(self, unit: Unit) -> None:
        """Whoever works on cases of this commune and service, or sees to its incidents."""
        case = cases.get_case(self.commune_id, self.case_id)
        needed = (permissions.WORK, permissions.RETRY)
        allowed = any(permissions.may(unit.actor, name, self.commune_id, case.service_id) for name in needed)
        require(allowed, "Expected an agent of this commune and service.")

    def handle(self, unit: Unit) -> None:
        case = cases.get_case(self.commune_id, self.case_id)
        agent_id = unit.actor.id or ""
        if worklists.was_read_since(case, actor_id=agent_id, since=unit.now - QUIET):
            return
        cases.record_event(
            case,
            "CaseRead",
            at=unit.now,
            actor_kind=unit.actor.kind,
            actor_name=unit.actor.name,
            data={"agent": agent_id},
        )
