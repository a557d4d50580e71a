"""Notices of outside systems: signed, at least once, in any order. Each is answered in JSON and counts once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
from flask import request
from flask.typing import ResponseReturnValue

from app.commands.bus import Command, execute
from app.commands.outside_answers import AnswerRefused, ReceiveExternalAnswer, RequestUnknown
from app.commands.payments import PaymentMismatch, PaymentUnknown, ReceivePaymentNotice
from app.commands.posting import ReceivePostNotice, ShipmentUnknown
from app.commands.services import current_services
from app.connectors.errors import CallbackRefused
from app.domain.actors import SYSTEM
from app.domain.permissions import PUBLIC
from app.store.cases import CaseChanged, CaseUnknown
from app.web.access import permission
from app.web.operations import operations
from app.web.security import csrf

log = structlog.get_logger("mastara.callbacks")
Headers = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class CallbackAnswer:
    """What the outside system is told: a status, and the effect or the reason of the refusal."""

    status: int
    body: Mapping[str, str]


@operations.post("/callbacks/payment")
@permission(PUBLIC)
def payment_notice() -> ResponseReturnValue:
    """A notice of the payment provider."""
    answer = receive_payment(request.get_data(cache=False), dict(request.headers))
    return dict(answer.body), answer.status


@operations.post("/callbacks/post")
@permission(PUBLIC)
def post_notice() -> ResponseReturnValue:
    """A notice of the postal carrier."""
    answer = receive_post(request.get_data(cache=False), dict(request.headers))
    return dict(answer.body), answer.status


@operations.post("/callbacks/external")
@permission(PUBLIC)
def external_notice() -> ResponseReturnValue:
    """An answer of an outside system."""
    answer = receive_external(request.get_data(cache=False), dict(request.headers))
    return dict(answer.body), answer.status


for _view in (payment_notice, post_notice, external_notice):
    csrf.exempt(_view)  # what proves the sender is the signature, not a token of a page


def receive_payment(body: bytes, headers: Headers) -> CallbackAnswer:
    """Take a payment notice as the callback does: also what the simulator's page delivers."""
    connector = current_services().connectors.payment
    return _receive("payment", lambda: ReceivePaymentNotice(notice=connector.read_notice(body, headers)))


def receive_post(body: bytes, headers: Headers) -> CallbackAnswer:
    """Take a postal notice as the callback does."""
    connector = current_services().connectors.post
    return _receive("post", lambda: ReceivePostNotice(notice=connector.read_notice(body, headers)))


def receive_external(body: bytes, headers: Headers) -> CallbackAnswer:
    """Take the answer of an outside system as the callback does."""
    connector = current_services().connectors.external
    return _receive("external", lambda: ReceiveExternalAnswer(notice=connector.read_notice(body, headers)))


def _receive(connector: str, read: Callable[[], Command[str]]) -> CallbackAnswer:
    try:
        effect = execute(read(), actor=SYSTEM, services=current_services())
    except CallbackRefused as refused:
        status = 400 if refused.reason == "unreadable" else 401
        return _refuse(connector, status, refused.reason, str(refused))
    except (PaymentUnknown, ShipmentUnknown, RequestUnknown, CaseUnknown) as unknown:
        return _refuse(connector, 404, "unknown_reference", str(unknown))
    except PaymentMismatch as mismatch:
        return _refuse(connector, 409, "wrong_amount", str(mismatch))
    except AnswerRefused as refused_answer:
        return _refuse(connector, 422, "wrong_fields", str(refused_answer))
    except CaseChanged as changed:
        return _refuse(connector, 503, "try_again", str(changed))
    log.info("callback-taken", connector=connector, effect=effect)
    return CallbackAnswer(status=200, body={"effect": effect})


def _refuse(connector: str, status: int, reason: str, message: str) -> CallbackAnswer:
    log.warning("callback-refused", connector=connector, reason=reason, status=status)
    return CallbackAnswer(status=status, body={"error": reason, "message": message})
