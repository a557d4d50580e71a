"""Who opened a personal file (law 09-08): a fact of the case's history, at most once an hour for each agent."""

from dataclasses import dataclass
from datetime import timedelta

from app.commands.bus import Unit, require
from app.domain import permissions
from app.domain.actors import Actor
from app.store import cases, worklists
from app.store.models import Case

QUIET = timedelta(hours=1)


def may_open(actor: Actor, case: Case) -> bool:
    """Tell whether a person opens a case: agents of its service, and a professional whose role it asked."""
    if permissions.may(actor, permissions.WORK, case.commune_id, case.service_id):
        return True
    held = actor.roles_in(case.commune_id, case.service_id) & permissions.PROFESSIONAL_ROLES
    return bool(held) and cases.has_asked(case, held)


@dataclass(frozen=True, kw_only=True)
class RecordReading:
    """Write that an agent opened a case."""

    commune_id: str
    case_id: str

    def authorise(self, unit: Unit) -> None:
        """Whoever opens cases of this commune and service, or sees to its incidents."""
        case = cases.get_case(self.commune_id, self.case_id)
        mends = permissions.may(unit.actor, permissions.RETRY, self.commune_id, case.service_id)
        require(mends or may_open(unit.actor, case), "Expected an agent of this commune and service.")

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
