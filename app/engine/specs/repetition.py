"""Repeated activities: multi-instance (BPMN 2.0 §13.3.7) and standard loop (§13.3.6).

The token of the whole holds `size`, `done` and what was collected; the token of each instance holds the id of the whole
(`of`), its `index` and its local variables (`vars`): the item and `loopCounter`, counted from 1.
"""

import re
from typing import Any

from app.engine import bounds
from app.engine.errors import ModelFault
from app.engine.expressions import to_json
from app.engine.token import Token
from app.procedures.bpmn import Element, MultiInstance

_ROOT_NAME = re.compile(r"=?\s*([A-Za-z_]\w*)")


def is_repeated(element: Element) -> bool:
    """Tell whether an activity has several instances or loops."""
    return element.multi_instance is not None or element.loop is not None


def expand(token: Token, element: Element) -> bool:
    """Start the instances; return True when there is none to run."""
    data = token.internal_data
    if element.loop is not None:
        if element.loop.test_before and not _loops_on(token, element, rounds=0):
            return True
        data.setdefault("done_count", 0)
        _start(token, element, 0, None)
        return False
    several = element.multi_instance
    assert several is not None
    items = _items(token, several)
    data |= {"size": len(items), "done_count": 0}
    if several.output_collection:
        data["out"] = [None] * len(items)
    if not items:
        _write_output(token, several)
        return True
    if several.sequential:
        data["items"] = items
        _start(token, element, 0, items[0])
    else:
        for index, item in enumerate(items):
            _start(token, element, index, item)
    return False


def collect(token: Token, element: Element) -> None:
    """Evaluate, on an instance that is about to complete, its output and whether the repetition ends with it."""
    whole = _whole_of(token)
    engine = token.workflow.script_engine
    several = element.multi_instance
    if several is None:
        rounds = whole.internal_data["done_count"] + 1
        token.transient["last"] = not _loops_on(token, element, rounds=rounds)
        return
    if several.output_collection:
        value = engine.evaluate(token, several.output_item) if several.output_item else None
        token.transient["output"] = to_json(value)
    done = whole.internal_data["done_count"] + 1
    counts = _counts(whole.internal_data["size"], done, sequential=several.sequential)
    stops = several.completion is not None and engine.evaluate(token, several.completion, counts) is True
    token.transient["last"] = stops or done == whole.internal_data["size"]


def _counts(size: int, done: int, *, sequential: bool) -> dict[str, int]:
    """Return what a completion condition may ask, in the words of the standard and in those of Camunda 7."""
    active = 1 if sequential else size - done
    return {
        "numberOfInstances": size,
        "numberOfCompletedInstances": done,
        "numberOfActiveInstances": active,
        "numberOfTerminatedInstances": 0,
        "nrOfInstances": size,
        "nrOfCompletedInstances": done,
        "nrOfActiveInstances": active,
    }


def count_unfinished(token: Token, element: Element) -> None:
    """Count an instance that was passed over: without an output where none can be evaluated, the others go on."""
    try:
        collect(token, element)
    except ModelFault:
        data = _whole_of(token).internal_data
        done = data["done_count"] + 1
        token.transient.setdefault("output", None)
        token.transient["last"] = done == data.get("size", done)


def progress(token: Token, element: Element) -> None:
    """Count a completed instance: end the repetition, or start the next instance."""
    whole = _whole_of(token)
    instance = token.workflow.top_workflow
    data = whole.internal_data
    data["done_count"] += 1
    if "out" in data:
        data["out"][token.internal_data["index"]] = token.transient["output"]
    if token.transient["last"]:
        for other in list(instance.tokens.values()):
            if other.internal_data.get("of") == whole.id:
                other.cancel()
        if element.multi_instance:
            _write_output(whole, element.multi_instance)
        instance.resume(whole)
    elif "items" in data or element.loop is not None:
        index = data["done_count"]
        _start(whole, element, index, data["items"][index] if "items" in data else None)


def _items(token: Token, several: MultiInstance) -> list[Any]:
    """Return one entry per instance: the items of the collection, or numbers from 1 to the cardinality."""
    engine = token.workflow.script_engine
    if several.collection:
        found = to_json(engine.evaluate(token, several.collection))
        if not isinstance(found, list):
            raise ModelFault("repetition-without-list", expression=several.collection)
        items = found
    else:
        count = to_json(engine.evaluate(token, several.cardinality or ""))
        if isinstance(count, float) and count.is_integer():
            count = int(count)
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise ModelFault("repetition-without-number", expression=several.cardinality or "")
        _refuse_too_many(count)
        items = list(range(1, count + 1))
    _refuse_too_many(len(items))
    return items


def _refuse_too_many(count: int) -> None:
    if count > bounds.INSTANCES_PER_ACTIVITY:
        raise ModelFault("too-many-instances", bound=str(bounds.INSTANCES_PER_ACTIVITY), found=str(count))


def _start(whole: Token, element: Element, index: int, item: Any) -> None:
    several = element.multi_instance
    local: dict[str, Any] = {"loopCounter": index + 1}
    if several and several.output_item and several.output_collection:
        # What an instance writes under the name of its output stays its own, so that instances do not mix.
        root = _ROOT_NAME.match(several.output_item)
        if root:
            local[root[1]] = None
    if several and several.item:
        local[several.item] = item
    data = {"of": whole.id, "index": index, "vars": local}
    whole.workflow.top_workflow.arrive(whole.workflow, element.id, data=data)


def _whole_of(token: Token) -> Token:
    whole: Token = token.workflow.top_workflow.tokens[token.internal_data["of"]]
    return whole


def _write_output(whole: Token, several: MultiInstance) -> None:
    if several.output_collection:
        name = several.output_collection.lstrip("= ")
        whole.workflow.script_engine.write(whole, {name: whole.internal_data["out"]})


def _loops_on(token: Token, element: Element, *, rounds: int) -> bool:
    """Tell whether a standard loop runs again after `rounds` rounds; without a condition it runs to its maximum."""
    loop = element.loop
    assert loop is not None
    if loop.maximum is not None and rounds >= loop.maximum:
        return False
    if loop.condition is None:
        return loop.maximum is not None
    return token.workflow.script_engine.evaluate(token, loop.condition, {"loopCounter": rounds}) is True
