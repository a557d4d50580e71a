"""A rule typed in a form is the rule that overlays meet: nothing of it is lost, nothing else of the file moves."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.procedures.authoring.policy_rules import (
    RuleForm,
    bounds_for,
    form_of_rule,
    problems_of_rule,
    rule_changes,
    rule_of,
)
from app.procedures.layout import manifest_path
from app.procedures.tailoring import Base, Group, read_policy
from tests.builders.packages import SLUG
from tests.builders.tailoring import a_base
from tests.procedures.tailoring.test_extension_points import with_point

TYPED: list[tuple[Group, str, Mapping[str, Any]]] = [
    ("parameters", "library.card_fee", {"minimum": "0", "maximum": "700", "may_only_lower": "yes"}),
    ("parameters", "library.card_fee", {"one_of": ("300", "500")}),
    ("parameters", "library.answer", {"minimum": "2,5", "may_only_shorten": "yes", "legal_ref": "law-1-00 a.1"}),
    ("texts", "fiche.summary", {"maximum": "80", "changed_by": "le ministère"}),
    ("texts", "outcomes.*", {"maximum": "90"}),
    ("fields", "request.form", {"may_add": "3"}),
    ("fields", "request.age", {"may": ("require", "hide")}),
    ("pieces", "new", {"may_add": "2"}),
    ("roles", "librarian", {"one_of": ("archivist",)}),
    ("documents", "card.closing", {"maximum": "40"}),
    ("steps", "notice", {"one_of": ("off",)}),
    ("elements", "more", {"may_add": "2"}),
]


def written(base: Base, group: Group, name: str, form: RuleForm) -> Base:
    return Base(SLUG, {**base.files, **rule_changes(base, group, name, form)})


@pytest.mark.parametrize(("group", "name", "typed"), TYPED)
def test_a_bounded_rule_is_read_back_as_it_was_typed(group: Group, name: str, typed: Mapping[str, Any]) -> None:
    base = a_base(with_point)
    form = RuleForm(choice="bounded", **{"legal_ref": "law-1-00 a.2", **typed})
    assert problems_of_rule(form, base, group, name) == {}

    after = written(base, group, name, form)

    policy, findings = read_policy(after)
    assert findings == []
    assert policy.rule_for(group, name) == rule_of(base, group, name, form, read_policy(base)[0])
    shown = form_of_rule(policy, group, name)
    assert {key: getattr(shown, key) for key in typed} == {
        **typed,
        **({"minimum": "2.5"} if "2,5" in typed.values() else {}),
    }


@pytest.mark.parametrize("choice", ["locked", "open"])
@pytest.mark.parametrize(("group", "name", "typed"), TYPED[2:4])
def test_what_is_locked_or_open_keeps_its_text_of_law_and_no_bound(
    choice: str, group: Group, name: str, typed: Mapping[str, Any]
) -> None:
    base = a_base(with_point)
    form = RuleForm(choice=choice, **{"legal_ref": "law-1-00 a.2", **typed})

    rule = read_policy(written(base, group, name, form))[0].rule_for(group, name)

    assert (rule.mode, rule.minimum, rule.maximum, rule.may_only_shorten) == (choice, None, None, False)
    assert rule.legal_ref == form.legal_ref


def test_a_rule_taken_away_leaves_the_thing_to_a_wider_rule() -> None:
    base = a_base(with_point)
    form = RuleForm(choice="bounded", maximum="50")
    own = written(base, "texts", "statuses.closed.title", form)

    again = written(own, "texts", "statuses.closed.title", RuleForm())

    policy = read_policy(again)[0]
    assert policy.rule_for("texts", "statuses.closed.title").place == "texts.statuses.*"
    assert read_policy(base)[0] == policy


@pytest.mark.parametrize(
    ("group", "name", "typed", "place"),
    [
        ("parameters", "library.card_fee", {"minimum": "dix"}, "minimum"),
        ("parameters", "library.card_fee", {"minimum": "9", "maximum": "3"}, "maximum"),
        ("parameters", "library.card_fee", {"one_of": ("cher",)}, "one_of"),
        ("parameters", "library.card_fee", {"maximum": "9" * 20}, "maximum"),
        ("pieces", "new", {"may_add": "0"}, "may_add"),
        ("pieces", "new", {"may_add": "٣"}, "may_add"),
        ("roles", "librarian", {"one_of": ("sultan",)}, "one_of"),
        ("steps", "notice", {"one_of": ("maybe",)}, "one_of"),
        ("texts", "fiche.title", {"may_add": "2"}, "maximum"),
    ],
)
def test_a_bound_that_means_nothing_is_told_beside_its_field(
    group: Group, name: str, typed: Mapping[str, Any], place: str
) -> None:
    base = a_base(with_point)

    found = problems_of_rule(RuleForm(choice="bounded", legal_ref="law-1-00 a.2", **typed), base, group, name)

    assert set(found) == {place}
    assert place in bounds_for(base, group, name)


def test_comments_and_the_order_of_the_manifest_stay() -> None:
    base = a_base(with_point)
    path = manifest_path(SLUG)
    source = base.files[path].replace(b"policy:", b"# What communes may change.\npolicy:", 1)
    commented = Base(SLUG, {**base.files, path: source})

    after = rule_changes(commented, "pieces", "new", RuleForm(choice="bounded", may_add="4"))[path]

    changed = set(after.splitlines()) ^ set(source.splitlines())
    assert b"# What communes may change." in after.splitlines()
    assert all(b"may_add" in line or b"new" in line for line in changed), changed
