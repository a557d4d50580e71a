"""Dated parameters: the value of the day, its source, and refusals."""

from datetime import date

import pytest

from app.procedures.parameters import (
    DatedValue,
    Parameter,
    ParameterMissing,
    Parameters,
    ParameterSchema,
    build_parameter,
)
from app.procedures.yaml_source import read_mapping
from app.settings import ROOT


def _parameter(key: str, *values: tuple[str, int], unit: str = "day") -> Parameter:
    raw = {
        "key": key,
        "unit": unit,
        "kind": "franc",
        "values": [
            {"from": since, "value": value, "legal_ref": "Loi 55-19 art. 16", "source": "sourced"}
            for since, value in values
        ],
    }
    return build_parameter(ParameterSchema().load(raw))


CHANGED = _parameter("law.answer", ("2026-03-01", 30), ("2020-01-01", 60))


@pytest.mark.parametrize(
    ("day", "value"),
    [("2020-01-01", 60), ("2026-02-28", 60), ("2026-03-01", 30), ("2999-12-31", 30)],
)
def test_the_value_of_a_day_is_the_last_one_that_began(day: str, value: int) -> None:
    assert CHANGED.value_on(date.fromisoformat(day)).value == value


def test_before_the_first_value_there_is_none_and_the_error_says_from_when() -> None:
    with pytest.raises(ParameterMissing, match="2020-01-01"):
        CHANGED.value_on(date(2019, 12, 31))


def test_values_nest_by_their_dots_for_expressions() -> None:
    parameters = Parameters(
        [CHANGED], [_parameter("law.fee", ("2027-01-01", 5)), _parameter("post.wait", ("2020-01-01", 15))]
    )

    assert parameters.nested_on(date(2026, 3, 3)) == {"law": {"answer": 30}, "post": {"wait": 15}}


def test_nested_values_are_those_of_their_day_whichever_was_asked_for_first() -> None:
    parameters = Parameters([CHANGED, _parameter("law.fee", ("2027-01-01", 5))])
    days = {
        "2019-12-31": {},
        "2020-01-01": {"law": {"answer": 60}},
        "2026-02-28": {"law": {"answer": 60}},
        "2026-03-01": {"law": {"answer": 30}},
        "2027-01-01": {"law": {"answer": 30, "fee": 5}},
    }

    for day in (*days, *reversed(days)):
        assert parameters.nested_on(date.fromisoformat(day)) == days[day]
    assert parameters.nested_on(date(2026, 3, 1)) is parameters.nested_on(date(2026, 12, 31))


def test_a_packages_own_value_goes_before_a_shared_one() -> None:
    shared = _parameter("law.answer", ("2020-01-01", 10))
    assert Parameters([CHANGED], [shared])["law.answer"] is CHANGED


def test_an_undeclared_parameter_is_refused_with_what_to_do() -> None:
    with pytest.raises(ParameterMissing, match=r"procedure\.yaml"):
        Parameters([CHANGED])["law.unknown"]
    assert "law.unknown" not in Parameters([CHANGED])


def test_an_assumed_value_says_so() -> None:
    value = DatedValue(since=date(2020, 1, 1), value=1, legal_ref="Hypothèse", source="assumed")
    assert value.assumed and not CHANGED.values[0].assumed


def test_units_of_time_are_periods_and_others_are_not() -> None:
    assert CHANGED.is_period and not _parameter("law.fee", ("2020-01-01", 1), unit="centime").is_period


def test_every_shared_parameter_is_named_in_both_languages() -> None:
    path = ROOT / "processes" / "_shared" / "parameters.yaml"
    listed = read_mapping(path.read_bytes(), file=str(path)).data["parameters"]

    named = {entry["key"] for entry in listed if all(entry["title"].get(code) for code in ("ar", "fr"))}

    assert len(listed) > 137 and {entry["key"] for entry in listed} == named
