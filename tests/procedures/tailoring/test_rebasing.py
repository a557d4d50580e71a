"""An overlay outlives a new national version: clean where it can, read where it should, decided where it must."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.procedures.tailoring import ABSENT, Base, Overlay, rebase, resolve
from app.procedures.tailoring.kinds import AddField, HideField, ReplaceBlock, SwitchStep, words_of
from app.procedures.tailoring.resolving import applied
from tests.builders.packages import PackageBuilder
from tests.builders.tailoring import CARD, POLICY, a_base, an_overlay, change, set_to

LABEL = words_of({"fr": "Quartier", "ar": "الحي"})
FIELD = AddField(form="request", slot="form", field="local_quarter", type="textfield", label=LABEL)


def newer(change_it: Any, **options: Any) -> Base:
    return a_base(lambda one: (one.manifest(version="1.1.0"), change_it(one)), **options)


def test_an_overlay_whose_base_did_not_change_is_clean() -> None:
    old = a_base()
    overlay = an_overlay(set_to("library.card_fee", 300), FIELD, base=old)
    found = rebase(old, old, overlay)
    assert (found.outcome, found.overlay) == ("clean", overlay)


def test_a_rebased_overlay_stands_on_the_new_version() -> None:
    old, new = a_base(), newer(lambda one: one.text("fr", "fiche.audience", "Tous"))
    found = rebase(old, new, an_overlay(set_to("library.card_fee", 300), base=old))
    assert found.outcome == "clean" and resolve(new, found.overlay).variant is not None


def test_both_sides_changed_a_value_differently() -> None:
    old, new = a_base(), newer(lambda one: one.parameter("library.card_fee", unit="centime", kind="amount", value=400))
    found = rebase(old, new, an_overlay(set_to("library.card_fee", 300), base=old))
    [conflict] = found.conflicts
    assert (found.outcome, conflict.reason, found.overlay.operations) == ("conflict", "both-changed", ())
    assert [pair[1] for pair in conflict.before] == [500]
    assert [pair[1] for pair in conflict.now] == [400]
    assert [pair[1] for pair in conflict.local] == [500, 300]


def test_languages_are_decided_one_by_one() -> None:
    old = a_base()
    new = newer(lambda one: one.text("fr", "fiche.title", "Carte").text("ar", "fiche.title", "بطاقة"))
    overlay = an_overlay(change("fiche.title", fr="Carte", ar="بطاقة أزرو"), base=old)
    found = rebase(old, new, overlay)
    assert [(one.part, one.local) for one in found.conflicts] == [("ar", "بطاقة أزرو")]
    assert [(one.kind, one.now) for one in found.attention] == [("national", "Carte")]


def test_what_the_country_says_too_is_left_to_the_country_and_told() -> None:
    old, new = a_base(), newer(lambda one: one.text("fr", "fiche.summary", "Pareil"))
    found = rebase(old, new, an_overlay(change("fiche.summary", fr="Pareil"), base=old))
    assert (found.outcome, found.overlay.operations) == ("attention", ())


def test_a_field_a_step_or_a_block_that_is_gone_is_a_conflict() -> None:
    old = a_base()
    overlay = an_overlay(
        HideField(form="request", field="age"),
        SwitchStep(step="notice", turn=False),
        ReplaceBlock(document="card", block="closing", to=LABEL),
        base=old,
    )

    def without(builder: PackageBuilder) -> None:
        builder.form("request", lambda components: components.pop(1))
        builder.diagram(' mastara:optional="notice"', "")
        builder.manifest(policy={"default": "open"})

    found = rebase(old, newer(without, card=CARD.replace("closing", "ending")), overlay)
    assert {one.reason for one in found.conflicts} == {"gone"}
    assert {one.operation for one in found.conflicts} == set(overlay.operations)
    assert all(one.now is ABSENT for one in found.conflicts)


def test_a_slot_that_is_gone_is_a_conflict() -> None:
    def in_a_group(builder: PackageBuilder) -> None:
        builder.form("request", lambda all_: all_.append({"type": "group", "id": "more", "components": []}))
        builder.manifest(policy={"fields": {"request.more": {"may_add": 1}}})

    old, new = a_base(in_a_group), newer(lambda one: None)
    [conflict] = rebase(old, new, an_overlay(replace(FIELD, slot="more"), base=old)).conflicts
    assert conflict.reason == "gone" and "“request.more”" in conflict.message


def test_a_policy_that_refuses_from_now_on_is_a_conflict_with_its_rule() -> None:
    old = a_base()
    tighter = POLICY | {"parameters": {"library.card_fee": {"minimum": 400}}}
    new = newer(lambda one: one.manifest(policy=tighter))
    [conflict] = rebase(old, new, an_overlay(set_to("library.card_fee", 300), base=old)).conflicts
    assert conflict.reason == "policy" and "at least 400, found 300" in conflict.message


def test_a_change_around_an_added_field_is_to_be_read() -> None:
    component = {"type": "textfield", "id": "street", "key": "street", "label": "Rue"}
    old, new = a_base(), newer(lambda one: one.form("request", lambda all_: all_.append(component)))
    found = rebase(old, new, an_overlay(FIELD, base=old))
    assert [one.kind for one in found.attention] == ["around"] and found.outcome == "attention"
    assert found.overlay.operations == (FIELD,)


def test_a_change_of_the_other_language_or_of_the_law_is_to_be_read() -> None:
    def another_law(sheet: dict[str, Any]) -> None:
        row = next(one for one in sheet["parameters"] if one["key"] == "library.card_fee")
        row["values"] = [{**row["values"][0], "legal_ref": "law-2-00 a.1"}]

    old, new = a_base(), newer(lambda one: one.text("ar", "fiche.summary", "نص").edit_manifest(another_law))
    found = rebase(old, new, an_overlay(change("fiche.summary", fr="Ici"), set_to("library.card_fee", 300), base=old))
    assert [(one.kind, one.operation.identity) for one in found.attention] == [
        ("around", "texts.fiche.summary"),
        ("around", "parameters.library.card_fee"),
    ]
    assert found.outcome == "attention" and len(found.overlay.operations) == 2


TEXTS = ("fiche.title", "statuses.received.title", "statuses.closed.title")
WORDS = st.sampled_from(["Un", "Deux", "Trois"])
FEES = st.sampled_from([100, 200, 300])
SIDE = st.fixed_dictionaries(
    {},
    optional={**{(path, language): WORDS for path in TEXTS for language in ("fr", "ar")}, ("fee", "values"): FEES},
)
"""What one side changes: (text, language) or the fee, to one of a few values, so that both often say the same."""


def national(side: dict[tuple[str, str], Any]) -> Base:
    def apply(builder: PackageBuilder) -> None:
        for (path, language), value in side.items():
            if path == "fee":
                builder.parameter("library.card_fee", unit="centime", kind="amount", value=value)
            else:
                builder.text(language, path, value)

    return newer(apply)


def local(side: dict[tuple[str, str], Any], base: Base) -> Overlay:
    operations = []
    for path in TEXTS:
        to = {language: value for (text, language), value in side.items() if text == path}
        operations += [change(path, **to)] if to else []
    if ("fee", "values") in side:
        operations.append(set_to("library.card_fee", side["fee", "values"], since=FIRST))
    return an_overlay(*operations, base=base)


FIRST = date(2020, 1, 1)
OLD = a_base()


@settings(max_examples=80, deadline=None, derandomize=True)
@given(theirs=SIDE, ours=SIDE)
def test_a_conflict_is_what_both_sides_changed_to_different_values(theirs: Any, ours: Any) -> None:
    expected = {part for part in theirs.keys() & ours.keys() if theirs[part] != ours[part]}
    found = rebase(OLD, national(theirs), local(ours, OLD))
    assert {(getattr(one.operation, "text", "fee"), one.part) for one in found.conflicts} == expected
    assert {one.reason for one in found.conflicts} <= {"both-changed"}


@settings(max_examples=40, deadline=None, derandomize=True)
@given(theirs=SIDE, ours=SIDE)
def test_without_conflict_the_rebased_overlay_gives_the_new_version_with_the_local_words(
    theirs: Any, ours: Any
) -> None:
    new = national(theirs)
    found = rebase(OLD, new, local(ours, OLD))
    if found.conflicts:
        return
    result = resolve(new, found.overlay)
    assert result.variant is not None and result.findings == ()
    package = result.variant.package
    for path in TEXTS:
        for language in ("fr", "ar"):
            kept = new.find_text(language, path)
            assert package.text(path, language) == ours.get((path, language), kept)
    assert package.parameters["library.card_fee"].values[-1].value == ours.get(
        ("fee", "values"), theirs.get(("fee", "values"), 500)
    )


@settings(max_examples=40, deadline=None, derandomize=True)
@given(ours=SIDE, order=st.randoms(use_true_random=False))
def test_operations_on_different_things_commute(ours: Any, order: Any) -> None:
    overlay = local(ours, OLD)
    shuffled = list(overlay.operations)
    order.shuffle(shuffled)
    one, other = resolve(OLD, overlay), resolve(OLD, replace(overlay, operations=tuple(shuffled)))
    assert one.variant is not None and other.variant is not None and one.variant.digest == other.variant.digest
    step = OLD
    for operation in shuffled:
        step = Base(OLD.slug, applied(step, [operation]).files())
    assert dict(step.files) == applied(OLD, overlay.operations).files()
