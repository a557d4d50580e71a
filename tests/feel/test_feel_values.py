"""What FEEL expressions give: values, types, names and the present moment."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.feel import FeelError, MonthsDuration, check, evaluate, names_used, unary_test

NOW = datetime(2026, 7, 2, 23, 30, tzinfo=UTC)  # 3 July, 00:30 in Morocco (UTC+1)
ITEMS = [{"name": "a", "price": 9}, {"name": "b", "price": 1}]
PLUS_ONE = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("expression", "context", "value"),
    [
        ("1 + 1", {}, 2),
        ("= 1 + 1", {}, 2),
        ("  =copies * fee.stamp ", {"copies": 3, "fee": {"stamp": 200}}, 600),
        ("7 / 2", {}, 3.5),
        ('if copies > 2 then "many" else "few"', {"copies": 3}, "many"),
        ("items[price > limit].name", {"limit": 5, "items": ITEMS}, ["a"]),
        ("sum(for line in lines return line.amount)", {"lines": [{"amount": 2}, {"amount": 3}]}, 5),
        ("some line in lines satisfies line > 2", {"lines": [1, 3]}, True),
        ('{total: 2, label: "x"}', {}, {"total": 2, "label": "x"}),
        ("{a: 2, b: a * 2}.b", {}, 4),
        ("Applicant age + 1", {"Applicant age": 20}, 21),
        ("a.b-c + 1", {"a": {"b-c": 4}}, 5),
        ("عدد_النسخ + 1", {"عدد_النسخ": 4}, 5),
        ("count(pieces)", {"pieces": ("a", "b")}, 2),
        ("amount", {"amount": Decimal("12.5")}, 12.5),
        ("[1..3]", {}, {"start": 1, "end": 3, "start included": True, "end included": True}),
        ('upper case("é")', {}, "É"),
        ("null", {}, None),
    ],
)
def test_an_expression_gives_its_value(expression, context, value) -> None:
    assert evaluate(expression, context, now=NOW) == value


@pytest.mark.parametrize("expression", ["4 / 2", "copies", "copies * 1.0", "floor(2.7)"])
def test_whole_numbers_come_back_as_int(expression) -> None:
    assert type(evaluate(expression, {"copies": 2.0}, now=NOW)) is int


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("today()", date(2026, 7, 3)),
        ("now()", datetime(2026, 7, 3, 0, 30, tzinfo=PLUS_ONE)),
        ('birth + duration("P1M")', date(2000, 2, 29)),
        ("today() - birth", timedelta(days=9650)),
        ("birth.year", 2000),
        ('@"P1Y2M"', MonthsDuration(months=14)),
        ("delay * 2", timedelta(days=4, hours=6)),
        ("delay", timedelta(days=2, hours=3)),
        ("-1 * 2", -2),
        ('time("10:30:00")', time(10, 30)),
        ('date and time("2026-03-02T10:00:00")', datetime.fromisoformat("2026-03-02T10:00:00")),
        ("{a: [birth]}", {"a": [date(2000, 1, 31)]}),
        ("filed", datetime(2026, 7, 2, 23, 15, tzinfo=UTC)),
        ("date(filed)", date(2026, 7, 3)),
    ],
)
def test_dates_and_durations_go_in_and_come_out_as_python_has_them(expression, value) -> None:
    context = {
        "birth": date(2000, 1, 31),
        "delay": timedelta(days=2, hours=3),
        "filed": datetime(2026, 7, 2, 23, 15, tzinfo=UTC),
    }

    assert evaluate(expression, context, now=NOW) == value


def test_the_present_is_the_one_given_even_for_an_expression_seen_before() -> None:
    days = [evaluate("today()", {}, now=datetime(2026, 1, day, 12, tzinfo=UTC)) for day in (1, 2)]

    assert days == [date(2026, 1, 1), date(2026, 1, 2)]


NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | st.text() | NUMBERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
TEMPORAL = (
    st.dates(min_value=date(1000, 1, 1))
    | st.times()
    | st.datetimes(min_value=datetime.fromisoformat("1900-01-01"))
    | st.integers(-(10**6), 10**6).map(lambda months: MonthsDuration(months=months))
    | st.integers(-(10**9), 10**9).map(lambda seconds: timedelta(seconds=seconds))
)


@settings(max_examples=100, deadline=None)
@given(value=JSON | TEMPORAL | st.lists(TEMPORAL, max_size=3))
def test_a_value_comes_back_as_it_went_in(value) -> None:
    assert evaluate("given_value", {"given_value": value}, now=NOW) == value


@pytest.mark.parametrize("months", [0, 1, 12, 14, -1, -27])
def test_a_months_duration_is_written_in_iso_8601(months) -> None:
    text = str(MonthsDuration(months=months))

    assert evaluate("duration(text)", {"text": text}, now=NOW) == MonthsDuration(months=months)


@pytest.mark.parametrize("value", [object(), {1: 2}, float("nan"), 10**400, b"bytes", {"a": {1, 2}}])
def test_data_that_feel_cannot_hold_is_refused(value) -> None:
    with pytest.raises(FeelError) as caught:
        evaluate("given_value", {"given_value": value}, now=NOW)

    assert caught.value.reason == "not-data"


def test_only_the_data_that_an_expression_names_must_be_readable() -> None:
    assert evaluate("copies", {"copies": 1, "unused": object()}, now=NOW) == 1


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("fee.total + copies", {"fee.total", "copies"}),
        ("count(pieces)", {"pieces"}),
        ("for line in lines return line.amount + tax", {"lines", "tax"}),
        ("for a in rows, b in a.cells return b + c", {"rows", "c"}),
        ("some x in xs satisfies x > limit", {"xs", "limit"}),
        ("function(p) p + q", {"q"}),
        ("{a: b, c: a}.c", {"b"}),
        ("items[price > limit].name", {"items", "price", "limit"}),
        ("items[item > 1]", {"items"}),
        ("f(named: value)", {"value"}),
        ("x instance of number", {"x"}),
        ('date("2026-01-01") < act_date', {"act_date"}),
        ("parameters.l5519.complete_missing", {"parameters.l5519.complete_missing"}),
        ("today()", set()),
        ('if a then b else "c"', {"a", "b"}),
    ],
)
def test_the_free_names_of_an_expression_are_known(expression, names) -> None:
    assert names_used(expression) == names


def test_names_inside_a_filter_can_be_left_out_for_they_may_be_the_elements_own() -> None:
    assert names_used("items[price > limit]", in_filters=False) == {"items"}


def test_names_of_a_unary_test_leave_out_the_value_under_test() -> None:
    assert names_used("? > limit and ? < other", unary=True) == {"limit", "other"}


def test_an_unknown_name_is_null() -> None:
    assert evaluate("nobody.knows.this", {}, now=NOW) is None


def test_a_name_that_is_also_a_function_still_lets_the_function_be_called() -> None:
    assert evaluate("count([1, 2])", {"count": 7}, now=NOW) == 2
    assert evaluate("count + 1", {"count": 7}, now=NOW) == 8


@pytest.mark.parametrize(
    ("test", "value", "passes"),
    [
        (">= 18", 18, True),
        (">= 18", 17, False),
        ("[18..30)", 30, False),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "b", False),
        ("-", None, True),
        ("null", None, True),
        ("true", True, True),
        ("false", None, False),
        ("? > limit", 6, True),
        ("limit", 5, True),
        (">= 18", "abc", False),
        (">= 18", "20", False),
        (">= 18", None, False),
        ("[1..5]", True, False),
    ],
)
def test_a_unary_test_passes_only_when_it_is_true(test, value, passes) -> None:
    assert unary_test(test, value, {"limit": 5}, now=NOW) is passes


@pytest.mark.parametrize(
    ("expression", "position"),
    [
        ("", 0),
        ("=", 1),
        ("1 +", 3),
        ("= 1 +", 5),
        ('"é😀" + )', 7),
        ("if a then b", 11),
        ("nothing(1)", 0),
        ("= 1 + nothing(1)", 6),
        ("a.b.c(1)", 0),
    ],
)
def test_a_faulty_expression_is_refused_at_its_place(expression, position) -> None:
    with pytest.raises(FeelError) as caught:
        check(expression)

    assert caught.value.position == position


def test_functions_and_names_of_a_model_can_be_announced() -> None:
    check("charge(Number of copies)", names=["charge", "Number of copies"])

    assert names_used("Number of copies + 1", names=["Number of copies"]) == {"Number of copies"}


def test_a_naive_present_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        evaluate("1", {}, now=datetime.fromisoformat("2026-03-02T09:00:00"))
