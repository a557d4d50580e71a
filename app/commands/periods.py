"""The legal period of a case: begun at filing, begun again when the file is complete (law 55-19 art. 10 and 16)."""

from app.commands.bus import Unit
from app.deadlines import due_at, last_day
from app.deployments import Deployed, period_of
from app.domain.codes import new_id
from app.store import cases
from app.store.models import Case, Deadline

LEGAL = "legal"


def start_period(case: Case, deployed: Deployed, unit: Unit) -> None:
    """Write the legal period that runs from the filing, and the case's own date."""
    parameter = deployed.package.parameters[deployed.package.manifest["deadline"]["parameter"]]
    period = period_of(parameter, case.filed_at)
    calendar = unit.services.calendar
    case.due_at = due_at(period, unit.now, calendar)
    cases.add(
        Deadline(
            id=new_id(),
            commune_id=case.commune_id,
            case_id=case.id,
            kind=LEGAL,
            parameter=parameter.key,
            state="running",
            started_at=unit.now,
            last_day=last_day(period, unit.now, calendar),
            due_at=case.due_at,
        )
    )


def restart_period(case: Case, deployed: Deployed, unit: Unit) -> None:
    """The last missing piece is in: the period runs from today."""
    for deadline in cases.list_deadlines(case):
        if deadline.kind == LEGAL and deadline.state == "running":
            period = period_of(deployed.package.parameters[deadline.parameter], case.filed_at)
            deadline.started_at = unit.now
            deadline.last_day = last_day(period, unit.now, unit.services.calendar)
            deadline.due_at = due_at(period, unit.now, unit.services.calendar)
            case.due_at = deadline.due_at
            cases.record_event(
                case,
                "PeriodRestarted",
                at=unit.now,
                actor_kind="system",
                actor_name=unit.actor.name,
                data={"parameter": deadline.parameter, "last_day": deadline.last_day.isoformat()},
            )
