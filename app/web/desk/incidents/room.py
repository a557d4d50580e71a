"""What the pages of one incident share: who may open it, where the case stands, what may be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import g

from app.commands.bus import require
from app.commands.environment import environment_of
from app.commands.reading import QUIET, RecordReading
from app.commands.services import current_services
from app.deployments import Deployed
from app.domain.permissions import REPAIR, RETRY, may
from app.engine import EngineError, Environment, IncidentReport, TokenPlace
from app.store import cases, incidents, work, worklists
from app.store.incidents import IncidentUnknown
from app.store.models import Case, Incident, Job
from app.web.access import current_actor
from app.web.desk.moving import run
from app.web.desk.words import deployed_of, element_name


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An incident with its case as it is now."""

    incident: Incident
    case: Case
    job: Job | None
    deployed: Deployed
    environment: Environment
    may_repair: bool
    """Whether the agent may do more than run the step again."""

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for somebody."""
        return self.incident.resolved_at is None

    @property
    def is_of_platform(self) -> bool:
        """Tell whether it is about a job for which no token waits."""
        return self.job is not None and self.job.kind == "platform"

    @cached_property
    def places(self) -> tuple[TokenPlace, ...]:
        """Where the tokens of the case stand."""
        return current_services().engine.places(*self._saved)

    @property
    def standing(self) -> tuple[TokenPlace, ...]:
        """The places that the incident is about."""
        if self.job is not None:
            return tuple(place for place in self.places if place.key == self.job.engine_key)
        wanted = (self.incident.kind, self.incident.element)
        return tuple(place for place in self.places if (place.code, place.element) == wanted)

    @property
    def step(self) -> str:
        """Name of the element, as a person reads it."""
        return self.name_of(self.incident.element or "")

    def name_of(self, element: str) -> str:
        """Return the name of an element."""
        return element_name(self.deployed.package, element)

    def find_report(self) -> IncidentReport | None:
        """Return the engine's report, to be told in any language; None for a job, and once it is over."""
        reports = current_services().engine.incidents(*self._saved)
        wanted = (self.incident.kind, self.incident.element)
        return next((report for report in reports if (report.code, report.element) == wanted), None)

    def targets(self, key: str) -> tuple[str, ...]:
        """Return the elements to which a token may be moved."""
        definition, state, document, environment = self._saved
        return current_services().engine.targets(definition, state, document, key, environment)

    def local_values(self) -> Mapping[str, Any]:
        """Return what the step sees beside the case document: variables of its repetition or called process."""
        if not self.standing:
            return {}
        definition, state, document, environment = self._saved
        try:
            seen = current_services().engine.visible(definition, state, document, self.standing[0].key, environment)
        except EngineError:
            return {}
        own = {**document, **environment.context}
        return {name: value for name, value in seen.items() if name not in own or own[name] != value}

    @property
    def _saved(self) -> tuple[Any, bytes, dict[str, Any], Environment]:
        return self.deployed.definition, self.case.engine_state, self.case.document, self.environment


def enter(incident_id: str, *, needed: str = RETRY) -> Standing:
    """Return an incident of this commune and note that its case was read. Raises IncidentUnknown, Forbidden.

    An incident of a service where the agent sees to none is as unknown as one of another commune.
    """
    incident = incidents.get_incident(g.commune.id, incident_id)
    case = cases.get_case(g.commune.id, incident.case_id)
    actor = current_actor()
    if not may(actor, RETRY, case.commune_id, case.service_id):
        raise IncidentUnknown("Expected an incident of the agent’s service.")
    require(may(actor, needed, case.commune_id, case.service_id), f"Expected an agent with “{needed}” for this case.")
    since = current_services().clock.now() - QUIET
    if not worklists.was_read_since(case, actor_id=actor.id or "", since=since):
        run(RecordReading(commune_id=case.commune_id, case_id=case.id))
        incident, case = incidents.get_incident(g.commune.id, incident_id), cases.get_case(g.commune.id, case.id)
    deployed = deployed_of(case.deployment_id)
    services = current_services()
    return Standing(
        incident=incident,
        case=case,
        job=work.find_job(case.commune_id, incident.job_id) if incident.job_id else None,
        deployed=deployed,
        environment=environment_of(case, deployed, services, services.clock.now()),
        may_repair=may(actor, REPAIR, case.commune_id, case.service_id),
    )
