"""Puts a token on another element of its scope; what lived by it goes, joins count again."""

from typing import Any

from app.engine.errors import RepairRefused
from app.engine.retrying import wait_at_joins_again
from app.engine.skipping import watches
from app.engine.specs.events import BoundaryEvent, EventSubProcessStart, StartEvent, cancel_rivals
from app.engine.specs.flow_node import FlowNode
from app.engine.specs.gateways import InclusiveGateway, ParallelGateway, arrived_tokens
from app.engine.specs.subprocesses import EventSubProcess
from app.engine.token import Token

_NO_TARGETS = (BoundaryEvent, EventSubProcessStart, EventSubProcess, StartEvent)
_OBSTACLES = {
    "beside": "“{element}” only watches beside the flow: move the token of the activity, or skip the event.",
    "instance": "“{element}” is one instance of a repetition: move the activity as a whole, or skip this instance.",
    "not-begun": "“{element}” waits for the process to begin: cancel the case instead.",
    "beside-sub-process": "“{element}” belongs to an event sub-process: cancel the case, or move a token inside it.",
}


def obstacle_to_moving(token: Token) -> str | None:
    """Return why a token cannot be moved (beside, instance, not-begun, beside-sub-process), None when it can."""
    if "armed" in token.internal_data:
        return "not-begun"
    if watches(token):
        return "beside"
    if token.is_instance:
        return "instance"
    return "beside-sub-process" if isinstance(token.task_spec, EventSubProcess) else None


def targets_of(token: Token) -> tuple[str, ...]:
    """Return the elements beside the token's own on which a token may be put, its own included (begun again)."""
    if obstacle_to_moving(token) is not None:
        return ()
    specs = token.workflow.spec.task_specs.values()
    return tuple(spec.bpmn_id for spec in specs if isinstance(spec, FlowNode) and not isinstance(spec, _NO_TARGETS))


def move_token(token: Token, target: str, flow: str | None) -> None:
    """Cancel the token where it is and put one on `target`. Raises RepairRefused."""
    element = token.task_spec.bpmn_id
    obstacle = obstacle_to_moving(token)
    if obstacle is not None:
        found = _OBSTACLES[obstacle].format(element=element)
        raise RepairRefused(f"Expected a token that can be moved, found that {found}", reason=obstacle)
    scope = token.workflow
    if target not in targets_of(token):
        raise RepairRefused(
            f"Expected an activity, event or gateway beside “{element}”, found “{target}”: choose one of its scope.",
            reason="not-beside",
        )
    cancel_rivals(token)
    token.cancel()
    wait_at_joins_again(scope)
    scope.top_workflow.arrive(scope, target, flow=_arrow(scope, target, flow))


def _arrow(scope: Any, target: str, flow: str | None) -> str | None:
    """Return the arrow by which the token arrives: the one named, at a join the first on which nothing waits."""
    spec = scope.spec.task_specs[target]
    incoming = spec.element.incoming
    if flow is not None and flow not in incoming:
        raise RepairRefused(
            f"Expected one of the arrows {', '.join(incoming)} into “{target}”, found “{flow}”: choose one of them.",
            reason="unknown-way",
        )
    if flow is not None or not incoming:
        return flow
    if isinstance(spec, ParallelGateway | InclusiveGateway):
        taken = arrived_tokens(spec, scope)
        return str(next((arrow for arrow in incoming if arrow not in taken), incoming[0]))
    return str(incoming[0])
