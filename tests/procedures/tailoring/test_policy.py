"""What the national version leaves to communes, within which bounds, and what it answers when they go beyond."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.procedures.tailoring import Base, Operation, Verdict, may, read_policy
from app.procedures.tailoring.kinds import (
    AddField,
    AddPiece,
    HideField,
    LocalValue,
    MapRole,
    RequireField,
    SetParameter,
    SwitchStep,
    words_of,
)
from tests.builders.tailoring import POLICY, a_base, change, set_to

LABEL = words_of({"fr": "Quartier", "ar": "الحي"})


def verdict(operation: Operation, base: Base | None = None, *beside: Operation) -> Verdict:
    base = base or a_base()
    policy, findings = read_policy(base)
    assert findings == []
    return may(policy, operation, base, beside=beside)


def with_policy(**groups: Any) -> Base:
    return a_base(lambda one: one.manifest(policy=POLICY | groups))


@pytest.mark.parametrize(
    "operation",
    [
        set_to("library.card_fee", 500),
        set_to("library.card_fee", 0),
        set_to("library.review_target", 5),
        set_to("library.answer", 9),
        change("statuses.received.title", fr="Reçue"),
        change("fiche.summary", fr="x" * 60),
        HideField(form="request", field="age"),
        MapRole(role="librarian", to="archivist"),
        SwitchStep(step="notice", turn=False),
    ],
)
def test_what_the_bounds_hold_is_allowed(operation: Operation) -> None:
    assert verdict(operation).allowed


@pytest.mark.parametrize(
    ("operation", "says"),
    [
        (set_to("library.card_fee", 501), "not higher than the national 500, found 501"),
        (set_to("library.card_fee", 1001), "at most 1000, found 1001"),
        (set_to("library.review_target", 0), "at least 1, found 0"),
        (set_to("library.answer", 11), "not longer than the national 10, found 11"),
        (set_to("library.retention", 1), "locked (law-1-00 a.4)"),
        (change("fiche.summary", fr="x" * 61), "at most 60 signs, found 61"),
        (change("fiche.audience", fr="x"), "locked"),
        (RequireField(form="request", field="age"), "one of hide, found require"),
        (HideField(form="request", field="identity_card"), "locked"),
        (MapRole(role="librarian", to="system"), "one of archivist, found system"),
    ],
)
def test_what_goes_beyond_is_refused_with_the_rule_and_who_may_change_it(operation: Operation, says: str) -> None:
    found = verdict(operation)
    assert not found.allowed and says in found.message
    assert found.rule.place == f"{operation.group}.{operation.name}" and "the DGCT" in found.message


def test_without_a_rule_everything_is_locked() -> None:
    base = a_base(lambda one: one.manifest(policy={}))
    assert not verdict(change("fiche.summary", fr="x"), base).allowed
    assert not verdict(SwitchStep(step="notice", turn=False), base).allowed


def test_the_nearest_rule_holds() -> None:
    base = with_policy(texts={"*": "locked", "fiche.*": "open", "fiche.title": "locked"})
    assert verdict(change("fiche.summary", fr="x"), base).allowed
    assert not verdict(change("fiche.title", fr="x"), base).allowed
    assert not verdict(change("statuses.received.title", fr="x"), base).allowed


def test_a_lower_value_must_be_lower_than_each_national_one_that_it_replaces() -> None:
    def later_cheaper(sheet: dict[str, Any]) -> None:
        row = next(one for one in sheet["parameters"] if one["key"] == "library.card_fee")
        cheaper = {"from": date(2027, 1, 1), "value": 200, "legal_ref": "invented", "source": "known"}
        row["values"] = [*row["values"], cheaper]

    base = a_base(lambda one: one.edit_manifest(later_cheaper))
    assert not verdict(set_to("library.card_fee", 300), base).allowed
    values = tuple(
        LocalValue(since=day, value=value, legal_ref="Délibération 12/2026")
        for day, value in ((date(2026, 4, 1), 300), (date(2027, 1, 1), 100))
    )
    assert verdict(SetParameter(parameter="library.card_fee", values=values), base).allowed


def test_a_rule_that_cannot_be_read_locks_what_it_names_even_where_all_is_open() -> None:
    base = a_base(lambda one: one.manifest(policy={"default": "open", "texts": {"fiche.title": {"maximum": "much"}}}))
    policy, findings = read_policy(base)
    assert findings and not may(policy, change("fiche.title", fr="x"), base).allowed
    assert may(policy, change("fiche.summary", fr="x"), base).allowed


def test_additions_are_counted_by_place() -> None:
    fields = [
        AddField(form="request", slot="form", field=f"local_{name}", type="textfield", label=LABEL) for name in "abc"
    ]
    assert verdict(fields[0], None, *fields[:2]).allowed
    assert "at most 2 additions here, found 3" in verdict(fields[0], None, *fields).message
    pieces = [
        AddPiece(piece=f"local-{name}", slot="form", title=LABEL, note=LABEL, legal_ref="law-1-00 a.1") for name in "ab"
    ]
    assert verdict(pieces[0]).allowed and not verdict(pieces[0], None, *pieces).allowed


@pytest.mark.parametrize(
    ("groups", "place", "says"),
    [
        ({"parameters": {"library.gone": "open"}}, "policy.parameters.library.gone", "“library.gone”"),
        ({"texts": {"fiche.title": {"minimum": 3}}}, "policy.texts.fiche.title", "The bound minimum"),
        ({"texts": {"fiche.title": "opened"}}, "policy.texts.fiche.title", "“opened”"),
        ({"fields": {"request.age": {"may": ["delete"]}}}, "policy.fields.request.age.may.0", "Must be one of"),
        ({"pieces": {"new": {"may_add": -1}}}, "policy.pieces.new.may_add", "greater than"),
        ({"texts": {"fiche.title": {"legal_ref": "law-1-00 a.1"}}}, "policy.texts.fiche.title", "or a bound"),
        (
            {"parameters": {"library.answer": {"may_only_lower": False}}},
            "policy.parameters.library.answer",
            "or a bound",
        ),
        ({"texts": {"fiche.title": {"minimum": 0}}}, "policy.texts.fiche.title", "The bound minimum"),
        ({"colours": {}}, "policy.colours", "Unknown field"),
        ({"default": "free"}, "policy.default", "Must be one of"),
    ],
)
def test_a_wrong_policy_is_told_at_its_line_and_opens_nothing(groups: dict[str, Any], place: str, says: str) -> None:
    base = with_policy(**groups)
    policy, [finding] = read_policy(base)
    assert (finding.element, finding.severity) == (place, "error") and says in finding.message
    lines = base.files[finding.file].decode().splitlines()
    assert finding.line is not None and finding.line > lines.index("policy:")
    assert policy.default == "locked"


PARTS = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 60) | st.floats() | st.sampled_from(["open", "locked", "", "x.*"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["rule", "minimum", "maximum", "one_of", "may", "may_add", "legal_ref"]), inner
        )
    ),
    max_leaves=6,
)
NAMES = st.sampled_from(["library.answer", "fiche.title", "request.age", "new", "notice", "*", "gone", ""])


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    groups=st.dictionaries(
        st.sampled_from(["default", "parameters", "texts", "fields", "pieces", "steps", "elements", "more"]),
        PARTS | st.dictionaries(NAMES, PARTS),
    )
)
def test_whatever_stands_in_a_policy_is_read_or_told(groups: dict[str, Any]) -> None:
    policy, findings = read_policy(a_base(lambda one: one.manifest(policy=groups)))
    assert all(finding.line and finding.severity == "error" for finding in findings)
    if findings:
        assert policy.default in ("locked", "open")
    else:
        assert {name for rules in policy.rules.values() for name in rules} >= set(_named(groups))


def _named(groups: dict[str, Any]) -> list[str]:
    return [name for rules in groups.values() if isinstance(rules, dict) for name in rules]
