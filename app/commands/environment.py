"""What the diagram of an existing case may see."""

from datetime import datetime
from functools import partial
from typing import Any

from app.commands.clocks.reading import clock_from
from app.commands.services import Services
from app.deployments import Deployed
from app.domain.clock import local_day
from app.engine import Environment
from app.store import deadlines, territory
from app.store.models import Case, Commune, UserTask
from app.store.territory import CommuneNames

Document = dict[str, Any]


def case_context(
    *,
    reference: str,
    language: str,
    channel: str,
    commune: Commune | CommuneNames,
    filed_at: datetime,
    may_ask: bool = True,
) -> dict[str, Any]:
    """Return the read-only `case` of FEEL expressions.

    `may_ask`: the law still allows to ask the user for a piece or an information (law 55-19, articles 7, 10, 14).
    """
    return {
        "reference": reference,
        "language": language,
        "channel": channel,
        "filed_on": local_day(filed_at).isoformat(),
        "may_ask": may_ask,
        "commune": {
            "code": commune.id,
            "slug": commune.slug,
            "ar": commune.name_ar,
            "fr": commune.name_fr,
            "kind": commune.kind,
        },
    }


def environment_of(case: Case, deployed: Deployed, services: Services, now: datetime) -> Environment:
    """Build the environment of an existing case."""
    context = case_context(
        reference=case.reference,
        language=case.language,
        channel=case.channel,
        commune=territory.get_named_commune(case.commune_id),
        filed_at=case.filed_at,
        may_ask=_may_ask(case, deployed, services, now),
    )
    return deployed.environment(
        context, calendar=partial(services.calendar_in, case.commune_id), filed_at=case.filed_at, now=now
    )


def seen_by(task: UserTask, case: Case, deployed: Deployed, services: Services, environment: Environment) -> Document:
    """Return the document that the form of a task sees: of the case, of a flow, of one round."""
    if sees_the_case(task.element, deployed):
        return dict(case.document)
    return services.engine.visible(deployed.definition, case.engine_state, case.document, task.engine_key, environment)


def sees_the_case(element: str, deployed: Deployed) -> bool:
    """Tell whether a task has no variables but those of the case: no inputs, in no flow, in nothing repeated."""
    model = deployed.package.bpmn
    return element in model.elements and not model.has_own_variables(element)


def _may_ask(case: Case, deployed: Deployed, services: Services, now: datetime) -> bool:
    """Tell whether the half-window is open; a procedure that declares none reads no row for it."""
    if not deployed.package.manifest["deadline"]["half_window"]:
        return True
    found = deadlines.find_legal_clock(case)
    if found is None:
        return True
    opened_under, events = found
    clock = clock_from(
        events,
        case_deployment=case.deployment_id,
        opened_under=opened_under,
        filed_at=case.filed_at,
        deployments=services.deployments.get,
    )
    return clock.may_ask(services.calendar_in(case.commune_id), now)
