"""What a moved instance catches up with: events that are new beside its tokens, joins, inputs and conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.engine.element_map import follower_in, stands_for
from app.engine.errors import ModelFault
from app.engine.instance import Instance, tokens_of
from app.engine.specs.activities import WATCHING, Activity, JobTask
from app.engine.specs.events import CatchEvent, arm, check_conditions, timer_data
from app.engine.specs.gateways import EventGateway, ParallelGateway, arrived_tokens, merge
from app.engine.specs.propagation import is_interrupted
from app.engine.specs.repetition import is_repeated
from app.engine.spiff import TaskState
from app.engine.timers import Due, due_moment
from app.engine.token import Token
from app.procedures.bpmn import Element


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Where everything came from: tokens (old flow node, new one) and scopes (old specification, new one) by id."""

    elements: Mapping[str, str]
    places: Mapping[int, tuple[Any, Any]]
    scopes: Mapping[int, tuple[Any, Any]]

    def follower(self, element: str, spec: Any) -> str:
        """Return the id that stands for an old element in a scope of the new definition."""
        return follower_in(spec, element, self.elements)


def catch_up(instance: Instance, moved: Moved) -> None:
    """Bring an instance that was just moved to what its new definition asks of the places where its tokens are."""
    for token in list(instance.tokens.values()):
        if token.state == TaskState.STARTED and "done" not in token.internal_data:
            _ask_again(instance, token, *moved.places[token.id])
    for host, (was, now) in moved.scopes.items():
        scope = instance.subprocesses[host] if host else instance
        _watch(instance, scope, moved, was, now)
        _race(instance, scope, moved)
        _join(instance, scope)
    for token in list(instance.tokens.values()):
        if token.id in moved.places:
            _border(instance, token, moved)
    if instance.definition.has_conditions:
        check_conditions(instance, list(instance.tokens.values()))


def ask_jobs_again(instance: Instance) -> None:
    """Evaluate the inputs of every job that waits, as its model says; what cannot be evaluated stands in error."""
    for token in list(instance.tokens.values()):
        waits = token.state == TaskState.STARTED and "done" not in token.internal_data
        is_whole = is_repeated(token.task_spec.element) and not token.is_instance
        if waits and isinstance(token.task_spec, JobTask) and not is_whole:
            try:
                token.task_spec.perform(token)
            except ModelFault as fault:
                instance.fail(token, fault)


def _ask_again(instance: Instance, token: Token, was: Any, now: Any) -> None:
    """Evaluate anew what a waiting token shows to the outside, where the new element says it in other words."""
    if is_repeated(now.element) and not token.is_instance:
        return  # its instances wait, not the whole
    try:
        for renew in (_inputs, _correlation, _cycle):
            renew(token, was.element, now.element)
    except ModelFault as fault:
        instance.fail(token, fault)


def _inputs(token: Token, was: Element, now: Element) -> None:
    before, after = (was.id, was.operation, was.inputs), (now.id, now.operation, now.inputs)
    if isinstance(token.task_spec, JobTask) and before != after:
        token.task_spec.perform(token)


def _correlation(token: Token, was: Element, now: Element) -> None:
    if isinstance(token.task_spec, CatchEvent) and was.correlation != now.correlation:
        token.internal_data.pop("correlation", None)
        if now.event_kind in ("none", "message"):
            arm(token, now)


def _cycle(token: Token, was: Element, now: Element) -> None:
    """Keep the due moment; what follows it is as the new timer says."""
    data, event = token.internal_data, now.event
    if "due" not in data or event is None or was.event is None:
        return
    if (was.event.timer, was.event.expression) == (event.timer, event.expression):
        return
    following = due_moment(token, event)
    for key in ("cycle", "left"):
        data.pop(key, None)
    due = datetime.fromisoformat(data["due"])
    data |= timer_data(Due(moment=due, cycle=following.cycle, left=following.left))


def _watch(instance: Instance, scope: Any, moved: Moved, was: Any, now: Any) -> None:
    """Let the starts of event sub-processes that are new begin to wait, unless one has taken the scope over.

    None begins in a scope that was opened again only to be undone.
    """
    if _is_undone(scope) or is_interrupted(scope) or any("armed" in token.internal_data for token in tokens_of(scope)):
        return
    known = {
        follower.bpmn_id
        for start in was.watches
        if (follower := now.task_specs.get(moved.follower(start, now))) and stands_for(was.task_specs[start], follower)
    }
    for start in now.watches:
        if start not in known:
            instance.arrive(scope, start, data={"watch": 1})


def _border(instance: Instance, token: Token, moved: Moved) -> None:
    """Let the events begin to wait that are new on the border of an activity under way."""
    was, now = moved.places[token.id]
    under_way = token.state in (TaskState.STARTED, TaskState.ERROR) and "done" not in token.internal_data
    if not isinstance(now, Activity) or token.is_instance or not under_way or "undo" in token.internal_data:
        return
    known = {(moved.follower(border.id, token.workflow.spec), border.event_kind) for border in was.borders}
    for border in now.borders:
        if border.event_kind in WATCHING and (border.id, border.event_kind) not in known:
            instance.arrive(token.workflow, border.id, data={"host": token.id})


def _race(instance: Instance, scope: Any, moved: Moved) -> None:
    """Let the events begin to wait that are new behind an event-based gateway whose race goes on."""
    racing = [token for token in tokens_of(scope) if "gate" in token.internal_data]
    for gate in dict.fromkeys(token.internal_data["gate"] for token in racing):
        runners = [token for token in racing if token.internal_data["gate"] == gate]
        before, after = moved.places[runners[0].id]
        old = _gateway_before(before, moved.scopes[_host(scope)][0])
        new = _gateway_before(after, scope.spec)
        if old is None or new is None:
            continue
        known = {moved.follower(flow.target, scope.spec) for flow in old.exits}
        for flow in new.exits:
            if flow.target not in known:
                instance.arrive(scope, flow.target, flow=flow.id, data={"gate": gate})


def _gateway_before(node: Any, spec: Any) -> EventGateway | None:
    """Return the event-based gateway that leads to an event."""
    return next(
        (
            other
            for other in spec.task_specs.values()
            if isinstance(other, EventGateway) and any(flow.target == node.bpmn_id for flow in other.exits)
        ),
        None,
    )


def _join(instance: Instance, scope: Any) -> None:
    """Let the tokens at a join go on for which the new definition waits for nobody else."""
    for token in tokens_of(scope):
        if token.internal_data.get("fault", [""])[0] == "join-never-complete":
            # The new definition may complete it; if not, the end of this step says so again.
            del token.internal_data["fault"]
            token._set_state(TaskState.WAITING)
    waiting = [token for token in tokens_of(scope) if token.state == TaskState.WAITING]
    for join in dict.fromkeys(token.task_spec for token in waiting):
        while ready := _let_through(join, scope):
            merge(ready)


def _let_through(join: Any, scope: Any) -> list[Token]:
    """Return the next tokens that a join lets through together; inclusive ones with several arrows see to it later."""
    arrived = list(arrived_tokens(join, scope).values())
    incoming = len(join.element.incoming)
    complete = len(arrived) == incoming and (isinstance(join, ParallelGateway) or incoming < 2)
    return arrived if complete else []


def _is_undone(scope: Any) -> bool:
    return scope.parent_task_id is not None and "undo" in scope.host.internal_data


def _host(scope: Any) -> int:
    return 0 if scope.parent_task_id is None else int(scope.host.id)
