"""Typed changes of a case document: only JSON, only variables of the case, within bounds."""

import pytest

from app.domain.changes import (
    MOST_BYTES,
    MOST_CHANGES,
    ChangeRefused,
    RemoveValue,
    SetValue,
    apply_changes,
    find_value,
    read_path,
)

DOCUMENT = {"fee": 5, "applicant": {"name": "Nora"}, "children": [{"name": "A"}, {"name": "B"}], "note": None}


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("fee", ("fee",)),
        ("applicant.name", ("applicant", "name")),
        ("children[1].name", ("children", 1, "name")),
        ("grid[0][2]", ("grid", 0, 2)),
        ("الاسم", ("الاسم",)),
    ],
)
def test_a_path_is_read_step_by_step(path, steps):
    assert read_path(path) == steps


NO_PATHS = ["", ".", "a.", ".a", "a..b", "[0]", "a.[0]", "a[x]", "a b", "a[1]b", "1a", "a-b", "a[-1]", "a\n"]


@pytest.mark.parametrize("path", NO_PATHS)
def test_what_is_no_path_is_refused(path):
    with pytest.raises(ChangeRefused) as refused:
        read_path(path)
    assert refused.value.details["rule"] == "path"


@pytest.mark.parametrize("path", ["case", "parameters.fee"])
def test_read_only_names_are_refused(path):
    with pytest.raises(ChangeRefused) as refused:
        apply_changes(DOCUMENT, [SetValue(path=path, value=1)])
    assert refused.value.details["rule"] == "reserved"


def test_values_are_set_made_added_and_removed_and_the_given_document_stays():
    before = {**DOCUMENT}
    changed = apply_changes(
        DOCUMENT,
        [
            SetValue(path="fee", value=7),
            SetValue(path="applicant.address.city", value="Azrou"),
            SetValue(path="note.text", value="x"),
            SetValue(path="children[2]", value={"name": "C"}),
            SetValue(path="children[0].name", value="Z"),
            RemoveValue(path="children[1]"),
        ],
    )
    assert changed == {
        "fee": 7,
        "applicant": {"name": "Nora", "address": {"city": "Azrou"}},
        "children": [{"name": "Z"}, {"name": "C"}],
        "note": {"text": "x"},
    }
    assert before == DOCUMENT
    assert DOCUMENT["children"][0] == {"name": "A"}


@pytest.mark.parametrize(
    "change",
    [
        SetValue(path="fee.amount", value=1),
        SetValue(path="fee[0]", value=1),
        SetValue(path="children[9]", value=1),
        SetValue(path="applicant[0]", value=1),
        SetValue(path="children.name", value=1),
        RemoveValue(path="nothing"),
        RemoveValue(path="children[2]"),
        RemoveValue(path="fee.amount"),
    ],
)
def test_a_place_that_is_not_there_is_refused(change):
    with pytest.raises(ChangeRefused) as refused:
        apply_changes(DOCUMENT, [change])
    assert refused.value.details == {"path": change.path, "rule": "missing"}


def nested(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ({1, 2}, "json"),
        (object(), "json"),
        (float("nan"), "json"),
        (float("inf"), "json"),
        ("a\x00b", "json"),
        ("\ud800", "json"),
        ({1: "a"}, "json"),
        ([b"x"], "json"),
        (nested(30), "depth"),
        ("x" * (MOST_BYTES + 1), "size"),
    ],
)
def test_a_value_that_no_document_holds_is_refused(value, rule):
    with pytest.raises(ChangeRefused) as refused:
        apply_changes(DOCUMENT, [SetValue(path="fee", value=value)])
    assert refused.value.details["rule"] == rule


def test_too_many_changes_at_once_are_refused():
    with pytest.raises(ChangeRefused) as refused:
        apply_changes(DOCUMENT, [SetValue(path="fee", value=1)] * (MOST_CHANGES + 1))
    assert refused.value.details["rule"] == "count"


def test_a_value_is_found_by_its_path():
    assert find_value(DOCUMENT, "children[1].name") == "B"
    assert find_value(DOCUMENT, "children[7].name") is None
    assert find_value(DOCUMENT, "fee.amount") is None
