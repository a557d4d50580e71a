"""Events (BPMN 2.0 §13.5): what is caught waits, what is thrown goes out or to the nearest catcher."""

from datetime import datetime
from typing import Any

from app.engine.errors import ModelFault
from app.engine.expressions import to_json
from app.engine.results import EndReached, ThrownMessage
from app.engine.specs.compensation import begin_undoing
from app.engine.specs.flow_node import FlowNode
from app.engine.specs.propagation import Catcher, Thrown, find_catcher
from app.engine.spiff import TaskState
from app.engine.timers import Due, due_moment, next_due, period_end
from app.engine.token import Token
from app.procedures.bpmn import Element, SequenceFlow


class PassingEvent(FlowNode):
    """A plain start, or a link, whose throw leads straight to the catch of its name: the token only passes."""


class CatchEvent(FlowNode):
    """Waits for a timer, a message, a signal or a condition: intermediate and boundary events, receive tasks."""

    def execute(self, token: Token) -> bool:
        self.map_inputs(token)
        arm(token, self.element)
        return False


class StartEvent(CatchEvent):
    """The start of a process: plain, or waiting for the message, signal or timer that begins it."""

    def execute(self, token: Token) -> bool:
        return "armed" not in token.internal_data or super().execute(token)

    def maps_outputs(self, token: Token) -> bool:
        """What began an event sub-process has given its outputs beside it already."""
        return self.element.event_kind == "none"


class SideEvent(CatchEvent):
    """Waits beside the flow: a public status begins when it happens, not when it starts to wait."""

    def enter(self, token: Token) -> None:
        """Nothing has happened yet."""

    def note_completion(self, token: Token) -> None:
        super().enter(token)
        super().note_completion(token)


class BoundaryEvent(SideEvent):
    """Sits on an activity; error and escalation ones never wait, they are put here when caught."""


class EventSubProcessStart(SideEvent):
    """Waits, in the scope around an event sub-process, for what begins it (BPMN 2.0 §13.5.4)."""

    def __init__(self, process: Any, element: Element, exits: tuple[SequenceFlow, ...], *, begins: str) -> None:
        super().__init__(process, element, exits)
        self.begins = begins
        self.starts_on = element.id

    def note_completion(self, token: Token) -> None:
        """The start event inside is the one that passes."""

    def choose(self, token: Token) -> tuple[SequenceFlow, ...]:
        return ()

    def leave(self, token: Token) -> None:
        token.workflow.top_workflow.arrive(token.workflow, self.begins)


class ThrowingNode(FlowNode):
    """What throw and end events share: whatever can fail is done before the token leaves."""

    def execute(self, token: Token) -> bool:
        if self.element.event_kind == "error" or (
            self.element.event_kind == "escalation" and self.element.kind == "endEvent"
        ):
            _require_catcher(token, self.element)
        if self.element.event_kind == "compensate":
            return begin_undoing(token, self.element.event.reference if self.element.event else None)
        if self.element.event_kind == "cancel":
            token.workflow.top_workflow.interrupt(token.workflow, spared=token)
            return begin_undoing(token, None)
        return True

    def release_dependents(self, token: Token) -> None:
        """Cancel the handlers that undo for this event, when it is cancelled itself."""
        if "undo" not in token.internal_data:
            return
        for other in list(token.workflow.top_workflow.tokens.values()):
            if other.internal_data.get("undoes") == token.id:
                other.cancel()

    def conclude(self, token: Token) -> None:
        if self.element.event_kind in ("message", "signal"):
            token.transient["thrown"] = thrown_message(token, self.element)


class ThrowEvent(ThrowingNode):
    """An intermediate throw: message, signal, compensation or escalation, which need not be caught."""

    def leave(self, token: Token) -> None:
        scope = token.workflow
        before = scope.interruptions
        throw(token, self.element)
        if scope.top_workflow.is_alive(scope) and scope.interruptions == before:
            super().leave(token)


class EndEvent(ThrowingNode):
    """An end: plain, message, signal, error, escalation, compensation, cancel or terminate."""

    def note_completion(self, token: Token) -> None:
        super().note_completion(token)
        scope = token.workflow
        end = EndReached(
            element=self.bpmn_id,
            outcome=self.element.outcome,
            scope=None if scope.parent_task_id is None else scope.host.task_spec.name,
        )
        scope.top_workflow.step.ends.append(end)

    def leave(self, token: Token) -> None:
        if self.element.event_kind == "terminate":
            scope = token.workflow
            scope.top_workflow.clear(scope)
            scope.top_workflow.terminated = scope is scope.top_workflow
        else:
            throw(token, self.element)


def arm(token: Token, element: Element) -> None:
    """Write on the token what it waits for: its due moment, or its correlation value."""
    data = token.internal_data
    event = element.event
    if event is not None and event.kind == "timer":
        data |= timer_data(due_moment(token, event))
    elif event is not None and event.kind == "conditional":
        token.workflow.top_workflow.armed_conditions.append(token)
    elif element.correlation:
        engine = token.workflow.script_engine
        value = engine.evaluate(token, element.correlation)
        if value is None:
            raise ModelFault("correlation-empty", expression=element.correlation)
        data["correlation"] = str(to_json(value))


def timer_data(due: Due) -> dict[str, Any]:
    """Return what a token keeps of its timer."""
    data: dict[str, Any] = {"due": due.moment.isoformat()}
    return data if due.cycle is None else {**data, "cycle": due.cycle, "left": due.left}


def trigger(token: Token, payload: object = None) -> None:
    """Let what the token waits for happen: rivals are cancelled, the host of an interrupting border event too."""
    instance = token.workflow.top_workflow
    element: Element = token.task_spec.element
    if payload is not None:
        token.internal_data["got"] = payload
    if token.internal_data.pop("watch", None):
        if element.interrupting:
            instance.interrupt(token.workflow, spared=token)
        else:
            _wait_again(token, element, {"watch": 1})
    if token.internal_data.pop("armed", None):
        for rival in [other for other in instance.tokens.values() if "armed" in other.internal_data]:
            rival.cancel()
        instance.begin(token.workflow, ())
    cancel_rivals(token)
    host = instance.tokens.get(token.internal_data.pop("host", 0))
    if host is not None and element.interrupting:
        host.cancel()
    elif host is not None:
        _wait_again(token, element, {"host": host.id})
    instance.resume(token)


def cancel_rivals(token: Token) -> None:
    """Cancel the other events behind the same event-based gateway: this one has won."""
    gate = token.internal_data.pop("gate", None)
    if gate is not None:
        instance = token.workflow.top_workflow
        for rival in [other for other in instance.tokens.values() if other.internal_data.get("gate") == gate]:
            rival.cancel()


def throw(token: Token, element: Element) -> None:
    """Send out a message or signal, or hand an error or escalation to its catcher; nothing when it was passed over."""
    if "skipped" in token.transient:
        return
    kind = element.event_kind
    instance = token.workflow.top_workflow
    if kind in ("message", "signal"):
        thrown: ThrownMessage = token.transient["thrown"]
        instance.step.thrown.append(thrown)
        if kind == "signal":
            broadcast(instance, thrown.name, thrown.payload)
    elif kind == "cancel":
        hand_over(cancelled_at(token), code=None)
    elif kind in ("error", "escalation"):
        catcher = find_catcher(token, thrown_by(element))
        if catcher is not None:
            hand_over(catcher, code=element.event.code if element.event else None)


def cancelled_at(token: Token) -> Catcher:
    """Return the event on the border of the transaction that an end event cancels (BPMN 2.0 §13.3.4)."""
    inside: Token = token.workflow.host
    host = token.workflow.top_workflow.tokens.get(inside.internal_data.get("of", inside.id), inside)
    event = next(border for border in host.task_spec.borders if border.event_kind == "cancel")
    return Catcher(scope=host.workflow, event=event, host=host)


def thrown_message(token: Token, element: Element) -> ThrownMessage:
    """Return the message that an event or a send task throws; its inputs, evaluated here, are the payload."""
    engine = token.workflow.script_engine
    payload = {name: engine.value_of(token, text) for name, text in element.inputs.items()}
    is_signal = element.event_kind == "signal"
    correlation = engine.evaluate(token, element.correlation) if element.correlation else None
    return ThrownMessage(
        element=element.id,
        name=signal_name(element) if is_signal else message_name(element),
        payload=payload,
        correlation=None if correlation is None else str(to_json(correlation)),
        kind="signal" if is_signal else "message",
        waits_until=period_end(token, element.waits) if element.waits else None,
    )


def broadcast(instance: Any, name: str, payload: object) -> int:
    """Let every waiting catch of a signal receive it; return how many did."""
    receivers = [
        token
        for token in list(instance.tokens.values())
        if token.state == TaskState.STARTED
        and token.task_spec.element.event_kind == "signal"
        and signal_name(token.task_spec.element) == name
    ]
    received = 0
    for token in receivers:
        # An earlier receiver may have cancelled this one: both sat on the same activity or behind the same gateway.
        if token.id in instance.tokens:
            trigger(token, payload)
            received += 1
    return received


def hand_over(catcher: Catcher, *, code: str | None) -> None:
    """Continue at the event that catches; an interrupting one cancels its activity or its whole scope first.

    With a `result` on the event, the code that was thrown is stored under it as `code`; its outputs see it as `code`.
    """
    scope = catcher.scope
    instance = scope.top_workflow
    if catcher.event.interrupting and catcher.host is not None:
        catcher.host.cancel()
    elif catcher.event.interrupting:
        instance.interrupt(scope)
    data: dict[str, Any] = {"done": 1}
    if catcher.event.result or catcher.event.outputs:
        data["got"] = {"code": code}
    instance.arrive(scope, catcher.event.id, data=data)


def thrown_by(element: Element) -> Thrown:
    """Return the error or escalation that an event throws."""
    event = element.event
    if event is None:
        return Thrown(kind="none")
    return Thrown(kind=event.kind, code=event.code, name=event.name, reference=event.reference)


def message_name(element: Element) -> str:
    """Return the message's name; an event that names none is known by its own id."""
    return element.message or element.id


def signal_name(element: Element) -> str:
    """Return the signal's name; an event that names none is known by its own id."""
    return (element.event.name if element.event else None) or element.id


def _require_catcher(token: Token, element: Element) -> None:
    if find_catcher(token, thrown_by(element)) is None:
        code = element.event.code if element.event else None
        raise ModelFault(f"uncaught-{element.event_kind}", thrown=code or element.id)


def _wait_again(token: Token, element: Element, data: dict[str, Any]) -> None:
    """A non-interrupting message or signal may come again; a repeating timer until its count is used up.

    A condition happens again once it has been untrue in between.
    """
    instance = token.workflow.top_workflow
    if element.event_kind in ("message", "signal"):
        instance.arrive(token.workflow, element.id, data=data)
        return
    if element.event_kind == "conditional":
        kept: dict[str, Any] | None = {"held": 1}
    else:
        kept = _next_timer(token.internal_data)
    if kept is not None:
        again = instance.place(token.workflow, element.id, identity=instance.take_id(), data={**data, **kept})
        again._set_state(TaskState.STARTED)


def _next_timer(data: dict[str, Any]) -> dict[str, Any] | None:
    if "cycle" not in data:
        return None
    following = next_due(datetime.fromisoformat(data["due"]), data["cycle"], data["left"])
    return None if following is None else timer_data(following)


def check_conditions(instance: Any, tokens: list[Token]) -> None:
    """Let each conditional event among the tokens happen whose condition has become true (BPMN 2.0 §10.5.5)."""
    for token in tokens:
        element: Element = token.task_spec.element
        waits = element.event_kind == "conditional" and token.state == TaskState.STARTED
        if not waits or token.id not in instance.tokens or "done" in token.internal_data or _sits_on_done(token):
            continue
        try:
            holds = token.workflow.script_engine.evaluate(token, (element.event and element.event.expression) or "")
        except ModelFault as fault:
            instance.fail(token, fault)
            continue
        if holds is not True:
            token.internal_data.pop("held", None)
        elif "held" not in token.internal_data:
            trigger(token)


def _sits_on_done(token: Token) -> bool:
    """Tell whether the last instance of the repeated activity under a border event is over: it leaves next."""
    host = token.workflow.top_workflow.tokens.get(token.internal_data.get("host", 0))
    return host is not None and host.state == TaskState.READY and "done_count" in host.internal_data
