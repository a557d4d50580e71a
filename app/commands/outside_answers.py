"""Answers of outside systems: each request is answered once, whatever is sent again afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from app.commands.bus import Unit
from app.commands.ignored_notices import record_ignored
from app.commands.jobs import OnLease, finish_held_job
from app.commands.messages import NotAwaited, deliver
from app.commands.services import Services
from app.connectors.external.port import ExternalNotice
from app.deadlines import due_at
from app.deployments import period_of
from app.domain.clock import CASABLANCA, local_day
from app.domain.errors import MastaraError
from app.procedures.systems import ANSWERED, RequestKind, checked_values
from app.store import awaiting, cases, numbering, work
from app.store.models import Case, IdempotencyKey, Job

ASKING = "external.request"
PREFIX = "X"


class RequestUnknown(MastaraError):
    """No request of ours has this reference."""

    code: ClassVar[str] = "external-request-unknown"


class AnswerRefused(MastaraError):
    """The answer does not hold what the system was asked for."""

    code: ClassVar[str] = "external-answer-refused"


def reference_of(job_id: str) -> str:
    """Return the reference of the request that a job makes: the same at each attempt."""
    return f"{PREFIX}-{job_id}"


def expires_at(case: Case, expiry: str, asked_at: datetime, services: Services) -> datetime:
    """Return until when an answer counts: the declared period `expiry`, from the moment of asking."""
    parameters = services.deployments.get(case.deployment_id).package.parameters
    period = period_of(parameters[expiry], case.filed_at)
    return due_at(period, asked_at, services.calendar_in(case.commune_id))


@dataclass(frozen=True, kw_only=True)
class FinishAsking(OnLease):
    """The system has the request: keep its reference and let the process go on."""

    system: str
    kind: str
    reference: str
    expires_at: datetime

    def handle(self, unit: Unit) -> None:
        job = self.held()
        result = {
            "reference": self.reference,
            "system": self.system,
            "kind": self.kind,
            "asked_on": local_day(unit.now).isoformat(),
            "expires_on": local_day(self.expires_at).isoformat(),
            "expires_at": self.expires_at.astimezone(CASABLANCA).isoformat(),
        }
        case = finish_held_job(job, result, unit)
        _record(case, "ExternalAsked", unit, system=self.system, kind=self.kind, reference=self.reference)


@dataclass(frozen=True, kw_only=True)
class ReceiveExternalAnswer:
    """A verified answer of an outside system. The answer names its effect; a second answer has none."""

    notice: ExternalNotice

    def authorise(self, unit: Unit) -> None:
        """The signature of the notice was checked by the connector before."""

    def handle(self, unit: Unit) -> str:
        job = self._find_job()
        case = cases.lock_case(job.commune_id, job.case_id)
        key = f"external-{job.id}"
        system, kind = str(job.inputs.get("system")), str(job.inputs.get("kind"))
        if numbering.find_idempotent_answer(case.commune_id, key) is not None:
            about = {"system": system, "kind": kind, "reference": self.notice.reference, "outcome": self.notice.outcome}
            record_ignored(case, "ExternalAnswerIgnored", "external", self.notice.id, about, unit)
            return "repeated"
        payload = {"external": self._answer(self._kind(case, system, kind, unit), system, kind, unit)}
        effect = self._hand_over(case, payload, job, unit)
        numbering.keep_idempotent_answer(
            IdempotencyKey(
                commune_id=case.commune_id,
                key=key,
                command="ReceiveExternalAnswer",
                answer={"notice": self.notice.id, "effect": effect},
                at=unit.now,
            )
        )
        _record(
            case,
            "ExternalAnswered",
            unit,
            system=system,
            kind=kind,
            reference=self.notice.reference,
            outcome=self.notice.outcome,
            effect=effect,
        )
        return effect

    def _find_job(self) -> Job:
        """Return the job that sent the request: the reference names it."""
        prefix, _, job_id = self.notice.reference.partition("-")
        job = work.get_job_anywhere(job_id) if prefix == PREFIX else None
        if job is None or job.operation != ASKING:
            raise RequestUnknown(f"Expected the reference of a request, found “{self.notice.reference[:120]}”.")
        return job

    def _kind(self, case: Case, system: str, kind: str, unit: Unit) -> RequestKind:
        package = unit.services.deployments.get(case.deployment_id).package
        return package.systems[system].kinds[kind]

    def _answer(self, kind: RequestKind, system: str, key: str, unit: Unit) -> Mapping[str, Any]:
        values, faults = checked_values(kind.answers, self.notice.fields)
        if faults:
            raise AnswerRefused(f"Expected the fields of the answer “{key}” of {system}: {'; '.join(faults)}.")
        return {
            "reference": self.notice.reference,
            "system": system,
            "kind": key,
            "outcome": self.notice.outcome,
            "comment": self.notice.comment,
            "answered_on": local_day(unit.now).isoformat(),
            **values,
        }

    def _hand_over(self, case: Case, payload: Mapping[str, Any], job: Job, unit: Unit) -> str:
        """Give the answer to the case that waits for it; keep it, while it counts, for one that does not wait yet."""
        reference = self.notice.reference
        until = expires_at(case, str(job.inputs.get("expiry")), job.ended_at or unit.now, unit.services)
        try:
            deliver(case, ANSWERED, payload, unit, correlation=reference)
        except NotAwaited:
            if case.state != "open" or unit.now > until:
                return "late"
            awaiting.keep_message(case, ANSWERED, payload, at=unit.now, correlation=reference, expires_at=until)
            return "kept"
        return "answered"


def _record(case: Case, event: str, unit: Unit, **data: Any) -> None:
    cases.record_event(case, event, at=unit.now, actor_kind="system", actor_name="external", data=data)
