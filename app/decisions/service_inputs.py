"""The inputs of a decision service: those it lists, else those its decisions need (DMN 1.5, 6.3.10 and 10.4)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.decisions.expressions.variable import Variable
from app.decisions.model import Decision, DecisionService, InputData

if TYPE_CHECKING:
    from app.decisions.graph import DecisionModel, Found


def service_inputs(model: "DecisionModel", service: DecisionService) -> "list[tuple[Found, Variable]]":
    """Return the elements that are a service's inputs with their variables, in the order of its parameters.

    Input data come first, then input decisions.
    """
    listed = (*service.input_data, *service.input_decisions)
    found = [one for one in map(model.find, listed) if one] if listed else _needed(model, service)
    return [(one, one.element.variable) for one in found if isinstance(one.element, InputData | Decision)]


def _needed(model: "DecisionModel", service: DecisionService) -> "list[Found]":
    """Return what the decisions inside a service require from outside, input data first.

    Where the service lists the decisions that it holds, all others are inputs; else it holds all that are required.
    """
    held = {_key(one) for one in map(model.find, (*service.outputs, *service.encapsulated)) if one}
    waiting = [one for one in map(model.find, service.outputs) if one]
    seen = {_key(one) for one in waiting}
    needed: list[Found] = []
    while waiting:
        for one in _required(waiting.pop(0)):
            if _key(one) in seen:
                continue
            seen.add(_key(one))
            inside = isinstance(one.element, Decision) and (_key(one) in held or not service.encapsulated)
            (waiting if inside else needed).append(one)
    return sorted(needed, key=lambda one: isinstance(one.element, Decision))


def _required(found: "Found") -> "Iterator[Found]":
    requires = found.element.requires if isinstance(found.element, Decision) else ()
    return (one for one in map(found.model.find, requires) if one is not None)


def _key(found: "Found") -> tuple[str, str]:
    return found.model.file, found.element.id
