"""Small procedures that ask an outside system and wait for its answer, at most ten days."""

from collections.abc import Mapping
from typing import Any

from app.commands.bus import execute
from app.commands.outside_answers import ReceiveExternalAnswer
from app.connectors.callbacks import SignedMessage
from app.connectors.external.port import Outcome
from app.connectors.external.simulator import SimulatedExternalSystems
from app.domain.actors import SYSTEM
from app.procedures.systems import SYSTEMS
from app.settings import ROOT
from app.store.models import Case
from tests.world.corresponding import begin, cases_of, offer
from tests.world.places import World
from tests.world.registering import task

SOURCE = (ROOT / SYSTEMS).read_bytes()
MESSAGE = '<message id="m-answer" name="external-answered"/>'
VISA = {
    "system": "treasury",
    "kind": "expense-visa",
    "expiry": "library.answer",
    "expense_number": "DEP-1",
    "budget_line": "10.20.30.14",
    "amount": "=price",
}


def waiting(identity: str, request: str) -> str:
    """Return the event that waits for the answer to a request, and the flows around the two."""
    return (
        f'<intermediateCatchEvent id="{identity}" mastara:correlation="={request}.reference">'
        '<messageEventDefinition messageRef="m-answer"/></intermediateCatchEvent>'
    )


def asks_for_a_visa(**changes: str) -> str:
    """Return a process: ask, wait for the answer or the end of the period, end."""
    flows = (
        ("start", "visa"),
        ("visa", "gate"),
        ("gate", "answered"),
        ("gate", "too-late"),
        ("answered", "end"),
        ("too-late", "lapsed"),
    )
    arrows = "".join(f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flows)
    return (
        f'<startEvent id="start"/>{task("visa", "external.request", **{**VISA, **changes})}'
        f'<eventBasedGateway id="gate"/>{waiting("answered", "visa")}'
        '<intermediateCatchEvent id="too-late"><timerEventDefinition><timeDate>=visa.expires_at</timeDate>'
        '</timerEventDefinition></intermediateCatchEvent><endEvent id="end" mastara:outcome="accepted"/>'
        f'<endEvent id="lapsed" mastara:outcome="lapsed"/>{arrows}'
    )


def ask(world: World, *, price: object = 60_000, run: bool = True) -> Case:
    """Publish the process and begin a case of it; the worker sends its request unless told otherwise."""
    offer(world, "asks", asks_for_a_visa(), definitions=MESSAGE, others={SYSTEMS: SOURCE})
    case = begin(world, "asks", {"price": price})
    if run:
        world.run_jobs()
    return next(each for each in cases_of("asks") if each.id == case.id)


def simulator(world: World) -> SimulatedExternalSystems:
    """Return the outside systems as they are played."""
    found = world.services.connectors.external
    assert isinstance(found, SimulatedExternalSystems)
    return found


def receive(world: World, message: SignedMessage) -> str:
    """Take a signed answer as the callback does; return its effect."""
    notice = world.services.connectors.external.read_notice(message.body, message.headers)
    return execute(ReceiveExternalAnswer(notice=notice), actor=SYSTEM, services=world.services)


def answer(world: World, reference: str, outcome: Outcome = "accepted", **fields: Any) -> str:
    """Answer as the system would; return the effect on the case."""
    given: Mapping[str, Any] = fields
    return receive(world, simulator(world).answer(reference, outcome, comment="Vu", fields=given))
