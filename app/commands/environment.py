"""What the diagram of a case may see: the case, the dated parameters, the legal calendar, the decisions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.commands.deployed import Deployed
from app.commands.services import Services
from app.deadlines import Period, due_at
from app.decisions import DecisionResult
from app.domain.clock import local_day
from app.engine import Environment
from app.procedures.parameters import Parameter
from app.store.models import Case, Commune


def case_context(
    *, reference: str, language: str, channel: str, commune: Commune, filed_at: datetime
) -> dict[str, Any]:
    """Return the read-only `case` of FEEL expressions."""
    return {
        "reference": reference,
        "language": language,
        "channel": channel,
        "filed_on": local_day(filed_at).isoformat(),
        "commune": {
            "code": commune.id,
            "slug": commune.slug,
            "ar": commune.name_ar,
            "fr": commune.name_fr,
            "kind": commune.kind,
        },
    }


def period_of(parameter: Parameter, on: datetime) -> Period:
    """Return the legal period of a parameter in force at a moment."""
    value = parameter.value_on(local_day(on)).value
    return Period.from_parameter(value, parameter.unit, parameter.kind)


def make_environment(
    deployed: Deployed, services: Services, case: Mapping[str, Any], *, filed_at: datetime, now: datetime
) -> Environment:
    """Build the environment of one engine call; parameters are those of the filing day."""
    parameters = deployed.package.parameters

    def due(path: str, start: datetime) -> datetime:
        return due_at(period_of(parameters[path], filed_at), start, services.calendar)

    def decide(name: str, data: Mapping[str, Any]) -> DecisionResult:
        return deployed.decide(name, data, now=now)

    context = {"case": dict(case), "parameters": parameters.nested_on(local_day(filed_at))}
    return Environment(now=now, context=context, due=due, decide=decide)


def environment_of(case: Case, commune: Commune, deployed: Deployed, services: Services, now: datetime) -> Environment:
    """Build the environment of an existing case."""
    context = case_context(
        reference=case.reference,
        language=case.language,
        channel=case.channel,
        commune=commune,
        filed_at=case.filed_at,
    )
    return make_environment(deployed, services, context, filed_at=case.filed_at, now=now)
