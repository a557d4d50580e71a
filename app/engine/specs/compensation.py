"""Compensation (BPMN 2.0 §13.5.5): activities that were completed are undone by their handlers, the last one first.

A scope keeps what was completed in it as `[activity, inside]` records, the oldest first; `inside` holds the records of
a sub-process that has no handler of its own. Each instance of a repeated activity leaves a record, with its local
variables as a third entry: what undoes it sees its item. An event that throws keeps the records it still has to undo
and waits; a sub-process is undone by a token that opens its inside again for the handlers only.
"""

from typing import Any

from app.engine.errors import ModelFault
from app.engine.specs.repetition import is_repeated
from app.engine.token import Token

Record = list[Any]
"""`[id of the activity, records of its inside or None]`, for an instance of a repetition also its local variables."""


def remember(token: Token) -> None:
    """Note the completion of an activity that could have to be undone."""
    data = token.internal_data
    if "undoes" in data:
        return
    scope = token.workflow
    name = token.task_spec.name
    local = [data["vars"]] if token.is_instance else []
    if name in scope.spec.handlers:
        if token.is_instance or not is_repeated(token.task_spec.element):
            past_of(scope).append([name, None, *local])
    elif data.get("past") and token.task_spec.is_undone_inside:
        past_of(home_of(scope)).append([name, data["past"], *local])


def begin_undoing(token: Token, activity: str | None) -> bool:
    """Begin to undo what a throwing event names, else all of its scope; return True when nothing is to be undone."""
    scope = home_of(token.workflow)
    past = past_of(scope)
    chosen = [record for record in past if activity in (None, record[0])]
    if not chosen:
        return True
    _require_handlers(scope.top_workflow, scope.spec, chosen)
    past[:] = [record for record in past if record not in chosen]
    token.internal_data["undo"] = chosen
    undo_next(token, scope)
    return False


def undo_next(waiting: Token, scope: Any) -> None:
    """Put a token on what undoes the last of the records that `waiting` keeps."""
    name, inside, *local = waiting.internal_data["undo"].pop()
    data: dict[str, Any] = {"undoes": waiting.id}
    if local:
        data["vars"] = local[0]
    handler = scope.spec.handlers.get(name)
    if handler is None:
        data["undo"] = inside or []
    scope.top_workflow.arrive(scope, handler or name, data=data)


def undone(token: Token) -> None:
    """Go on after one handler: with the next one, else where the compensation was thrown."""
    instance = token.workflow.top_workflow
    waiting = instance.tokens.get(token.internal_data["undoes"])
    if waiting is None:
        return
    if waiting.internal_data["undo"]:
        undo_next(waiting, token.workflow)
    elif waiting is not getattr(token.workflow, "host", None):
        instance.resume(waiting)


def _require_handlers(instance: Any, spec: Any, records: list[Record]) -> None:
    """Raise ModelFault when a record names an activity that a migration has taken out of the diagram."""
    for name, inside, *_ in records:
        if name in spec.handlers:
            continue
        found = spec.task_specs.get(name)
        if found is None or not found.is_undone_inside:
            raise ModelFault("compensation-lost", activity=name)
        _require_handlers(instance, instance.subprocess_specs[found.inside], inside or [])


def home_of(scope: Any) -> Any:
    """Return the scope whose activities an event there undoes: an event sub-process undoes those around it."""
    while scope.parent_task_id is not None and hasattr(scope.host.task_spec, "starts_on"):
        scope = scope.host.workflow
    return scope


def past_of(scope: Any) -> list[Record]:
    """Return the records of a scope; they live as long as it does."""
    if scope.parent_task_id is None:
        past: list[Record] = scope.past
        return past
    past = scope.host.internal_data.setdefault("past", [])
    return past
