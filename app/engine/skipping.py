"""Passes over a step that cannot be done: its work is left out, its token goes on."""

from collections.abc import Mapping

from app.engine.errors import ModelFault, RepairRefused
from app.engine.expressions import to_json
from app.engine.retrying import NEVER_COMPLETE, NEVER_ENTERED, wait_at_joins_again
from app.engine.specs.activities import JobTask
from app.engine.specs.events import cancel_rivals
from app.engine.specs.gateways import ExclusiveGateway, InclusiveGateway, ParallelGateway, arrived_tokens, merge
from app.engine.spiff import TaskState
from app.engine.token import Token
from app.procedures.bpmn import SequenceFlow


def ways_out(token: Token) -> tuple[str, ...]:
    """Return the flows of which one may be named when the step is skipped; empty where the diagram leaves no choice."""
    spec = token.task_spec
    if token.is_instance or watches(token) or len(spec.exits) < 2:
        return ()
    chooses = isinstance(spec, ExclusiveGateway | InclusiveGateway) or any(flow.condition for flow in spec.exits)
    return tuple(flow.id for flow in spec.exits) if chooses else ()


def watches(token: Token) -> bool:
    """Tell whether a token only watches beside the flow: on a border, or for an event sub-process."""
    return "watch" in token.internal_data or "host" in token.internal_data


def skip_token(token: Token, values: Mapping[str, object], flow: str | None) -> None:
    """Count one step as done with `values`, leaving by `flow` when named. Raises RepairRefused."""
    _must_be_skippable(token)
    instance = token.workflow.top_workflow
    code = token.internal_data.pop("fault", [""])[0]
    if values:
        instance.script_engine.write(token, {name: to_json(value) for name, value in values.items()})
    if watches(token):
        _must_not_name(token, flow)
        token.cancel()
        return
    wait_at_joins_again(token.workflow)
    going = _joined(token) if _stands_before_join(token, code) else token
    going.transient["exits"] = _exits(going, flow)
    going.transient["skipped"] = True
    going.internal_data.pop("got", None)
    cancel_rivals(going)
    if going.state != TaskState.READY:
        instance.requeue(going)


def _must_be_skippable(token: Token) -> None:
    has_work = isinstance(token.task_spec, JobTask) or "due" in token.internal_data
    stands = token.state == TaskState.ERROR or (token.state == TaskState.STARTED and has_work)
    if stands and "armed" not in token.internal_data:
        return
    raise RepairRefused(
        f"Expected a step in error or one that waits for a job, found “{token.task_spec.bpmn_id}”: complete it, or "
        "move its token.",
        reason="not-skippable",
    )


def _must_not_name(token: Token, flow: str | None) -> None:
    if flow is not None:
        raise RepairRefused(
            f"Expected no way out to be named at “{token.task_spec.bpmn_id}”, found “{flow}”: leave it out.",
            reason="no-choice",
        )


def _stands_before_join(token: Token, code: str) -> bool:
    joins = (
        isinstance(token.task_spec, ParallelGateway | InclusiveGateway) and len(token.task_spec.element.incoming) > 1
    )
    return joins and code in (NEVER_COMPLETE, NEVER_ENTERED)


def _joined(token: Token) -> Token:
    """Let the join fire with the tokens that have arrived; return the one that goes on for all."""
    token._set_state(TaskState.WAITING)
    arrived = list(arrived_tokens(token.task_spec, token.workflow).values())
    merge(arrived)
    return arrived[-1]


def _exits(token: Token, flow: str | None) -> tuple[SequenceFlow, ...]:
    spec = token.task_spec
    ways = ways_out(token)
    if flow is not None and flow not in ways:
        _must_not_name(token, None if ways else flow)
        raise RepairRefused(
            f"Expected one of {', '.join(ways)} out of “{spec.bpmn_id}”, found “{flow}”: choose one of them.",
            reason="unknown-way",
        )
    if flow is not None:
        return tuple(way for way in spec.exits if way.id == flow)
    try:
        return tuple(spec.choose(token))
    except ModelFault as fault:
        default = tuple(way for way in spec.exits if way.id == spec.element.default)
        if not default:
            raise RepairRefused(
                f"Expected a way out of “{spec.bpmn_id}”, found that no condition holds: name one of "
                f"{', '.join(way.id for way in spec.exits)}.",
                reason="way-needed",
            ) from fault
        return default
