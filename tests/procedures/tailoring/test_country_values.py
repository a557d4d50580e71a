"""Values of the country: which communes may change, and what a later decision of the country does to a local one."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.linting import lint
from app.procedures.parameters import DatedValue, Parameter
from app.procedures.tailoring import Base, Variant, overtaken, read_policy, resolve
from app.procedures.tailoring.kinds import LocalValue, SetParameter
from tests.builders.tailoring import POLICY, a_base, an_overlay, set_to

FEE, ANSWER, CEILING = "library.card_fee", "library.answer", "l5519.max_days"
APRIL, JUNE = date(2026, 4, 1), date(2026, 6, 1)


def decided(value: int, since: date = JUNE) -> DatedValue:
    return DatedValue(since=since, value=value, legal_ref="Décret inventé", source="sourced")


def with_rules(**rules: Any) -> Base:
    policy = POLICY | {"parameters": POLICY["parameters"] | rules}
    return a_base(lambda builder: builder.manifest(policy=policy))


def variant_of(base: Base, *operations: SetParameter) -> Variant:
    resolution = resolve(base, an_overlay(*operations))
    assert resolution.variant is not None, resolution.findings
    return resolution.variant


def values_of(parameter: Parameter, *days: date) -> list[Any]:
    return [parameter.value_on(day).value for day in days]


def local_fee(base: Base, value: int = 300) -> Parameter:
    return variant_of(base, set_to(FEE, value)).package.parameters[FEE]


def test_a_national_value_decided_later_does_not_replace_a_local_one() -> None:
    fee = local_fee(a_base()).with_value(decided(800))
    assert values_of(fee, date(2026, 3, 31), APRIL, JUNE, date(2030, 1, 1)) == [500, 300, 300, 300]


def test_a_national_value_from_before_the_local_one_holds_until_then() -> None:
    fee = local_fee(a_base()).with_value(decided(450, date(2026, 2, 1)))
    assert values_of(fee, date(2026, 1, 31), date(2026, 2, 1), APRIL) == [500, 450, 300]


def test_a_local_value_never_stands_above_the_national_one_where_it_may_only_be_lower() -> None:
    fee = local_fee(a_base()).with_value(decided(200)).with_value(decided(400, date(2026, 9, 1)))
    assert values_of(fee, APRIL, date(2026, 5, 31), JUNE, date(2026, 8, 31), date(2026, 9, 1)) == [
        300,
        300,
        200,
        200,
        300,
    ]
    assert fee.value_on(JUNE).legal_ref == "Décret inventé"


def test_a_local_value_between_fixed_bounds_stays_whatever_the_country_decides() -> None:
    base = with_rules(**{FEE: {"minimum": 100, "maximum": 900}})
    assert values_of(local_fee(base).with_value(decided(200)), JUNE) == [300]


def test_of_two_national_values_from_one_day_the_decided_one_counts() -> None:
    fee = local_fee(a_base()).with_value(decided(250)).with_value(decided(280))
    assert values_of(fee, JUNE) == [280]


@given(
    national=some.lists(some.tuples(some.integers(0, 40), some.integers(1, 9)), max_size=5),
    local=some.lists(some.tuples(some.integers(5, 40), some.integers(1, 9)), min_size=1, max_size=3),
    only_below=some.booleans(),
)
def test_on_every_day_the_local_value_holds_unless_it_may_only_be_lower_and_is_not(
    national: list[tuple[int, int]], local: list[tuple[int, int]], only_below: bool
) -> None:
    begins = date(2026, 1, 1)
    days = [begins + timedelta(days=number) for number in range(45)]
    rule = {"may_only_lower": True} if only_below else {"maximum": 9}
    base = with_rules(**{FEE: rule})
    values = tuple(LocalValue(since=days[day], value=value, legal_ref="local") for day, value in dict(local).items())
    fee = variant_of(base, SetParameter(parameter=FEE, values=values)).package.parameters[FEE]
    for day, value in national:
        fee = fee.with_value(decided(value, days[day]))
    country, commune = {begins: 500} | {days[day]: value for day, value in national}, dict(local)
    for number, day in enumerate(days):
        nation = country[max(since for since in country if since <= day)]
        own = [commune[since] for since in sorted(commune) if since <= number][-1:]
        expected = nation if not own else min(nation, own[0]) if only_below else own[0]
        assert fee.value_on(day).value == expected


def test_a_commune_is_told_which_of_its_values_the_country_put_out_of_bounds() -> None:
    base = a_base()
    overlay = an_overlay(set_to(FEE, 300), set_to(ANSWER, 5))
    lower = Base(base.slug, base.files, decided={FEE: {JUNE: 200}, ANSWER: {JUNE: 7}})
    [told] = overtaken(lower, overlay)
    assert (told.kind, told.operation, told.now) == ("overtaken", set_to(FEE, 300), ((JUNE, 200),))
    assert "not higher than the national 200, found 300" in told.message and "the DGCT" in told.message
    assert overtaken(Base(base.slug, base.files, decided={FEE: {JUNE: 300}}), overlay) == ()


def test_what_the_country_has_decided_binds_new_overlays() -> None:
    base = a_base()
    lower = Base(base.slug, base.files, decided={FEE: {JUNE: 200}})
    assert resolve(base, an_overlay(set_to(FEE, 300))).variant is not None
    [finding] = resolve(lower, an_overlay(set_to(FEE, 300))).errors
    assert "not higher than the national 200" in finding.message
    assert resolve(lower, an_overlay(set_to(FEE, 200))).variant is not None


def test_a_value_of_the_country_is_changed_in_the_variant_alone() -> None:
    base = with_rules(**{CEILING: {"may_only_shorten": True}})
    variant = variant_of(base, set_to(CEILING, 40))
    assert values_of(variant.package.parameters[CEILING], date(2026, 3, 31), APRIL) == [60, 40]
    shared = "processes/_shared/parameters.yaml"
    assert variant.files[shared] == base.files[shared]
    assert [finding for finding in lint(variant.package) if finding.severity == "error"] == []


@pytest.mark.parametrize("rule", ["open", {"minimum": 1}, {"rule": "open", "legal_ref": "law-1-00 a.4"}])
def test_a_policy_lets_communes_go_below_a_value_of_the_country_and_no_further(rule: Any) -> None:
    [finding] = read_policy(with_rules(**{CEILING: rule}))[1]
    assert finding.element == f"policy.parameters.{CEILING}"
    assert "a value of the whole country" in finding.message


@pytest.mark.parametrize("policy", [{"default": "open"}, {"default": "locked", "parameters": {"l5519.*": "open"}}])
def test_a_value_of_the_country_is_locked_unless_the_policy_names_it(policy: dict[str, Any]) -> None:
    base = a_base(lambda builder: builder.manifest(policy=policy))
    [finding] = resolve(base, an_overlay(set_to(CEILING, 40))).errors
    assert f"parameters.{CEILING}, which is locked" in finding.message
    assert CEILING not in base.names("parameters")


def test_a_value_of_the_country_is_not_made_longer() -> None:
    base = with_rules(**{CEILING: {"may_only_shorten": True}})
    [finding] = resolve(base, an_overlay(set_to(CEILING, 61))).errors
    assert "not longer than the national 60, found 61" in finding.message
