"""`notify` and `notify.send`: tell the citizen by e-mail and SMS, in the language of the request."""

from dataclasses import asdict, dataclass
from typing import Any

from app.commands.bus import Unit
from app.commands.filing import tracking_code
from app.commands.jobs import OnLease, finish_held_job, finish_row
from app.commands.services import Services
from app.connectors.email.port import EmailMessage
from app.connectors.sms.port import SmsMessage
from app.domain.errors import MastaraError
from app.domain.languages import read_language
from app.languages import isolate
from app.procedures.message_templates import Message, render_message
from app.store import cases, payments, territory, work
from app.store.models import Case
from app.worker.held import HeldJob


class MessageUnknown(MastaraError):
    """The package has no message of that name."""

    code = "message-unknown"


@dataclass(frozen=True, kw_only=True)
class QueueNotification(OnLease):
    """Let the process go on and leave the sending to a job of the platform: no case waits for a telephone network."""

    key: str
    message: Message

    def handle(self, unit: Unit) -> None:
        job = self.held()
        case = finish_held_job(job, {"message": self.key}, unit)
        work.new_job(
            case,
            kind="platform",
            engine_key=f"notify-{job.id}",
            element=job.element,
            operation="notify.send",
            inputs={"message": self.key, **asdict(self.message)},
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
    """Write the message with what the case knows now, and queue its sending."""
    case = cases.get_case(job.commune_id, job.case_id)
    package = services.deployments.get(case.deployment_id).package
    key, language = job.text("message"), read_language(case.language)
    sources = package.messages.get(key)
    if not sources or language not in sources:
        raise MessageUnknown(f"Expected a message of the package, found “{key}”: list it in procedure.yaml.")
    file = f"{key}.{language}.txt"
    message = render_message(sources[language], _values(case, job, services), file=file, language=language)
    return QueueNotification(job_id=job.id, lease_token=job.lease_token, key=key, message=message)


def send(job: HeldJob, services: Services) -> FinishSending:
    """Send a queued message on each channel for which the citizen gave an address; each channel once a job."""
    case = cases.get_case(job.commune_id, job.case_id)
    language = read_language(case.language)
    channels: list[str] = []
    if case.email:
        email = EmailMessage(to=case.email, subject=job.text("subject"), body=job.text("body"), language=language)
        services.connectors.email.send(email, idempotency_key=f"{job.id}-email")
        channels.append("email")
    if case.phone and job.text("sms"):
        text = SmsMessage(to=case.phone, text=job.text("sms"))
        services.connectors.sms.send(text, idempotency_key=f"{job.id}-sms")
        channels.append("sms")
    return FinishSending(
        job_id=job.id,
        lease_token=job.lease_token,
        message=job.text("message"),
        channels=tuple(channels),
        subject=job.text("subject"),
    )
