"""`notify` and `notify.send`: tell the citizen by e-mail and SMS, in the language of the request."""

from dataclasses import dataclass
from typing import Any

from app.commands.bus import Unit
from app.commands.jobs import OnLease, finish_held_job, finish_row
from app.commands.opening import tracking_code
from app.commands.services import Services
from app.connectors.email.port import EmailMessage
from app.connectors.sms.port import SmsMessage
from app.domain.errors import MastaraError
from app.domain.languages import read_language
from app.languages import isolate
from app.procedures.message_templates import render_message
from app.store import cases, payments, territory, work
from app.store.models import Case
from app.worker.held import HeldJob


class MessageUnknown(MastaraError):
    """The package has no message of that name."""

    code = "message-unknown"


@dataclass(frozen=True, kw_only=True)
class QueueNotification(OnLease):
    """Let the process go on and leave the sending to a job of the platform: no case waits for a telephone network.

    Only the message's name is queued: its text holds the tracking code, which the database does not keep.
    """

    key: str
    reason: str

    def handle(self, unit: Unit) -> None:
        job = self.held()
        case = finish_held_job(job, {"message": self.key}, unit)
        work.new_job(
            case,
            kind="platform",
            engine_key=f"notify-{job.id}",
            element=job.element,
            operation="notify.send",
            inputs={"message": self.key, "reason": self.reason},
            due_at=unit.now,
            now=unit.now,
        )


@dataclass(frozen=True, kw_only=True)
class FinishSending(OnLease):
    """Write which message went where."""

    message: str
    channels: tuple[str, ...]
    subject: str

    def handle(self, unit: Unit) -> None:
        job = self.held()
        case = cases.lock_case(job.commune_id, job.case_id)
        finish_row(job, unit)
        cases.record_event(
            case,
            "CitizenNotified",
            at=unit.now,
            actor_kind="system",
            actor_name="notification",
            public=True,
            data={"message": self.message, "channels": list(self.channels), "subject": self.subject},
        )


def links_of(case: Case, services: Services) -> dict[str, str]:
    """Return the addresses that a message may name."""
    base = f"{services.settings.public_url}/{case.language}"
    code = tracking_code(services.settings.secret_key, case.id)
    newest = next(iter(payments.list_payments(case)), None)
    return {
        "follow": f"{base}/follow/{case.reference}?code={code}",
        "verify": f"{base}/verify",
        "pay": newest.pay_url if newest and newest.pay_url else f"{base}/follow/{case.reference}?code={code}",
    }


def _values(case: Case, job: HeldJob, services: Services) -> dict[str, Any]:
    commune = territory.get_commune_by_id(case.commune_id)
    code = tracking_code(services.settings.secret_key, case.id)
    in_arabic = case.language == "ar"
    return {
        "case": {
            "reference": isolate(case.reference) if in_arabic else case.reference,
            "applicant": case.applicant,
            "filed_on": case.filed_at,
            "due_on": case.due_at,
            "tracking_code": isolate(code) if in_arabic else code,
            "language": case.language,
        },
        "commune": {"ar": commune.name_ar, "fr": commune.name_fr},
        "document": case.document,
        "links": links_of(case, services),
        "reason": job.text("reason"),
    }


def notify(job: HeldJob, services: Services) -> QueueNotification:
    """Queue a message of the package. Raises MessageUnknown."""
    case = cases.get_case(job.commune_id, job.case_id)
    _source(case, job.text("message"), services)
    return QueueNotification(
        job_id=job.id, lease_token=job.lease_token, key=job.text("message"), reason=job.text("reason")
    )


def send(job: HeldJob, services: Services) -> FinishSending:
    """Write the message with what the case knows and send it on each channel for which there is an address, once."""
    case = cases.get_case(job.commune_id, job.case_id)
    key, language = job.text("message"), read_language(case.language)
    file = f"{key}.{language}.txt"
    values = _values(case, job, services)
    message = render_message(_source(case, key, services), values, file=file, language=language)
    channels: list[str] = []
    if case.email:
        email = EmailMessage(to=case.email, subject=message.subject, body=message.body, language=language)
        services.connectors.email.send(email, idempotency_key=f"{job.id}-email")
        channels.append("email")
    if case.phone and message.sms:
        services.connectors.sms.send(SmsMessage(to=case.phone, text=message.sms), idempotency_key=f"{job.id}-sms")
        channels.append("sms")
    return FinishSending(
        job_id=job.id, lease_token=job.lease_token, message=key, channels=tuple(channels), subject=message.subject
    )


def _source(case: Case, key: str, services: Services) -> str:
    """Return the template of a message in the case's language."""
    language = read_language(case.language)
    sources = services.deployments.get(case.deployment_id).package.messages.get(key)
    if not sources or language not in sources:
        raise MessageUnknown(f"Expected a message of the package, found “{key}”: list it in procedure.yaml.")
    return sources[language]
