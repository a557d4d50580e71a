"""Runs a token that stands in error again, from the stage that failed."""

from typing import Any

from app.engine.errors import RepairRefused
from app.engine.specs.activities import JobTask
from app.engine.spiff import TaskState
from app.engine.token import Token

NEVER_COMPLETE = "join-never-complete"
NEVER_ENTERED = "too-many-tokens"
"""Fault of a token that was put on its element but has not entered it."""


def retry_token(token: Token) -> None:
    """Run one token again; a job is asked for again under another key. Raises RepairRefused."""
    instance = token.workflow.top_workflow
    if token.state != TaskState.ERROR:
        _ask_again(token)
        return
    code = token.internal_data.pop("fault")[0]
    if code == NEVER_COMPLETE:
        token._set_state(TaskState.WAITING)
    elif code == NEVER_ENTERED:
        token._set_state(TaskState.FUTURE)
        token.task_spec._update(token)
    else:
        if code == "uncaught-error":
            # The caller has closed what failed: it is asked for again under another key.
            _count_attempt(token)
        instance.requeue(token)


def wait_at_joins_again(scope: Any) -> None:
    """Let tokens that stood at a join without hope wait again: another token may now come."""
    for token in scope.tasks.values():
        if token.state == TaskState.ERROR and token.internal_data.get("fault", [""])[0] == NEVER_COMPLETE:
            del token.internal_data["fault"]
            token._set_state(TaskState.WAITING)


def _ask_again(token: Token) -> None:
    if not isinstance(token.task_spec, JobTask) or token.state != TaskState.STARTED:
        raise RepairRefused(
            f"Expected a step in error or one that waits for a job, found “{token.task_spec.bpmn_id}” at rest: "
            "reload the case.",
            reason="not-in-error",
        )
    _count_attempt(token)
    token.workflow.top_workflow.requeue(token)


def _count_attempt(token: Token) -> None:
    token.internal_data["attempt"] = token.internal_data.get("attempt", 0) + 1
