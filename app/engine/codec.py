"""Writes an instance as a small JSON object and reads it back; the definition is never inside.

`{"v": 1, "d": digest, "n": next id, "s": status, "t": [[id, element, state, scope, data?], …]}` where scope is the id
of the token whose inside it is (0: the process). `"c"`, when present, holds what was completed in the process and can
be undone, as `past` below. Data keys, each left out when absent:

| key | meaning |
|---|---|
| in | incoming flow, for joins |
| host | activity on whose border the event sits |
| gate | event-based gateway behind which the event waits |
| of, index, vars | instance of a repetition: the whole, its number from 0, its local variables |
| size, done_count, items, out | the whole of a repetition: how many, how many done, items to come, what was collected |
| own | the mapped inputs of an activity, its local variables |
| mapped | the mapped outputs have left |
| doc | the document of a called process |
| due, cycle, left | a timer's moment, its repetition and how many are left |
| watch, armed | the event waits beside its scope for an event sub-process; it waits for the process to begin |
| held | the condition has been true since the event last happened |
| correlation | a subscription's value |
| done, got | the work is done; what came from outside is still to be written |
| past | what was completed inside and can be undone: [[activity, inside, local variables?], …] |
| undo, undoes | what is still to be undone for this token; the token for which this one undoes |
| attempt, fault | how often a job was run again; why the token stands in error: [code, values] |
"""

from typing import Any

import orjson

from app.engine.definition import ProcessDefinition
from app.engine.errors import StaleState
from app.engine.instance import Instance
from app.engine.spiff import TaskState
from app.engine.step import Step

VERSION = 1
DIGEST_LENGTH = 16

_LETTERS = {TaskState.STARTED: "S", TaskState.WAITING: "W", TaskState.ERROR: "E"}
_STATES = {letter: state for state, letter in _LETTERS.items()}


def save(instance: Instance, status: str) -> bytes:
    """Return the state of an instance at rest."""
    saved = {
        "v": VERSION,
        "d": instance.definition.digest[:DIGEST_LENGTH],
        "n": instance.next_id,
        "s": status,
        "t": [_row(token) for token in sorted(instance.tokens.values(), key=lambda token: token.id)],
    }
    return orjson.dumps({**saved, "c": instance.past} if instance.past and instance.tokens else saved)


def restore(definition: ProcessDefinition, state: bytes, step: Step) -> Instance:
    """Return the instance of a saved state.

    Raises StaleState when the state belongs to another definition or codec, or is no state at all.
    """
    return restore_saved(definition, read_state(definition, state), step)


def restore_saved(definition: ProcessDefinition, saved: dict[str, Any], step: Step) -> Instance:
    """Return the instance of a saved object that was checked."""
    instance = Instance(definition, step, next_id=saved["n"])
    instance.status_before = saved["s"]
    instance.terminated = saved["s"] == "terminated"
    instance.completed = not saved["t"]
    instance.past = saved.get("c", [])
    hosts = {row[3] for row in saved["t"]}
    for identity, element, letter, host, *data in saved["t"]:
        scope = instance.subprocesses[host] if host else instance
        token = instance.place(scope, element, identity=identity, data=data[0] if data else {})
        token._set_state(_STATES[letter])
        if identity in hosts:
            instance.open_scope(token, token.task_spec.inside)
    return instance


def read_state(definition: ProcessDefinition, state: bytes) -> dict[str, Any]:
    """Return the saved object after checking that it belongs to the definition."""
    try:
        saved = orjson.loads(state)
    except orjson.JSONDecodeError as error:
        message = "Expected a state saved by the engine, found something else: restore the case's snapshot."
        raise StaleState(message) from error
    if not isinstance(saved, dict) or saved.get("v") != VERSION:
        raise StaleState(f"Expected a state of version {VERSION}, found another: migrate the case first.")
    if saved["d"] != definition.digest[:DIGEST_LENGTH]:
        raise StaleState(
            f"Expected a state of the definition {definition.digest[:DIGEST_LENGTH]}, found one of {saved['d']}: "
            "use the case's own deployment.",
            expected=definition.digest[:DIGEST_LENGTH],
            found=saved["d"],
        )
    return saved


def _row(token: Any) -> list[Any]:
    scope = token.workflow
    row = [token.id, token.task_spec.name, _LETTERS[token.state], scope.host.id if scope.parent_task_id else 0]
    return [*row, token.internal_data] if token.internal_data else row
