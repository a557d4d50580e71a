"""Coming back from the payment provider, and the receipt of what was paid."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.commands.payments import PaymentUnknown
from app.commands.printing.receipts import EnsurePaymentReceipt
from app.commands.services import current_services
from app.domain.permissions import FOLLOW_CASE, PUBLIC
from app.store import cases, payments
from app.web.access import permission
from app.web.portal import portal
from app.web.portal.files import send_private
from app.web.portal.visitor import citizen, enter_case, run


@portal.get("/payments/<payment_reference>/return")
@permission(PUBLIC)
def payment_return(payment_reference: str) -> ResponseReturnValue:
    """The provider sends the person back here: to the case when this browser follows it, else to the follow page.

    Whether the sum was paid is not read from this address: only the provider's signed notice tells.
    """
    payment = payments.find_payment(payment_reference)
    if payment is None:
        raise PaymentUnknown("Expected the reference of a payment.", reference=payment_reference)
    case = cases.get_case(payment.commune_id, payment.case_id)
    page = "portal.case" if case.id in citizen().case_ids else "portal.follow"
    return redirect(url_for(page, reference=case.reference))


@portal.get("/cases/<reference>/payments/<payment_reference>.pdf")
@permission(FOLLOW_CASE)
def payment_receipt(reference: str, payment_reference: str) -> ResponseReturnValue:
    """The receipt (quittance) of a paid sum."""
    case = enter_case(reference)
    command = EnsurePaymentReceipt(commune_id=case.commune_id, case_id=case.id, reference=payment_reference)
    document = run(command)
    content = current_services().files.get(document.storage_key)
    return send_private(content, f"{document.number}.pdf", "application/pdf")
