"""A composed procedure loads, has no error, and each of its ways of ending is played by a scenario of its own."""

from itertools import combinations

import pytest

from app.linting import lint_files
from app.procedures.composing import PRESETS, STEPS, Composition, compose
from app.procedures.library import Library
from app.scenarios.runner import run_all
from app.settings import ROOT

LIBRARY = Library(processes_root=ROOT / "processes", forms_root=ROOT / "forms")
SHARED = LIBRARY.shared_files()
PAIRS = [frozenset(pair) for pair in combinations([step.key for step in STEPS], 2)]


def chosen(steps: frozenset[str]) -> Composition:
    return Composition(
        slug="my-request",
        titles={"fr": "Ma demande", "ar": "طلبي", "zgh": "ⴰⵙⵓⵜⵔ"},
        summaries={"fr": "Une demande inventée.", "ar": "طلب متخيل."},
        domain="demo",
        system="demo",
        audience="citizen",
        role="chef_service",
        steps=steps,
        answer_days=30,
    )


@pytest.mark.parametrize("steps", [preset.steps for preset in PRESETS], ids=[preset.key for preset in PRESETS])
def test_each_preset_is_played_to_each_of_its_ends(steps: frozenset[str]) -> None:
    report = lint_files("my-request", {**SHARED, **compose(chosen(steps))})

    assert [str(error) for error in report.errors] == []
    assert report.package is not None
    played = run_all(report.package)
    assert {one.file: one.differences for one in played.scenarios if not one.passed} == {}
    assert played.unreached_elements == ()


@pytest.mark.parametrize("steps", PAIRS, ids=["+".join(sorted(pair)) for pair in PAIRS])
def test_any_two_steps_go_together(steps: frozenset[str]) -> None:
    report = lint_files("my-request", {**SHARED, **compose(chosen(steps))})

    assert [str(error) for error in report.errors] == []


def test_no_two_elements_are_drawn_over_each_other() -> None:
    from app.procedures.composing.course import draw

    boxes = [
        box for box in draw(chosen(PRESETS[1].steps)).boxes.values() if box.tag not in ("subProcess", "boundaryEvent")
    ]
    for first, second in combinations(boxes, 2):
        apart = (
            first.x + first.width <= second.x
            or second.x + second.width <= first.x
            or first.y + first.height <= second.y
            or second.y + second.height <= first.y
        )
        assert apart, (first.id, second.id)
