"""Whatever is posted or written: a message or a finding at a bounded cost, never an exception."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.forms import FormDefinition
from tests.costs import at_most_calls
from tests.forms.builders import CITY_OPTIONS, a_field, a_form, a_group, render, rules_of, validate

MOST_CALLS = 900_000
MEGABYTES = "ا" * 5_000_000  # ten million bytes
DEEP: object = "x"
for _ in range(900):
    DEEP = {"a": DEEP}
WIDE = {f"k{number}": [number] * 20 for number in range(5_000)}
RTL = "\u202eabc\u2066\u202d\u200f"
LIST = {"type": "dynamiclist", "id": "rows", "path": "rows", "components": [a_field("textfield", "name")]}
FORM = a_form(
    *(
        a_field(
            name,
            f"a_{name}",
            **({"values": CITY_OPTIONS} if name in ("radio", "select", "checklist", "taglist") else {}),
        )
        for name in (
            "textfield",
            "textarea",
            "number",
            "datetime",
            "checkbox",
            "radio",
            "select",
            "checklist",
            "taglist",
        )
    ),
    a_field("filepicker", "a_filepicker"),
    a_field("textfield", "a_cin", properties={"kind": "cin"}),
    a_field("textfield", "a_point", properties={"kind": "map_point"}),
    a_field("textfield", "a_phone", properties={"kind": "phone"}),
    a_field("textfield", "a_pattern", validate={"pattern": "^(a+)+$"}),
    LIST,
)
KEYS = [field.field_key for field in FORM.fields]


@contextmanager
def bounded() -> Iterator[None]:
    validate(FORM, {})  # the FEEL interpreter is loaded once per process, not per request
    with at_most_calls(MOST_CALLS):
        yield


@pytest.mark.parametrize(
    "given",
    [
        MEGABYTES,
        [MEGABYTES],
        ["a" * 10_000_000],
        DEEP,
        [DEEP],
        WIDE,
        [WIDE],
        10**400,
        -(10**15),
        float("nan"),
        float("inf"),
    ]
    + [True, None, [], {}, [[]], [None], ["a"] * 100_000, RTL, [RTL], "\x00", "\ud800", b"bytes", object(), {"a": 1}],
    ids=lambda given: type(given).__name__,
)
def test_any_answer_gives_a_message_in_time(given: object) -> None:
    for key in KEYS:
        with bounded():
            found = validate(FORM, {key: given})
            assert all(isinstance(message, str) and message for message in found.errors.values())


def test_rows_of_rows_are_bounded() -> None:
    with bounded():
        validate(FORM, {f"rows[{number}].name": ["x"] for number in range(9_999)})
    with bounded():
        validate(FORM, {"rows": [{"name": "x"}] * 100_000})
    with bounded():
        validate(FORM, {f"rows{'[0].rows' * 500}[0].name": ["x"]})
    with bounded():
        given = {**{f"rows[{n}].name": ["x"] for n in range(9_999)}, "add_row": ["rows" + "[0]" * 5_000]}
        FORM.apply_row_action(validate(FORM, given).entered, given)


def test_direction_marks_cannot_leave_their_field() -> None:
    markup = render(FORM, {"a_textfield": RTL})
    assert 'dir="auto"' in markup
    assert validate(a_form(a_field("textfield", properties={"kind": "cin"})), {"answer": [RTL]}).errors


@pytest.mark.parametrize("pattern", ["^(a+)+$", "(a|a)*b", "(.*)*x", "(a*)*(a*)*(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$"])
def test_a_pattern_that_explodes_elsewhere_ends_here(pattern: str) -> None:
    form = a_form(a_field("textfield", validate={"pattern": pattern, "maxLength": 200}))
    with bounded():
        validate(form, {"answer": ["a" * 199 + "!"]})


def computed(key: str, expression: str) -> dict[str, object]:
    return {"type": "expression", "id": key, "key": key, "expression": expression}


def test_values_computed_from_each_other_are_a_finding_and_still_end() -> None:
    form = a_form(computed("a", "=b + 1"), computed("b", "=c + 1"), computed("c", "=a + 1"), computed("d", "=1"))
    assert rules_of(form) == [("form-cycle", "error")]
    assert "a, b, c" in form.findings[0].message
    with bounded():
        assert validate(form, {}).answers["d"] == 1


def test_a_value_computed_from_itself_is_a_finding() -> None:
    assert rules_of(a_form(computed("a", "=a + 1"))) == [("form-cycle", "error")]


def test_values_are_computed_after_those_that_they_need() -> None:
    form = a_form(computed("total", "=half * 2"), computed("half", "=price / 2"), a_field("number", "price"))
    assert form.findings == ()
    assert validate(form, {"price": ["10"]}).answers == {"total": 10, "half": 5, "price": 10}


def test_conditions_that_hide_each_other_are_a_finding() -> None:
    form = a_form(
        a_field("textfield", "a", conditional={"hide": "=b = null"}),
        a_field("textfield", "b", conditional={"hide": "=a = null"}),
    )
    assert rules_of(form) == [("form-condition-cycle", "warning")]


def build(count: int) -> FormDefinition:
    hide = {"hide": "=field_0 = null"}
    fields = [
        a_field("textfield", f"field_{n}", validate={"required": True}, conditional=hide if n else {})
        for n in range(count)
    ]
    return a_form(a_group("all", *fields))


def test_a_form_of_500_fields_is_read_shown_and_checked_bounded() -> None:
    build(3)
    with bounded():
        form = build(500)
    assert form.findings == ()
    answers = {f"field_{number}": ["x"] for number in range(500)}
    with bounded():
        assert validate(form, answers).errors == {}
    with bounded():
        render(form, answers)


def test_a_501st_field_is_a_finding() -> None:
    assert ("form-too-large", "error") in rules_of(build(501))


@pytest.mark.parametrize(
    "components", [None, "x", {}, [[[]]], [None], [{"type": []}], [{"type": "group", "components": 3}]]
)
def test_any_json_is_a_finding(components: object) -> None:
    with bounded():
        form = a_form(*components) if isinstance(components, list) else a_form(components=components)
    assert form.findings


def nested(depth: int, leaf: Callable[[], dict[str, object]]) -> dict[str, object]:
    found = leaf()
    for level in range(depth):
        found = {"type": "group", "id": f"g{level}", "components": [found]}
    return found


def test_groups_in_groups_end() -> None:
    with bounded():
        form = a_form(nested(800, lambda: a_field("textfield")))
    assert ("form-shape", "error") in rules_of(form)
