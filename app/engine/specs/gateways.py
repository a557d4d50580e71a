"""Gateways (BPMN 2.0 §13.4), joins included: a join counts the tokens on each of its incoming flows."""

from collections.abc import Mapping
from typing import Any

from app.engine.specs.flow_node import FlowNode
from app.engine.spiff import TaskState
from app.engine.token import Token
from app.procedures.bpmn import Element, SequenceFlow


class ExclusiveGateway(FlowNode):
    """Takes the first flow whose condition holds, else the default; a single bare flow counts as the default."""

    def choose(self, token: Token) -> tuple[SequenceFlow, ...]:
        default = self.element.default
        if not self.exits:
            return ()
        for flow in self.exits:
            if flow.id != default and flow.condition is not None and self.holds(token, flow):
                return (flow,)
        return self._some([flow for flow in self.exits if flow.id == default or flow.condition is None])[:1]


class ParallelGateway(FlowNode):
    """Fires when each incoming flow has a token, takes one from each, and leaves by all flows.

    Further tokens on a flow stay there for the next firing, so a join on a cycle is right in every order.
    """

    def _update_hook(self, my_task: Token) -> bool:
        if len(self.element.incoming) < 2:
            return True
        my_task._set_state(TaskState.WAITING)
        arrived = arrived_tokens(self, my_task.workflow)
        if len(arrived) == len(self.element.incoming):
            merge(list(arrived.values()))
        return False

    def choose(self, token: Token) -> tuple[SequenceFlow, ...]:
        return self.exits


class InclusiveGateway(FlowNode):
    """Leaves by every flow whose condition holds, else by the default; joins the tokens that can still come.

    The join waits while some token of its scope can reach an empty incoming flow without passing the join, unless that
    token can also reach a flow that already has one (BPMN 2.0 §13.4.3).
    """

    def __init__(self, process: Any, element: Element, exits: tuple[SequenceFlow, ...]) -> None:
        super().__init__(process, element, exits)
        # Filled when compiled: element → incoming flows that a token on it can reach without passing this join.
        self.reached_from: Mapping[str, frozenset[str]] = {}

    def _update_hook(self, my_task: Token) -> bool:
        if len(self.element.incoming) < 2:
            return True
        my_task._set_state(TaskState.WAITING)
        return False

    def release(self, scope: Any) -> bool:
        """Fire the join if its scope lets it; called only when nothing else can run."""
        arrived = arrived_tokens(self, scope)
        if not arrived or any(self._is_blocked_by(place, arrived) for place in _other_places(self, scope)):
            return False
        merge(list(arrived.values()))
        return True

    def _is_blocked_by(self, place: str, arrived: Mapping[str, Token]) -> bool:
        reachable = self.reached_from.get(place)
        return reachable is not None and reachable.isdisjoint(arrived)

    def choose(self, token: Token) -> tuple[SequenceFlow, ...]:
        if len(self.exits) == 1 and self.exits[0].condition is None:
            return self.exits
        return super().choose(token)


class EventGateway(FlowNode):
    """Waits for the first of the events behind it; the others are cancelled with it (BPMN 2.0 §13.4.4)."""

    def choose(self, token: Token) -> tuple[SequenceFlow, ...]:
        return self.exits

    def leave(self, token: Token) -> None:
        instance = token.workflow.top_workflow
        for flow in self.exits:
            instance.arrive(token.workflow, flow.target, flow=flow.id, data={"gate": token.id})


def arrived_tokens(join: FlowNode, scope: Any) -> dict[str, Token]:
    """Return the oldest waiting token of each incoming flow that has one."""
    arrived: dict[str, Token] = {}
    for token in scope.tasks.values():
        if token.task_spec is join and token.state == TaskState.WAITING:
            arrived.setdefault(token.internal_data["in"], token)
    return arrived


def merge(tokens: list[Token]) -> None:
    """Let one token go on for all that were joined."""
    *merged, survivor = tokens
    for token in merged:
        token.workflow.top_workflow.forget(token)
    survivor._ready()


def _other_places(join: FlowNode, scope: Any) -> set[str]:
    """Return where tokens stand that might still come: not at the join, nor border events, which count as their host.

    What undoes an activity never leaves it by a flow.
    """
    return {
        token.task_spec.name
        for token in scope.tasks.values()
        if token.task_spec is not join
        and token is not scope.task_tree
        and "host" not in token.internal_data
        and "undoes" not in token.internal_data
    }
