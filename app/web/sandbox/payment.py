"""The payment provider's page: pay, refuse, leave, and every way in which a notice can go wrong."""

from collections.abc import Callable
from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.services import current_services
from app.connectors.callbacks import SignedMessage
from app.connectors.errors import ConnectorFailed
from app.connectors.payment.port import NoticeStatus, PaymentNotice
from app.connectors.payment.simulator import SimulatedBill
from app.connectors.words import bill_state_title
from app.domain.languages import Language
from app.domain.permissions import DEMONSTRATION
from app.languages import format_money
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.operations.callbacks import receive_payment
from app.web.sandbox import sandbox
from app.web.sandbox.simulators import keep_answer, list_answers, simulators

TONES = {"paid": "success", "refused": "danger", "refunded": "neutral"}


@sandbox.get("/payment/<provider_reference>")
@permission(DEMONSTRATION)
def payment(provider_reference: str) -> ResponseReturnValue:
    """The bill and what a payer, or a clumsy provider, can do with it."""
    bill = _get_bill(provider_reference)
    now = current_services().clock.now()
    other: Language = "fr" if language() == "ar" else "ar"
    return render_template(
        "sandbox/payment.html",
        bill=bill,
        title=bill.title.get(language()) or bill.title.get("fr", ""),
        other=other,
        other_title=bill.title.get(other, ""),
        other_amount=format_money(bill.amount, other),
        state_title=bill_state_title(bill.state, language()),
        tone=TONES.get(bill.state, "waiting"),
        expired=bill.expires_at is not None and bill.expires_at < now,
        answers=list_answers(provider_reference),
        return_href=_our_path(bill.return_url),
    )


@sandbox.post("/payment/<provider_reference>")
@permission(DEMONSTRATION)
def settle(provider_reference: str) -> ResponseReturnValue:
    """Do what the pressed button says."""
    bill = _get_bill(provider_reference)
    act = _ACTS.get(request.form.get("act", ""))
    if act is None:
        abort(400)
    try:
        goes_back = act(bill)
    except ConnectorFailed:
        flash(gettext("Cette facture est déjà payée : cela n’est plus possible."), "warning")
        goes_back = False
    if goes_back:
        return redirect(_our_path(bill.return_url))
    return redirect(url_for("sandbox.payment", provider_reference=provider_reference))


def _get_bill(provider_reference: str) -> SimulatedBill:
    bill = simulators().payment.find_bill(provider_reference)
    if bill is None:
        abort(404)
    return bill


def _our_path(address: str) -> str:
    """Return an address of ours without its host, so that the browser stays on the host that it came by."""
    base = current_services().settings.public_url
    return (address.removeprefix(base) or "/") if address.startswith(base) else address


def _settled(bill: SimulatedBill, status: NoticeStatus) -> SignedMessage:
    return simulators().payment.settle(bill.provider_reference, status)


def _deliver(bill: SimulatedBill, message: SignedMessage, what: str) -> None:
    keep_answer(bill.provider_reference, what, receive_payment(message.body, message.headers))


def _pay(bill: SimulatedBill) -> bool:
    _deliver(bill, _settled(bill, "paid"), "paid")
    return True


def _refuse(bill: SimulatedBill) -> bool:
    _deliver(bill, _settled(bill, "refused"), "refused")
    return True


def _abandon(bill: SimulatedBill) -> bool:
    return True


def _pay_twice(bill: SimulatedBill) -> bool:
    _deliver(bill, _settled(bill, "paid"), "paid")
    _deliver(bill, _settled(bill, "paid"), "paid")
    return False


def _pay_silently(bill: SimulatedBill) -> bool:
    """The money is taken; the notice stays with the provider until it is asked for."""
    _settled(bill, "paid")
    flash(gettext("La facture est payée chez le prestataire, et la commune n’en sait rien encore."), "info")
    return False


def _send_late(bill: SimulatedBill) -> bool:
    if bill.state != "paid":
        raise ConnectorFailed("Expected a paid bill: pay it first.", connector="payment", retryable=False)
    _deliver(bill, _settled(bill, "paid"), "late")
    return False


def _send_forged(bill: SimulatedBill) -> bool:
    """A notice whose body was changed after it was signed."""
    message = _notice(bill, amount=bill.amount)
    forged = replace(message, body=message.body.replace(b'"paid"', b'"paid" '))
    _deliver(bill, forged, "forged")
    return False


def _send_wrong_amount(bill: SimulatedBill) -> bool:
    _deliver(bill, _notice(bill, amount=bill.amount + 100), "wrong-amount")
    return False


def _notice(bill: SimulatedBill, *, amount: int) -> SignedMessage:
    """Return a signed notice of a payment that did not happen: the bill stays as it is."""
    notice = PaymentNotice(
        id=f"{bill.provider_reference}-test-{amount}",
        reference=bill.reference,
        provider_reference=bill.provider_reference,
        status="paid",
        amount=amount,
        moment=current_services().clock.now(),
    )
    return simulators().payment.sign_notice(notice)


_ACTS: dict[str, Callable[[SimulatedBill], bool]] = {
    "pay": _pay,
    "refuse": _refuse,
    "abandon": _abandon,
    "pay-twice": _pay_twice,
    "pay-silently": _pay_silently,
    "send-late": _send_late,
    "forge": _send_forged,
    "wrong-amount": _send_wrong_amount,
}
"""What each button does; true when the payer then goes back to the commune."""
