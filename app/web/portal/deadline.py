"""The expected date of a case in words, with how it is computed."""

from dataclasses import dataclass
from datetime import date

from app.commands.services import current_services
from app.deadlines import explain
from app.deployments import period_of
from app.queries.following import FollowedCase
from app.web.interface import language
from app.web.portal.visitor import deployed_of


@dataclass(frozen=True, kw_only=True)
class ExplainedDeadline:
    """The last day of the legal period, the sentence that says why, and whether it is over."""

    last_day: date
    explanation: str
    late: bool
    assumed: bool


def explain_deadline(case: FollowedCase) -> ExplainedDeadline | None:
    """Return the legal period of a case in words, or None when none runs or the file waits for its last pieces."""
    package = deployed_of(case.deployment_id).package
    awaited = {task.element for task in case.tasks} & set(package.manifest["deadline"]["restarts_after"])
    if case.deadline is None or awaited:
        return None
    services = current_services()
    parameter = package.parameters[case.deadline.parameter]
    period = period_of(parameter, case.filed_at)
    return ExplainedDeadline(
        last_day=case.deadline.last_day,
        explanation=explain(period, case.deadline.started_at, services.calendar, language()),
        late=case.is_late(services.clock.now()),
        assumed=parameter.value_on(case.filed_at.date()).assumed,
    )
