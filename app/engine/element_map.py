"""Which element of a new definition stands for which of an old one: proposed by id and name, checked when edited."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.engine.definition import ProcessDefinition
from app.engine.specs.gateways import InclusiveGateway, ParallelGateway
from app.procedures.bpmn import Element

MapFault = Literal["element-unknown", "target-unknown", "kind-differs", "repetition-differs"]


@dataclass(frozen=True, kw_only=True)
class MapFinding:
    """Why one line of an element map does not hold; `message` is for the person who wrote it."""

    element: str
    target: str
    code: MapFault
    message: str


def propose_elements(old: ProcessDefinition, new: ProcessDefinition) -> dict[str, str]:
    """Return old element id → new element id: the same id if it does the same, else the same name if only one has it.

    What nothing stands for is left out.
    """
    before, after = _specs_by_id(old), _specs_by_id(new)
    proposed = {key: key for key, spec in before.items() if key in after and _fits(spec, after[key])}
    free = [spec for key, spec in after.items() if key not in proposed.values()]
    for key, spec in before.items():
        if key in proposed or not spec.element.names:
            continue
        same = [other for other in free if _is_named_alike(spec, other)]
        rivals = [other for other in before.values() if _is_named_alike(spec, other)]
        if len(same) == 1 and len(rivals) == 1:
            proposed[key] = same[0].bpmn_id
    return proposed


def map_findings(old: ProcessDefinition, new: ProcessDefinition, elements: Mapping[str, str]) -> tuple[MapFinding, ...]:
    """Return what is wrong with a map that a person wrote, line by line; empty when every line holds."""
    before, after = _specs_by_id(old), _specs_by_id(new)
    found = (_finding(key, target, before.get(key), after.get(target)) for key, target in elements.items())
    return tuple(finding for finding in found if finding is not None)


def choices_for(old: ProcessDefinition, new: ProcessDefinition) -> dict[str, tuple[str, ...]]:
    """Return, for each old element on which a token may rest, the new ones that do the same."""
    after = list(_specs_by_id(new).values())
    return {
        key: tuple(other.bpmn_id for other in after if _fits(spec, other))
        for key, spec in _specs_by_id(old).items()
        if _holds_tokens(spec)
    }


def elements_of(definition: ProcessDefinition) -> dict[str, Element]:
    """Return the elements of the process and of those it calls, by id; the process's own come first."""
    found: dict[str, Element] = {}
    for model in (definition.model, *definition.called.values()):
        for key, element in model.elements.items():
            found.setdefault(key, element)
    return found


def follower_in(spec: Any, element: str, elements: Mapping[str, str]) -> str:
    """Return the id that stands for an old element in one scope of the new definition.

    The same id may stand in two processes of which the map means only one: where the mapped id is unknown, an element
    that kept its id follows itself.
    """
    mapped = elements.get(element, element)
    return mapped if mapped in spec.task_specs or element not in spec.task_specs else element


def stands_for(was: Any, now: Any) -> bool:
    """Tell whether a flow node does what another one did: the same class, waiting for the same kind of event.

    What undoes an activity stands for nothing but another one that undoes: no flow leads away from it.
    """
    same_event = was.element.event_kind == now.element.event_kind
    return type(was) is type(now) and same_event and was.element.for_compensation == now.element.for_compensation


def kind_in_words(element: Element) -> str:
    """Return the kind of an element for a message, telling apart what undoes an activity."""
    return f"{element.kind} for compensation" if element.for_compensation else element.kind


def _fits(was: Any, now: Any) -> bool:
    return stands_for(was, now) and repetition_of(was.element) == repetition_of(now.element)


def _is_named_alike(was: Any, now: Any) -> bool:
    return _fits(was, now) and bool(was.element.names == now.element.names)


def repetition_of(element: Element) -> tuple[bool, bool, bool]:
    """Return what must not change while an activity repeats: several instances, loop, one after the other."""
    several = element.multi_instance
    return several is not None, element.loop is not None, several is not None and several.sequential


def _specs_by_id(definition: ProcessDefinition) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for spec in (definition.spec, *definition.scopes.values()):
        for node in flow_nodes(spec):
            found.setdefault(node.bpmn_id, node)
    return found


def flow_nodes(spec: Any) -> Iterator[Any]:
    """Yield the flow nodes of one scope's specification."""
    return (node for node in spec.task_specs.values() if hasattr(node, "exits"))


def _finding(key: str, target: str, was: Any, now: Any) -> MapFinding | None:
    code: MapFault
    if was is None:
        code, message = "element-unknown", f"Expected an element of the old version, found “{key}”: correct its id."
    elif now is None:
        code, message = "target-unknown", f"Expected an element of the new version, found “{target}”: correct its id."
    elif not stands_for(was, now):
        kinds = f"{kind_in_words(was.element)} for “{key}”, found {kind_in_words(now.element)} “{target}”"
        code, message = "kind-differs", f"Expected a {kinds}: choose an element of the same kind."
    elif repetition_of(was.element) != repetition_of(now.element):
        code = "repetition-differs"
        message = f"Expected “{target}” to repeat as “{key}” does, found another repetition: choose another element."
    else:
        return None
    return MapFinding(element=key, target=target, code=code, message=message)


def _holds_tokens(spec: Any) -> bool:
    element: Element = spec.element
    if isinstance(spec, ParallelGateway | InclusiveGateway):
        return len(element.incoming) > 1
    catches = element.kind in ("intermediateCatchEvent", "boundaryEvent", "startEvent")
    return element.is_activity or (catches and element.event_kind not in ("none", "link"))
