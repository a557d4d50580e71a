"""`payment.request` and `payment.refund`: asks for a fee and gives it back, through the payment connector."""

from dataclasses import dataclass
from datetime import datetime

from app.commands.bus import Command, Unit, execute
from app.commands.jobs import OnLease, finish_held_job, finish_row
from app.commands.services import Services
from app.connectors.payment.port import BillRequest
from app.deadlines import due_at
from app.deployments import period_of
from app.domain.actors import SYSTEM
from app.domain.clock import CASABLANCA, local_day
from app.domain.errors import MastaraError
from app.domain.languages import LANGUAGES
from app.store import cases, numbering, payments
from app.store.models import Payment
from app.worker.held import HeldJob

PAYMENT_REGISTER = "payment"


class PaymentInputsRefused(MastaraError):
    """The inputs of the task do not make a payment."""

    code = "payment-inputs-refused"


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A payment written down before the provider is asked, so that a second attempt finds it."""

    reference: str
    amount: int
    expires_at: datetime
    titles: dict[str, str]
    payer: str
    language: str
    case_reference: str


@dataclass(frozen=True, kw_only=True)
class PreparePayment(OnLease):
    """Write the payment with its gapless reference; the same job again gives the same payment."""

    amount: int
    payer: str
    expiry: str

    def handle(self, unit: Unit) -> Prepared:
        job = self.held()
        case = cases.lock_case(job.commune_id, job.case_id)
        package = unit.services.deployments.get(case.deployment_id).package
        known = next((row for row in payments.list_payments(case) if row.id == job.id), None)
        if known is None:
            period = period_of(package.parameters[self.expiry], case.filed_at)
            year = local_day(unit.now).year
            number = numbering.next_number(case.commune_id, PAYMENT_REGISTER, year)
            known = Payment(
                id=job.id,
                commune_id=case.commune_id,
                case_id=case.id,
                reference=f"P{year}-{case.commune_id.replace('.', '')}-{number:06d}",
                amount=self.amount,
                state="pending",
                created_at=unit.now,
                expires_at=due_at(period, unit.now, unit.services.calendar_in(case.commune_id)),
            )
            payments.add(known)
        return Prepared(
            reference=known.reference,
            amount=known.amount,
            expires_at=known.expires_at,
            titles={language: package.text("fiche.title", language) for language in LANGUAGES},
            payer=self.payer or case.applicant,
            language=case.language,
            case_reference=case.reference,
        )


@dataclass(frozen=True, kw_only=True)
class FinishPaymentRequest(OnLease):
    """The provider knows the bill: keep its address and let the process go on."""

    reference: str
    provider_reference: str
    pay_url: str

    def handle(self, unit: Unit) -> None:
        job = self.held()
        payment = payments.find_payment(self.reference, lock=True)
        assert payment is not None, "it was prepared by this job"
        payment.provider_reference, payment.pay_url = self.provider_reference, self.pay_url
        result = {
            "reference": payment.reference,
            "amount": payment.amount,
            "state": payment.state,
            "pay_url": payment.pay_url,
            "expires_on": local_day(payment.expires_at).isoformat(),
            "expires_at": payment.expires_at.astimezone(CASABLANCA).isoformat(),
        }
        case = finish_held_job(job, result, unit)
        cases.record_event(
            case,
            "PaymentRequested",
            at=unit.now,
            actor_kind="system",
            actor_name="payment",
            public=True,
            data={"reference": payment.reference, "amount": payment.amount},
        )


def request(job: HeldJob, services: Services) -> FinishPaymentRequest:
    """Create the bill at the provider; repeated attempts give the same bill."""
    amount = job.inputs.get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int) or amount <= 0:
        raise PaymentInputsRefused(f"Expected an amount of centimes above zero, found {amount!r}.")
    prepared = execute(
        PreparePayment(
            job_id=job.id,
            lease_token=job.lease_token,
            amount=amount,
            payer=job.text("payer_name"),
            expiry=job.text("expiry"),
        ),
        actor=SYSTEM,
        services=services,
    )
    base = services.settings.public_url
    bill = services.connectors.payment.create_bill(
        BillRequest(
            reference=prepared.reference,
            amount=prepared.amount,
            title=prepared.titles,
            payer=prepared.payer,
            language=prepared.language,
            return_url=f"{base}/{prepared.language}/payments/{prepared.reference}/return",
            notice_url=f"{base}/callbacks/payment",
            expires_at=prepared.expires_at,
        ),
        idempotency_key=job.id,
    )
    return FinishPaymentRequest(
        job_id=job.id,
        lease_token=job.lease_token,
        reference=prepared.reference,
        provider_reference=bill.provider_reference,
        pay_url=bill.pay_url,
    )


@dataclass(frozen=True, kw_only=True)
class FinishRefund(OnLease):
    """The money went back: write it, and let the process go on when it waits for it."""

    reference: str
    refund_reference: str

    def handle(self, unit: Unit) -> None:
        job = self.held()
        payment = payments.find_payment(self.reference, lock=True)
        assert payment is not None, "it was found before the refund"
        payment.state, payment.refunded_at = "refunded", unit.now
        payment.refund_reference = self.refund_reference
        case = cases.lock_case(job.commune_id, job.case_id)
        cases.record_event(
            case,
            "PaymentRefunded",
            at=unit.now,
            actor_kind="system",
            actor_name="payment",
            public=True,
            data={"reference": payment.reference, "amount": payment.amount},
        )
        if job.kind == "service":
            finish_held_job(
                job, {"reference": self.refund_reference, "amount": payment.amount, "state": "refunded"}, unit
            )
        else:
            finish_row(job, unit)


def refund(job: HeldJob, services: Services) -> Command[None]:
    """Give a paid sum back, once. Inputs: `payment` or `reference`, `reason`."""
    reference = job.text("payment") or job.text("reference")
    payment = payments.find_payment(reference)
    if payment is None or payment.case_id != job.case_id or not payment.provider_reference:
        raise PaymentInputsRefused(f"Expected the reference of a paid payment of this case, found “{reference}”.")
    done = services.connectors.payment.refund(
        payment.provider_reference,
        amount=payment.amount,
        reason=job.text("reason", "refund"),
        idempotency_key=f"refund-{payment.reference}",
    )
    return FinishRefund(
        job_id=job.id, lease_token=job.lease_token, reference=reference, refund_reference=done.refund_reference
    )
