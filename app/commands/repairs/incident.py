"""What every repair shares: who may, for which reason, on which version of the case, and what is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from app.commands.applying import Application
from app.commands.bus import Unit, require
from app.commands.environment import environment_of
from app.deployments import Deployed
from app.domain import permissions
from app.domain.errors import MastaraError
from app.domain.texts import plain_text
from app.engine import Environment, StepResult, TokenPlace
from app.store import cases, incidents, work
from app.store.ending import cancel_job
from app.store.models import Case, Incident, Job

SHORTEST_REASON, LONGEST_REASON = 10, 500


class ReasonUnfit(MastaraError):
    """A repair says why, in 10 to 500 signs: the history keeps it."""

    code = "repair-reason"


class IncidentClosed(MastaraError):
    """The incident was resolved meanwhile; nothing was done."""

    code = "incident-closed"


class NotFitting(MastaraError):
    """This repair does not fit this incident; `details["why"]` names the reason in one word."""

    code = "repair-not-fitting"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a repair came to: `resolved` is False when the same incident still stands. `version` is the case's now."""

    case_id: str
    commune_id: str
    reference: str
    resolved: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class Repair:
    """One repair while it is done, inside the open transaction."""

    incident: Incident
    case: Case
    job: Job | None
    deployed: Deployed
    environment: Environment
    reason: str
    unit: Unit

    @property
    def places(self) -> tuple[TokenPlace, ...]:
        """Where the tokens of the case stand now."""
        case = self.case
        return self.unit.services.engine.places(
            self.deployed.definition, case.engine_state, case.document, self.environment
        )

    @property
    def elements(self) -> list[str]:
        """The elements where the tokens stand now, for the history."""
        return list(self.unit.services.engine.positions(self.deployed.definition, self.case.engine_state))

    @property
    def is_of_platform(self) -> bool:
        """Tell whether it is about a job of the platform itself, for which no token waits."""
        return self.job is not None and self.job.kind == "platform"

    def keys(self) -> tuple[str, ...]:
        """Return the keys of the tokens that stand still. Raises IncidentClosed when none does."""
        if self.job is not None:
            keys = tuple(place.key for place in self.places if place.key == self.job.engine_key)
        else:
            wanted = (self.incident.kind, self.incident.element)
            keys = tuple(place.key for place in self.places if (place.code, place.element) == wanted)
        if not keys:
            raise IncidentClosed("Expected a token that stands still, found none: the case has moved on.")
        return keys

    def must_concern_the_process(self) -> None:
        """Raise NotFitting for a job of the platform, and for a case that is closed."""
        if self.is_of_platform:
            raise NotFitting("Expected an incident of the process, found one of the platform.", why="platform-job")
        if self.case.state != "open":
            raise NotFitting(f"Expected an open case, found it {self.case.state}.", why="case-closed")

    def write(self, step: StepResult) -> None:
        """Write what the engine decided. Raises CaseChanged."""
        application = Application(case=self.case, deployed=self.deployed, result=step, unit=self.unit)
        application.write(expected_version=self.case.version)

    def touch(self, **values: Any) -> None:
        """Write columns of the case, one version further. Raises CaseChanged."""
        written = {"updated_at": self.unit.now, **values}
        cases.write_case(self.case, expected_version=self.case.version, values=written)

    def drop_job(self) -> None:
        """Cancel the job of the incident: nobody does it any more."""
        if self.job is not None:
            cancel_job(self.case, self.job, now=self.unit.now)

    def record(self, kind: str, data: Mapping[str, Any], *, public: bool = False) -> None:
        """Add a fact to the history; those for agents name incident and reason."""
        actor = self.unit.actor
        facts = dict(data)
        if not public:
            told = {"incident": self.incident.id, "kind": self.incident.kind, "element": self.incident.element}
            facts = {**told, "reason": self.reason, **facts}
        cases.record_event(
            self.case,
            kind,
            at=self.unit.now,
            actor_kind=actor.kind,
            actor_name=actor.name,
            public=public,
            data=facts,
        )

    def close(self, how: str) -> Outcome:
        """Note who resolved the incident, if it does not stand any more; the citizen learns that the case goes on."""
        resolved = incidents.note_resolver(self.incident, by=self.unit.actor.name, how=how, reason=self.reason)
        if resolved and how != "cancel" and not self.is_of_platform:
            self.record("CaseResumed", {}, public=True)
        return Outcome(
            case_id=self.case.id,
            commune_id=self.case.commune_id,
            reference=self.case.reference,
            resolved=resolved,
            version=self.case.version,
        )


@dataclass(frozen=True, kw_only=True)
class OnIncident:
    """Base of the repairs. `expected_version` is the case's version that the person saw; None accepts the present."""

    permission: ClassVar[str] = permissions.REPAIR

    commune_id: str
    incident_id: str
    reason: str
    expected_version: int | None = None

    def authorise(self, unit: Unit) -> None:
        """Whoever holds the repair's permission in the commune and service of the case, and the platform itself."""
        incident = incidents.get_incident(self.commune_id, self.incident_id)
        case = cases.get_case(self.commune_id, incident.case_id)
        allowed = unit.actor.kind == "system" or permissions.may(
            unit.actor, self.permission, self.commune_id, case.service_id
        )
        require(allowed, f"Expected an agent with “{self.permission}” for this case: ask the director general.")

    def begin(self, unit: Unit) -> Repair:
        """Lock the case and look again. Raises ReasonUnfit, IncidentClosed, CaseChanged."""
        reason = checked_reason(self.reason)
        case = cases.lock_case(self.commune_id, incidents.get_incident(self.commune_id, self.incident_id).case_id)
        incident = incidents.get_incident(self.commune_id, self.incident_id)
        if self.expected_version is not None and case.version != self.expected_version:
            raise cases.CaseChanged(
                f"Expected version {self.expected_version} of the case, found {case.version}.", reference=case.reference
            )
        if incident.resolved_at is not None:
            raise IncidentClosed(
                f"Expected an incident that waits, found it resolved by {incident.resolved_by or 'the case itself'}."
            )
        deployed = unit.services.deployments.get(case.deployment_id)
        return Repair(
            incident=incident,
            case=case,
            job=work.find_job(case.commune_id, incident.job_id) if incident.job_id else None,
            deployed=deployed,
            environment=environment_of(case, deployed, unit.services, unit.now),
            reason=reason,
            unit=unit,
        )


def checked_reason(typed: str) -> str:
    """Return the reason as it is kept. Raises ReasonUnfit when it is too short or too long."""
    reason = plain_text(typed, longest=LONGEST_REASON + 1)
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise ReasonUnfit(
            f"Expected a reason of {SHORTEST_REASON} to {LONGEST_REASON} signs, found {len(reason)}: say why."
        )
    return reason
