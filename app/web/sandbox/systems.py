"""Outside systems that a person plays: their open requests, and every way in which an answer can come back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.services import current_services
from app.connectors.callbacks import SignedMessage
from app.connectors.external.port import Outcome
from app.connectors.external.simulator import SimulatedRequest
from app.connectors.words import OUTCOME_TITLES, outcome_title
from app.domain.languages import choose
from app.domain.permissions import DEMONSTRATION
from app.procedures.declared_fields import DeclaredField
from app.procedures.systems import RequestKind
from app.queries.inscriptions import say_value
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.operations.callbacks import receive_external
from app.web.sandbox import sandbox
from app.web.sandbox.simulators import keep_answer, list_answers, simulators

LONGEST = 1_000
TONES = {"accepted": "success", "refused": "danger", "incomplete": "waiting"}


@dataclass(frozen=True, kw_only=True)
class ShownRequest:
    """A request in the words of its system."""

    reference: str
    kind_title: str
    case_reference: str
    sent_at: datetime
    expires_at: datetime
    late: bool
    outcome: str
    outcome_title: str


@sandbox.get("/systems")
@permission(DEMONSTRATION)
def outside_systems() -> ResponseReturnValue:
    """Every system with its requests, those without an answer first."""
    found = [_shown(one) for one in simulators().external.list_requests()]
    of = {one.reference: one.system for one in simulators().external.list_requests()}
    groups = [
        (
            system.title_in(language()),
            sorted((one for one in found if of[one.reference] == key), key=lambda one: bool(one.outcome)),
        )
        for key, system in current_services().library.systems().items()
    ]
    return render_template("sandbox/systems.html", groups=groups, tones=TONES)


@sandbox.get("/systems/<reference>")
@permission(DEMONSTRATION)
def outside_request(reference: str) -> ResponseReturnValue:
    """One request: what was asked, and what the system may answer."""
    asked = _get(reference)
    kind = _kind(asked)
    return render_template(
        "sandbox/system_request.html",
        request_=_shown(asked),
        system_title=current_services().library.systems()[asked.system].title_in(language()),
        asks=[
            (choose(field.title, language()), say_value(field, asked.fields.get(field.key), language()))
            for field in kind.asks
        ],
        fields=[_input(field) for field in kind.answers],
        outcomes={outcome: outcome_title(outcome, language()) for outcome in OUTCOME_TITLES},
        tones=TONES,
        answered=not asked.is_open,
        answers=list_answers(reference),
    )


@sandbox.post("/systems/<reference>")
@permission(DEMONSTRATION)
def answer_request(reference: str) -> ResponseReturnValue:
    """Answer as the pressed button says."""
    asked = _get(reference)
    act = _ACTS.get(request.form.get("act", "answer"))
    if act is None:
        abort(400)
    what, message = act(asked)
    keep_answer(reference, what, receive_external(message.body, message.headers))
    flash(gettext("Réponse envoyée à la commune."), "success")
    return redirect(url_for("sandbox.outside_request", reference=reference))


def _get(reference: str) -> SimulatedRequest:
    found = simulators().external.find_request(reference)
    if found is None or found.system not in current_services().library.systems():
        abort(404)
    return found


def _kind(asked: SimulatedRequest) -> RequestKind:
    kind = current_services().library.systems()[asked.system].kinds.get(asked.kind)
    if kind is None:
        abort(404)
    return kind


def _shown(asked: SimulatedRequest) -> ShownRequest:
    system = current_services().library.systems().get(asked.system)
    kind = system.kinds.get(asked.kind) if system is not None else None
    outcome = str(asked.answers[-1]["outcome"]) if asked.answers else ""
    return ShownRequest(
        reference=asked.reference,
        kind_title=choose(kind.title, language()) if kind is not None else asked.kind,
        case_reference=asked.case_reference,
        sent_at=asked.sent_at,
        expires_at=asked.expires_at,
        late=asked.is_open and asked.expires_at < current_services().clock.now(),
        outcome=outcome,
        outcome_title=outcome_title(outcome, language()),
    )


def _input(field: DeclaredField) -> Mapping[str, Any]:
    """Return what the template needs of a field of the answer."""
    if field.type == "boolean":
        choices = {"yes": gettext("Oui"), "no": gettext("Non")}
    else:
        choices = {key: choose(title, language()) for key, title in field.choices.items()}
    return {
        "key": field.key,
        "title": choose(field.title, language()) + (gettext(" (en dirhams)") if field.type == "amount" else ""),
        "kind": {"date": "date", "number": "number", "amount": "number"}.get(field.type, "text"),
        "choices": choices,
    }


def _typed(asked: SimulatedRequest) -> dict[str, Any]:
    """Return the fields of the answer as they were typed; what is no number is left as text, and then refused."""
    typed = [(field, request.form.get(field.key, "").strip()[:LONGEST]) for field in _kind(asked).answers]
    return {field.key: _value(field, text) for field, text in typed if text}


def _value(field: DeclaredField, text: str) -> object:
    if field.type == "boolean":
        return text == "yes"
    if field.type not in ("number", "amount"):
        return text
    try:
        number = Decimal(text)
        exact = number * 100 if field.type == "amount" else number
        return int(exact) if exact == int(exact) else float(exact)
    except (InvalidOperation, ValueError, OverflowError):
        return text


def _outcome() -> Outcome:
    wanted = request.form.get("outcome", "")
    found: Outcome | None = next((known for known in get_args(Outcome) if known == wanted), None)
    if found is None:
        abort(400)
    return found


def _answer(asked: SimulatedRequest) -> tuple[str, SignedMessage]:
    outcome = _outcome()
    comment = request.form.get("comment", "").strip()[:LONGEST]
    return outcome, simulators().external.answer(asked.reference, outcome, comment=comment, fields=_typed(asked))


def _repeat(asked: SimulatedRequest) -> tuple[str, SignedMessage]:
    if asked.is_open:
        abort(400)
    return "repeated", simulators().external.repeat(asked.reference)


def _forge(asked: SimulatedRequest) -> tuple[str, SignedMessage]:
    """An answer whose body was changed after it was signed."""
    message = simulators().external.repeat(asked.reference) if not asked.is_open else _answer(asked)[1]
    return "forged", replace(message, body=message.body + b" ")


_ACTS: dict[str, Callable[[SimulatedRequest], tuple[str, SignedMessage]]] = {
    "answer": _answer,
    "repeat": _repeat,
    "forge": _forge,
}
"""What each button does: the word for the list of answers, and the message that the commune receives."""
