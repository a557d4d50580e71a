"""Functions as values, calls, types and implicit conversions (DMN 1.5, 10.3.2.9, 10.3.2.13, tables 61 and 63)."""

from decimal import Decimal

import pytest

from app.feel import (
    Date,
    FeelError,
    Function,
    conforming,
    evaluate,
    from_singleton_list,
    instance_of,
    parse_temporal,
    to_date_and_time,
    to_singleton_list,
)
from tests.feel.asking import NOW, ask, exact, rows

TRUE = r"""
{f: function(x) x + 1, r: f(1)}.r = 2
{f: function(x, y) x - y, r: f(y: 1, x: 3)}.r = 2
{f: function(x, y) y, r: f(x: 3)}.r = null
{f: function() 5, r: f()}.r = 5
{k: 10, f: function(x) x + k, r: {k: 20, s: f(1)}.s}.r = 11
{make: function(n) function(x) x + n, add: make(5), r: add(1)}.r = 6
{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(5)}.r = 120
{f: function(x: number) x, r: f("a")}.r = null
{f: function(x: number) x, r: f([1])}.r = 1
{f: function(x: list<number>) count(x), r: f(1)}.r = 1
{f: function(x: string) x, r: f(null)}.r = null
{f: function(d: date and time) d, r: f(date("2026-03-02"))}.r = date and time("2026-03-02T00:00:00Z")
{f: function(x) x, r: f(1, 2)}.r = null
{f: function(x) x, r: f()}.r = null
{f: function(x) x, r: f(y: 1)}.r = null
{f: function(first name) first name, r: f(first name: 1)}.r = 1
[function(x) x + 1, function(x) x * 2][2](5) = 10
(for f in [floor, ceiling] return f(1.5)) = [1, 2]
{a: {f: function(x) x}, r: a.f(3)}.r = 3
null(1) = null
(1)(1) = null
{count: function(x) 9, r: count([1])}.r = 9

123 instance of number
"abc" instance of string
true instance of boolean
not(123 instance of string)
date("2026-03-02") instance of date
time("10:00:00") instance of time
@"2026-03-02T10:00:00" instance of date and time
not(@"2026-03-02T10:00:00" instance of date)
duration("P1D") instance of days and time duration
duration("P1Y") instance of years and months duration
not(duration("P1Y") instance of days and time duration)
[123] instance of list<number>
[1, null] instance of list<number>
not([1, "a"] instance of list<number>)
[1, "a"] instance of list<Any>
[] instance of list<string>
[[1], [2]] instance of list<list<number>>
{a: 1, b: "x"} instance of context<a: number>
{a: 1, b: "x"} instance of context<a: number, b: string>
not({a: 1} instance of context<a: string>)
not({a: 1} instance of context<b: number>)
[1..3] instance of range<number>
not(["a".."b"] instance of range<number>)
(> 1) instance of range<number>
function(x) x instance of number
(function(x) x) instance of function<number>->Any
not((function(x, y) x) instance of function<number>->Any)
not((function(x: string) x) instance of function<number>->Any)
not(1 instance of function<number>->Any)
(function(x) [x, 1]) instance of function<Any>->list<number>
(function() "seal") instance of function<>->string
not((function() 12) instance of function<>->string)
(function(x) {fee: 12, act: "copy"}) instance of function<number>->context<fee: number>
not((function(x) {act: "copy"}) instance of function<number>->context<fee: number>)
number("007.50") = 7.5
number(from: "-3") = -3
number(12.25) = 12.25
number("7 000") = null
number("seven") = null
number(from: "7", decimal separator: ",") = 7
not((function() ["a", "b"]) instance of function<>->list<number>)
1 instance of Any
not(null instance of Any)
not(null instance of number)
null instance of Null
not(1 instance of Null)
1 + 2 instance of number = null
-1 instance of number
"""

NULL = """
1 instance of nothing
[1] instance of list
{a: 1} instance of context
[1..2] instance of range
1 instance of list<nothing>
"""


@pytest.mark.parametrize("expression", [row for row in rows(TRUE) if "function(x) x instance" not in row.values[0]])
def test_functions_and_types_are_as_the_standard_says(expression) -> None:
    assert ask(expression) is True


@pytest.mark.parametrize("expression", rows(NULL))
def test_an_unknown_type_is_null(expression) -> None:
    assert ask(expression) is None


def a_tax(arguments: list[object]) -> object:
    amount, rate = arguments
    assert isinstance(amount, Decimal)
    return None if rate is None else amount * Decimal(str(rate))


TAX = Function(name="tax on", parameters=("the amount", "rate"), call=a_tax)


def test_a_function_of_the_caller_is_called_by_place_or_by_name() -> None:
    context = {"tax on": TAX, "x": 100}

    assert evaluate("tax on(x, 0.2) + 1", context, now=NOW) == 21
    assert evaluate("tax on(rate: 0.2, the amount: x)", context, now=NOW) == 20
    assert evaluate("tax on(the amount: x)", context, now=NOW) is None
    assert evaluate("tax on(x)", context, now=NOW) is None
    assert evaluate("model.tax on(x, 1)", {"model": {"tax on": TAX}, "x": 2}, now=NOW) == 2
    assert evaluate("for f in fs return f(1, 2)", {"fs": [TAX]}, now=NOW) == [2]


def test_the_types_of_a_function_of_the_caller_guard_its_arguments() -> None:
    tax = Function(name="tax", parameters=("amount", "rate"), types=("number", None), call=a_tax)

    assert ask('tax("a", 1)', tax=tax) is None
    assert ask("tax([2], 3)", tax=tax) == 6
    assert ask("tax instance of function<number, Any>->Any", tax=tax) is True


def test_a_function_may_evaluate_an_expression_itself() -> None:
    def body(arguments: list[object]) -> object:
        return evaluate("n + tax on(n, 1)", {"n": arguments[0], "tax on": TAX}, now=NOW, functions=True)

    double = Function(name="double", parameters=("n",), call=body)

    assert ask("double(0.1) + double(0.1)", double=double) == 0.4


def test_functions_of_the_caller_that_call_each_other_for_ever_end() -> None:
    def body(arguments: list[object]) -> object:
        return evaluate("again(n)", {"n": arguments[0], "again": again}, now=NOW, functions=True)

    again = Function(name="again", parameters=("n",), call=body)

    with pytest.raises(FeelError) as caught:
        ask("again(1)", again=again)

    assert caught.value.reason == "too-deep"


def test_an_expression_may_give_a_function_to_those_who_ask_for_it() -> None:
    plus = exact("{k: 2, f: function(first number: number) first number + k}.f")
    assert isinstance(plus, Function)

    assert (plus.parameters, plus.types) == (("first number",), ("number",))
    assert plus.call([0.5]) == Decimal("2.5")
    assert plus.call(["a"]) is None
    assert ask("plus(3)", plus=plus) == 5
    with pytest.raises(FeelError) as caught:
        ask("plus", plus=plus)
    assert caught.value.reason == "not-a-value"


def test_a_function_given_away_still_ends() -> None:
    endless = exact("{f: function(n) f(n + 1)}.f")
    assert isinstance(endless, Function)

    with pytest.raises(FeelError) as caught:
        endless.call([1])

    assert caught.value.reason == "too-deep"


@pytest.mark.parametrize(
    ("value", "type_text", "verdict"),
    [
        (1, "number", True),
        (1.5, "number", True),
        (True, "number", False),
        ("a", "string", True),
        ([1, 2], "list<number>", True),
        ({"a": [1]}, "context<a: list<number>>", True),
        (None, "number", False),
        (NOW, "date and time", True),
        (NOW.date(), "date", True),
        (1, "list<", None),
        (1, "tPerson", None),
    ],
)
def test_an_instance_is_told_by_its_type(value, type_text, verdict) -> None:
    assert instance_of(value, type_text) is verdict


MODEL = {
    "tAmount": "number",
    "fee line": "context<amount: tAmount>",
    "tLines": "list<fee line>",
    "tTree": "list<tTree>",
}


@pytest.mark.parametrize(
    ("expression", "verdict"),
    [
        ("1 instance of tAmount", True),
        ('"1" instance of tAmount', False),
        ("lines instance of tLines", True),
        ("lines[1] instance of fee line", True),
        ("[1] instance of list<tAmount>", True),
        ("lines instance of tOther", None),
        ("[[]] instance of tTree", None),
        ("{f: function(l: tLines) count(l), r: f(lines)}.r = 2", True),
        ("{f: function(l: tLines) count(l), r: f([1])}.r = null", True),
    ],
)
def test_types_of_the_model_can_be_named(expression, verdict) -> None:
    lines = [{"amount": 1}, {"amount": 2.5}]

    assert evaluate(expression, {"lines": lines}, now=NOW, types=MODEL) is verdict
    assert instance_of(lines, "tLines", types=MODEL) is True
    assert conforming([{"amount": "a"}], "tLines", types=MODEL) is None


def test_implicit_conversions() -> None:
    day = Date(year=2026, month=3, day=2)

    assert to_singleton_list(1) == [1]
    assert to_singleton_list([1]) == [1]
    assert from_singleton_list([1]) == 1
    assert from_singleton_list([1, 2]) == [1, 2]
    assert to_date_and_time(day) == parse_temporal("2026-03-02T00:00:00Z", "date and time")
    assert to_date_and_time("a") == "a"


@pytest.mark.parametrize(
    ("value", "type_text", "result"),
    [
        (1, "number", Decimal(1)),
        ("123", "number", None),
        ([1], "number", Decimal(1)),
        ([1, 2], "number", None),
        (1, "list<number>", [Decimal(1)]),
        ("a", "list<number>", None),
        (None, "number", None),
        (Date(year=2026, month=3, day=2), "date and time", parse_temporal("2026-03-02T00:00:00Z", "date and time")),
        ({"a": 1}, "context<a: number>", {"a": 1}),
        ({"a": "x"}, "context<a: number>", None),
        ("a", "tPerson", "a"),
    ],
)
def test_a_value_is_converted_to_the_type_that_is_expected(value, type_text, result) -> None:
    assert conforming(value, type_text) == result
