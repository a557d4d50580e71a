"""Differences of the diagram: elements, arrows, lanes, and where they are drawn."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from app.domain.languages import Text
from app.procedures.bpmn import BpmnModel, Element, Lane, Process, SequenceFlow
from app.procedures.comparison.difference import Difference, Named, Subject, Value, compare_items
from app.procedures.comparison.drawing import Bounds, read_bounds
from app.procedures.comparison.vocabulary import Vocabulary
from app.procedures.package import ProcedurePackage

APART = frozenset({"id", "line", "lane", "incoming", "outgoing", "drawn", "event", "message"})
"""Fields of an element that are told otherwise: arrows by themselves, the lane as the role, the event in its words."""


def compare_diagrams(before: ProcedurePackage, after: ProcedurePackage) -> Iterator[Difference]:
    """Compare the diagram, and each flow that both call."""
    sides = Vocabulary(before), Vocabulary(after)

    def named(aspect: str, value: Value, new: bool) -> Text:
        return sides[new].name(aspect, value)

    yield from _compare_models(before.bpmn, after.bpmn, named=named)
    yield from _compare_places(before, after)
    old, new = before.flows.models, after.flows.models
    for key in sorted(old.keys() & new.keys()):
        yield from _compare_models(old[key], new[key], named=named, within_key=key, within=new[key].process.names)


def _compare_models(
    before: BpmnModel, after: BpmnModel, *, named: Named, within_key: str = "", within: Text | None = None
) -> Iterator[Difference]:
    place: dict[str, Any] = {"file": after.file, "within_key": within_key, "within": within or {}}

    def element(key: str, item: Element) -> Subject:
        return Subject(part="diagram", thing="element", key=key, names=item.names, hints={"type": item.kind}, **place)

    def lane(key: str, item: Lane) -> Subject:
        return Subject(part="diagram", thing="lane", key=key, names=item.names, **place)

    def flow(key: str, item: SequenceFlow) -> Subject:
        model = after if after.flows.get(key) is item else before
        ends = {side: _names(model, end) for side, end in (("from", item.source), ("to", item.target))}
        return Subject(part="diagram", thing="flow", key=key, names=item.names, hints=ends, **place)

    def process(key: str, item: Process) -> Subject:
        return Subject(part="diagram", thing="process", key=key, names=item.names, **place)

    def said(item: Process) -> Mapping[str, Value]:
        return {"key": item.id, "name": item.names or None}

    yield from compare_items({"process": before.process}, {"process": after.process}, subject=process, aspects=said)
    yield from compare_items(
        before.elements, after.elements, subject=element, aspects=element_aspects, whole=_kind, named=named
    )
    yield from compare_items(
        before.flows, after.flows, subject=flow, aspects=_flow_aspects, whole=_flow_aspects, named=named
    )
    yield from compare_items(before.lanes, after.lanes, subject=lane, aspects=lambda one: {"name": one.names or None})


def _names(model: BpmnModel, identity: str) -> Text:
    element = model.elements.get(identity)
    return (element.names or {"fr": identity}) if element else {"fr": identity}


def _kind(element: Element) -> str:
    return element.kind


def element_aspects(element: Element) -> Mapping[str, Value]:
    """Return everything that an element says, by aspect; what it does not say is left out."""
    event, said = element.event, {name: value for name, value in asdict(element).items() if name not in APART}
    said["type"], said["name"] = said.pop("kind"), said.pop("names")
    said["repetition"] = said.pop("multi_instance") or said.pop("loop")
    said.pop("loop", None)
    said["awaited"] = element.message
    if event is not None:
        said["event"] = event.kind if event.kind != "timer" else f"timer:{event.timer}"
        said["awaited"] = event.name or event.code or event.reference or element.message
        said[{"timer": "timer", "conditional": "condition"}.get(event.kind, "event_expression")] = event.expression
    return {name: value for name, value in said.items() if value not in (None, "", {}, (), [])}


def _flow_aspects(flow: SequenceFlow) -> Mapping[str, Value]:
    said = {"from": flow.source, "to": flow.target, "condition": flow.condition, "name": flow.names or None}
    return {name: value for name, value in said.items() if value is not None}


def _compare_places(before: ProcedurePackage, after: ProcedurePackage) -> Iterator[Difference]:
    old, new = read_bounds(before.bpmn_source), read_bounds(after.bpmn_source)
    for key in new:
        if key in old and old[key] != new[key] and (key in before.bpmn.elements and key in after.bpmn.elements):
            yield Subject(
                part="diagram",
                thing="element",
                key=key,
                file=after.bpmn.file,
                names=after.bpmn.elements[key].names,
                hints={"type": after.bpmn.elements[key].kind},
            ).differs("moved", aspect="place", before=_numbers(old[key]), after=_numbers(new[key]))


def _numbers(bounds: Bounds) -> list[float]:
    return [bounds.x, bounds.y, bounds.width, bounds.height]
