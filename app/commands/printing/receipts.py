"""The receipt of a request and the receipt of a payment: printed once, on first demand."""

from dataclasses import dataclass
from typing import Any

from app.commands.bus import Unit
from app.commands.opening import tracking_code
from app.commands.printing.facts import case_facts, commune_facts, document_facts, in_both
from app.commands.printing.keeping import keep_document
from app.commands.printing.receipt_facts import receipt_facts
from app.commands.printing.stages import TITLES, stage_of
from app.documents.typesetting import render_pdf
from app.documents.verification import new_verification_code, read_verification_code
from app.domain.errors import MastaraError
from app.languages import format_moment
from app.store import cases, payments, territory
from app.store.models import Case, Document, Payment

PAYMENT_RECEIPT = "payment-receipt"
PAYMENT_TITLES = {"ar": "وصل الأداء", "fr": "Quittance de paiement"}


class NothingPaid(MastaraError):
    """The case has no paid payment of that reference."""

    code = "payment-unknown"


def _fresh_code() -> str:
    code = read_verification_code(new_verification_code())
    assert code is not None, "a fresh code is well formed"
    return code


@dataclass(frozen=True, kw_only=True)
class EnsureReceipt:
    """Return the receipt of a case at the stage of its file (law 55-19 art. 10); print it if it is not there yet."""

    commune_id: str
    case_id: str

    def authorise(self, unit: Unit) -> None:
        """The caller checked that the actor may see the case."""

    def handle(self, unit: Unit) -> Document:
        case = cases.lock_case(self.commune_id, self.case_id)
        services = unit.services
        deployed = services.deployments.get(case.deployment_id)
        stage = stage_of(case, deployed)
        known = next((row for row in cases.list_documents(case) if row.key == stage.key), None)
        if known is not None:
            return known
        code = _fresh_code()
        secret = tracking_code(services.settings.secret_key, case.id)
        data = _base(case, code, stage.key, None, unit)
        data["receipt"] = receipt_facts(case, stage, deployed, services, secret)
        libraries = deployed.package.document_libraries
        pdf = render_pdf(libraries["receipt.typ"], data, libraries=libraries, moment=stage.since, name="receipt.typ")
        return keep_document(
            case, key=stage.key, pdf=pdf, code=code, titles=TITLES[stage.key], unit=unit, number=case.reference
        )


@dataclass(frozen=True, kw_only=True)
class EnsurePaymentReceipt:
    """Return the receipt (quittance) of a paid payment; print it if it is not there yet."""

    commune_id: str
    case_id: str
    reference: str

    def authorise(self, unit: Unit) -> None:
        """The caller checked that the actor may see the case."""

    def handle(self, unit: Unit) -> Document:
        case = cases.lock_case(self.commune_id, self.case_id)
        payment = next((row for row in payments.list_payments(case) if row.reference == self.reference), None)
        if payment is None or payment.paid_at is None or payment.receipt_number is None:
            raise NothingPaid(f"Expected a paid payment of the case, found “{self.reference}”.")
        known = next((row for row in cases.list_documents(case) if row.number == payment.receipt_number), None)
        if known is not None:
            return known
        package = unit.services.deployments.get(case.deployment_id).package
        code = _fresh_code()
        data = _base(case, code, PAYMENT_RECEIPT, payment.receipt_number, unit)
        data["payment"] = _payment_facts(case, payment, package)
        libraries = package.document_libraries
        name = f"{PAYMENT_RECEIPT}.typ"
        pdf = render_pdf(libraries[name], data, libraries=libraries, moment=payment.paid_at, name=name)
        return keep_document(
            case,
            key=PAYMENT_RECEIPT,
            pdf=pdf,
            code=code,
            titles=PAYMENT_TITLES,
            unit=unit,
            number=payment.receipt_number,
        )


def _payment_facts(case: Case, payment: Payment, package: Any) -> dict[str, Any]:
    fee: Any = case.document.get("fee")
    fee = fee if isinstance(fee, dict) else {}
    paid_at = payment.paid_at or payment.created_at
    lines = [
        {
            "ar": package.text(f"fiche.fees.{item['key']}", "ar"),
            "fr": package.text(f"fiche.fees.{item['key']}", "fr"),
            "amount": fee[item["key"]],
        }
        for item in package.manifest["fees"]
        if isinstance(fee.get(item["key"]), int) and fee[item["key"]] > 0
    ]
    whole = {"ar": package.text("fiche.title", "ar"), "fr": package.text("fiche.title", "fr"), "amount": payment.amount}
    if sum(line["amount"] for line in lines) != payment.amount:
        lines = [whole]
    return {
        "reference": payment.reference,
        **in_both("paid_at", lambda language: format_moment(paid_at, language)),
        "method_ar": "الأداء الإلكتروني",
        "method_fr": "Paiement en ligne",
        "payer_ar": case.applicant,
        "payer_fr": case.applicant,
        "lines": lines,
        "total": payment.amount,
    }


def _base(case: Case, code: str, key: str, number: str | None, unit: Unit) -> dict[str, Any]:
    commune = territory.get_commune_by_id(case.commune_id)
    return {
        "language": case.language,
        "commune": commune_facts(commune),
        "case": case_facts(case),
        "document": document_facts(
            key=key, code=code, services=unit.services, now=unit.now, number=number, draft=False
        ),
        "answers": case.document,
    }
