"""An arranged diagram can be read: from left to right, nothing on top of anything, each step in its lane."""

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from app.procedures.arranging import ArrangingRefused, arrange
from app.procedures.arranging.levels import draw_process, innermost_lanes
from app.procedures.arranging.parts import Bounds, Picture, Point
from app.procedures.bpmn import BpmnModel
from app.procedures.bpmn.model import SUB_PROCESS_KINDS
from app.procedures.diagrams import read_diagram
from app.settings import ROOT
from tests.engine.generator.blocks import Generator
from tests.engine.generator.drawing import draw
from tests.engine.generator.tangle import drawn as tangled
from tests.engine.generator.tangle import tangle

DIAGRAMS = sorted((ROOT / "processes").rglob("*.bpmn"))
WIDE = 0.01


def model_of(path: Path) -> BpmnModel:
    return read_diagram(path.read_bytes(), file=path.name)


def named(seed: int) -> BpmnModel:
    """Return a random process in which every step and every second arrow has a long name in both languages."""
    chance = random.Random(seed)
    content = tangled(tangle(seed)) if seed % 2 else draw(Generator(seed).process())["main"]
    model = read_diagram(content, file=f"{seed}.bpmn")
    name = {"fr": "Dossier complet et recevable", "ar": "الملف كامل ومقبول"}
    flows = {key: replace(flow, names=name if chance.random() < 0.5 else {}) for key, flow in model.flows.items()}
    return replace(model, flows=flows, elements={key: replace(one, names=name) for key, one in model.elements.items()})


@pytest.fixture(params=[*DIAGRAMS, *range(12)], ids=lambda given: given.stem if isinstance(given, Path) else str(given))
def drawn(request: pytest.FixtureRequest) -> tuple[BpmnModel, Picture]:
    """Each shipped diagram, and random ones."""
    return drawing_of(request.param)


@cache
def drawing_of(given: Path | int) -> tuple[BpmnModel, Picture]:
    """Return a model with its picture, drawn once for all that is asked of it."""
    model = model_of(given) if isinstance(given, Path) else named(given)
    return model, draw_process(model)


def overlap(one: Bounds, other: Bounds) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > WIDE and down > WIDE


def pieces(way: list[Point]) -> Iterator[Bounds]:
    """Return the level and upright pieces of a way as thin rectangles."""
    for (x1, y1), (x2, y2) in pairwise(way):
        yield Bounds(x=min(x1, x2), y=min(y1, y2) - 0.1, width=abs(x2 - x1) + 0.1, height=abs(y2 - y1) + 0.2)


def solid(model: BpmnModel, picture: Picture) -> dict[str, Bounds]:
    """Return the shapes that nothing may lie on: not sub-processes, whose inside is drawn, nor events on a border."""
    kinds = {key: model.elements[key].kind for key in picture.shapes}
    return {
        key: box
        for key, box in picture.shapes.items()
        if kinds[key] not in SUB_PROCESS_KINDS and kinds[key] != "boundaryEvent"
    }


class TestEveryDiagram:
    def test_draws_each_step_and_each_arrow_once(self, drawn: tuple[BpmnModel, Picture]) -> None:
        model, picture = drawn
        assert set(picture.shapes) == set(model.elements)
        assert set(picture.ways) == set(model.flows)

    def test_puts_no_step_on_another(self, drawn: tuple[BpmnModel, Picture]) -> None:
        boxes = solid(*drawn)
        assert [(one, two) for one, two in combinations(boxes, 2) if overlap(boxes[one], boxes[two])] == []

    def test_leads_no_arrow_through_a_step(self, drawn: tuple[BpmnModel, Picture]) -> None:
        model, picture = drawn
        boxes = solid(model, picture)
        wrong = [
            (flow, key)
            for flow, way in picture.ways.items()
            for piece in pieces(way)
            for key, box in boxes.items()
            if key not in ends_of(model, flow) and overlap(piece, box)
        ]
        assert wrong == []

    def test_bends_arrows_at_right_angles_only(self, drawn: tuple[BpmnModel, Picture]) -> None:
        for way in drawn[1].ways.values():
            assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(way))

    def test_puts_no_name_on_a_step_or_on_another_name(self, drawn: tuple[BpmnModel, Picture]) -> None:
        model, picture = drawn
        boxes = solid(model, picture)
        names = picture.labels
        on_steps = [(name, key) for name in names for key in boxes if overlap(names[name], boxes[key])]
        assert on_steps == []
        assert [(one, two) for one, two in combinations(names, 2) if overlap(names[one], names[two])] == []

    def test_leads_no_arrow_through_a_name(self, drawn: tuple[BpmnModel, Picture]) -> None:
        _, picture = drawn
        wrong = [
            (flow, name)
            for flow, way in picture.ways.items()
            for piece in pieces(way)
            for name, box in picture.labels.items()
            if overlap(piece, box)
        ]
        assert wrong == []

    def test_keeps_each_step_of_the_process_in_its_lane(self, drawn: tuple[BpmnModel, Picture]) -> None:
        model, picture = drawn
        lanes = dict(zip(innermost_lanes(model), picture.lanes, strict=False))
        for element in model.children(None):
            if element.lane in lanes and element.attached_to is None:
                box = picture.shapes[element.id]
                assert lanes[element.lane].y <= box.y
                assert box.bottom <= lanes[element.lane].bottom

    def test_goes_from_left_to_right_but_for_loops(self, drawn: tuple[BpmnModel, Picture]) -> None:
        model, picture = drawn
        loops = {flow for flow, way in picture.ways.items() if way[-1][0] <= way[0][0]}
        assert all(is_loop(model, flow) for flow in loops)


def is_loop(model: BpmnModel, flow: str) -> bool:
    """Tell whether what an arrow leads to leads back to where it begins."""
    begin, end = model.flows[flow].source, model.flows[flow].target
    seen = [end]
    for element in seen:  # grows while it is read
        borders = [event.id for event in model.boundary_events(element)]
        following = [model.flows[each].target for each in model.elements[element].outgoing]
        seen += [one for one in (*following, *borders) if one not in seen]
    return begin in seen


def ends_of(model: BpmnModel, flow: str) -> set[str]:
    found = model.flows[flow]
    host = model.elements[found.source].attached_to
    return {found.source, found.target, *([host] if host else [])}


class TestTheFile:
    def test_says_and_does_what_it_did(self) -> None:
        path = ROOT / "processes/civil-status-copy/civil-status-copy.bpmn"
        before = path.read_bytes()
        after = arrange(before, file=path.name)
        assert after.split(b"<bpmndi:BPMNDiagram")[0] == before.split(b"<bpmndi:BPMNDiagram")[0]
        assert read_diagram(after, file=path.name).findings == model_of(path).findings

    def test_arranged_again_stays_the_same(self) -> None:
        path = ROOT / "processes/_shared/flows/appeal.bpmn"
        once = arrange(path.read_bytes(), file=path.name)
        assert arrange(once, file=path.name) == once

    def test_gets_a_drawing_where_it_had_none(self) -> None:
        path = ROOT / "processes/_shared/flows/appeal.bpmn"
        bare = path.read_bytes().split(b"  <bpmndi:BPMNDiagram")[0] + b"</definitions>\n"
        drawn = read_diagram(arrange(bare, file=path.name), file=path.name)
        assert all(element.drawn for element in drawn.elements.values())

    def test_with_an_annotation_is_left_to_a_person(self) -> None:
        path = ROOT / "processes/_shared/flows/appeal.bpmn"
        noted = path.read_bytes().replace(b"</process>", b'<textAnnotation id="note"/></process>', 1)
        with pytest.raises(ArrangingRefused, match="textAnnotation"):
            arrange(noted, file=path.name)
