"""The outside systems of the demonstration answer: payments, envelopes, requests; or they refuse."""

from collections.abc import Callable, Mapping
from typing import Any

from app.cli.demo.errors import DemoRefused
from app.cli.demo.planning import DemoStep
from app.commands.bus import execute
from app.commands.messages import DeliverMessage
from app.commands.outside_answers import ReceiveExternalAnswer
from app.commands.payments import ReceivePaymentNotice
from app.commands.posting import ReceivePostNotice
from app.commands.services import Services
from app.connectors.post.port import PostEvent
from app.connectors.registry import SimulatedConnectors
from app.connectors.switches import Switches, set_switches
from app.domain.actors import SYSTEM
from app.store import awaiting, payments, territory
from app.store.models import Case
from app.store.simulation import StoredRecords

ANSWERED = "external-answered"
ON_ITS_WAY: tuple[PostEvent, ...] = ("posted", "in_transit", "arrived")
JOURNEYS: Mapping[str, tuple[PostEvent, ...]] = {
    "post-delivered": (*ON_ITS_WAY, "delivered"),
    "post-returned": (*ON_ITS_WAY, "available_at_agency", "returned"),
}
OF_A_NOTICE = ("outcome", "comment", "reference", "system", "kind", "answered_on")


def simulators(services: Services) -> SimulatedConnectors:
    """Return the simulated outside systems. Raises DemoRefused where they are real."""
    if not isinstance(services.connectors, SimulatedConnectors):
        raise DemoRefused("Expected simulated outside systems for a demonstration, found real ones.")
    return services.connectors


def break_down(system: str, services: Services) -> None:
    """Let the next call of an outside system fail for good: the case that makes it stands still."""
    simulators(services)
    set_switches(StoredRecords(services.clock), system, Switches(fail_next=1, retryable=False))


def deliver(step: DemoStep, case: Case, services: Services) -> None:
    """Let an outside system send the message of a step."""
    special: Mapping[str, Callable[[DemoStep, Case, Services], None]] = {
        "payment-paid": _pay,
        "payment-refused": _pay,
        ANSWERED: _answer,
        **dict.fromkeys(JOURNEYS, _move_post),
    }
    if step.name in special:
        special[step.name](step, case, services)
        return
    message = DeliverMessage(commune_id=case.commune_id, case_id=case.id, message=step.name, payload=step.data)
    execute(message, actor=SYSTEM, services=services)


def _pay(step: DemoStep, case: Case, services: Services) -> None:
    provider = simulators(services).payment
    payment = next(iter(payments.list_payments(case)), None)
    if payment is None or payment.provider_reference is None:
        raise DemoRefused(f"Expected a payment to be asked for, found none (status {case.status}).")
    signed = provider.settle(payment.provider_reference, "refused" if step.name == "payment-refused" else "paid")
    notice = provider.read_notice(signed.body, signed.headers)
    execute(ReceivePaymentNotice(notice=notice), actor=SYSTEM, services=services)


def _move_post(step: DemoStep, case: Case, services: Services) -> None:
    carrier = simulators(services).post
    shipment = case.document.get("shipment")
    if not isinstance(shipment, Mapping) or not shipment.get("tracking"):
        raise DemoRefused(f"Expected an envelope on its way, found none (status {case.status}).")
    commune = territory.get_commune_by_id(case.commune_id)
    for event in JOURNEYS[step.name]:
        signed = carrier.move(str(shipment["tracking"]), event, place=commune.name_fr)
        notice = carrier.read_notice(signed.body, signed.headers)
        execute(ReceivePostNotice(notice=notice), actor=SYSTEM, services=services)


def _answer(step: DemoStep, case: Case, services: Services) -> None:
    """Answer the oldest request for which the case waits, of those to which the answer belongs."""
    system = simulators(services).external
    given: Mapping[str, Any] = step.data.get("external", {})
    fields = {key: value for key, value in given.items() if key not in OF_A_NOTICE}
    asked = [system.find_request(reference) for reference in awaiting.list_correlations(case, ANSWERED)]
    package = services.deployments.get(case.deployment_id).package
    for request in asked:
        if request is None:
            continue
        answers = package.systems[request.system].kinds[request.kind].answers
        if fields.keys() <= {field.key for field in answers}:
            signed = system.answer(
                request.reference, given["outcome"], comment=str(given.get("comment") or ""), fields=fields
            )
            notice = system.read_notice(signed.body, signed.headers)
            execute(ReceiveExternalAnswer(notice=notice), actor=SYSTEM, services=services)
            return
    raise DemoRefused(f"Expected a request to an outside system, found none of this kind (status {case.status}).")
