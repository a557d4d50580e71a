"""One call of the engine: restore, act, run on, save; the result is the difference of what waited before and after."""

from collections.abc import Callable, Mapping
from typing import Any

from app.engine.codec import restore, save
from app.engine.definition import ProcessDefinition
from app.engine.environment import Environment
from app.engine.errors import NotWaiting, UnknownTask
from app.engine.instance import Instance
from app.engine.results import ClosedJob, ClosedSubscription, ClosedTask, ClosedTimer, Status, StepResult
from app.engine.step import Step
from app.engine.token import Token
from app.engine.waiting import Waiting, incidents_of, waiting_of

Document = Mapping[str, object]


def take_step(
    definition: ProcessDefinition,
    state: bytes,
    document: Document,
    environment: Environment,
    act: Callable[[Instance, Waiting], Any],
) -> StepResult:
    """Restore the instance, let `act` change it, run on and save. Raises StaleState, and whatever `act` raises."""
    step = Step(environment=environment, document=dict(document))
    instance = restore(definition, state, step)
    before = waiting_of(instance)
    act(instance, before)
    return finish(instance, before)


def finish(instance: Instance, before: Waiting) -> StepResult:
    """Run the instance until it waits, save it, and tell what changed since `before`."""
    instance.run()
    after = waiting_of(instance)
    incidents = incidents_of(instance)
    status = _status(instance, bool(incidents))
    step = instance.step
    return StepResult(
        state=save(instance, status),
        document=step.document,
        status=status,
        status_before=instance.status_before,
        opened_tasks=_opened(before.tasks, after.tasks),
        closed_tasks=_closed(ClosedTask, before.tasks, after.tasks, step),
        opened_timers=_opened(before.timers, after.timers),
        closed_timers=_closed(ClosedTimer, before.timers, after.timers, step),
        opened_jobs=_opened(before.jobs, after.jobs),
        closed_jobs=_closed(ClosedJob, before.jobs, after.jobs, step),
        opened_subscriptions=_opened(before.subscriptions, after.subscriptions),
        closed_subscriptions=_closed(ClosedSubscription, before.subscriptions, after.subscriptions, step),
        thrown_messages=tuple(step.thrown),
        milestones=tuple(step.milestones),
        decisions=tuple(step.decisions),
        trace=tuple(step.trace),
        ends=tuple(step.ends),
        incident=incidents[0] if incidents else None,
        incidents=incidents,
    )


def _opened(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what began to wait or waits in another way than before."""
    if not after:
        return ()
    return tuple(now for key, now in after.items() if before.get(key) != now)


def _closed(kind: Any, before: Mapping[str, Any], after: Mapping[str, Any], step: Step) -> tuple[Any, ...]:
    """Return what waits no more, or in another way, each with the reason that the step noted."""
    if not before:
        return ()
    return tuple(
        kind(key=key, element=was.element, reason=step.reasons.get(key, "cancelled"))
        for key, was in before.items()
        if after.get(key) != was
    )


def token_of(instance: Instance, key: str, waiting: Mapping[str, Any] | None, what: str) -> Token:
    """Return the token under `key`, one of `waiting` when that is given.

    Raises NotWaiting when it is over, UnknownTask when the instance never had it.
    """
    if waiting is None or key in waiting:
        token = instance.tokens.get(_number(key))
        if token is not None and token.key == key:
            return token
    if 0 < _number(key) < instance.next_id:
        raise NotWaiting(
            f"Expected the {what} “{key}” to wait, found that it does not any more: reload the case.", key=key
        )
    raise UnknownTask(f"Expected the {what} “{key}” in this instance, found none: reload the case.", key=key)


def _number(key: str) -> int:
    digits = key.partition("r")[0]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _status(instance: Instance, has_incident: bool) -> Status:
    if instance.tokens:
        return "incident" if has_incident else "running"
    return "terminated" if instance.terminated else "completed"
