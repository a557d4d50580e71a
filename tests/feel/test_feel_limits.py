"""Hostile and careless expressions end in bounded time, touch nothing, and leave the next one unharmed."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.feel import FeelError, check, evaluate, names_used, unary_test

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECONDS_ALLOWED = 3.0  # the limit is 0.2 s; a loaded machine is given time to notice

LOOP = "{loop: function(n) loop(n + 1)}.loop(1)"
ENDLESS = "count(for i in 1..100000000 return i)"
DOUBLING = '{f: function(s, n) if n = 0 then s else f(s + s, n - 1)}.f("aaaaaaaaaaaaaaaa", 40)'

HOSTILE = {
    "an endless loop": (ENDLESS, {"too-slow", "too-much-memory"}),
    "three nested loops": ("for a in 1..999, b in 1..999, c in 1..999 return a", {"too-slow", "too-much-memory"}),
    "recursion": ("{f: function(n) f(n + 1)}.f(1)", {"too-deep"}),
    "deep nesting": ("(" * 4000 + "1" + ")" * 4000, {"too-slow", "too-deep", "too-much-memory"}),
    "deep lists": ("[" * 3000 + "]" * 3000, {"too-slow", "too-deep", "too-much-memory", "syntax"}),
    "a very long text": ("1" + " + 1" * 5000, {"too-long"}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_expression_is_refused_in_bounded_time(name) -> None:
    expression, reasons = HOSTILE[name]
    started = time.monotonic()

    with pytest.raises(FeelError) as caught:
        evaluate(expression, {}, now=NOW)

    assert caught.value.reason in reasons
    assert time.monotonic() - started < SECONDS_ALLOWED


def test_a_text_that_doubles_until_memory_is_full_gives_no_result() -> None:
    with pytest.raises(FeelError) as caught:
        evaluate(f'{DOUBLING} + "b"', {}, now=NOW)

    assert caught.value.reason in {"too-slow", "too-much-memory", "failed"}


@pytest.mark.parametrize("name", ["an endless loop", "recursion"])
def test_the_next_expression_is_unharmed(name) -> None:
    for _ in range(3):
        with pytest.raises(FeelError):
            evaluate(HOSTILE[name][0], {}, now=NOW)
        assert evaluate("1 + 1", {}, now=NOW) == 2


@pytest.mark.parametrize(
    "expression",
    [
        "__proto__",
        "constructor",
        "constructor.constructor",
        "toString",
        "hasOwnProperty",
        "globalThis",
        "Function",
        "x.__proto__",
        "x.constructor.constructor",
        'x["constructor"]',
        "count.fn",
        "count.fn.constructor",
        "count.constructor",
        'get value(x, "__proto__")',
        'get value(x, "constructor")',
        "list.length.constructor",
        '"text".length',
        "today().value",
        "mastaraFeel",
    ],
)
def test_names_of_the_machinery_are_null(expression) -> None:
    value = evaluate(expression, {"x": {}, "list": [1]}, now=NOW)

    assert value in (None, [], {}, [None])


@pytest.mark.parametrize(
    "expression",
    [
        'constructor("return 1")()',
        'x.constructor.constructor("return globalThis")()',
        'count.fn.constructor("return 1")()',
        "1 instance of constructor",
        '"a" instance of toString',
    ],
)
def test_the_machinery_cannot_be_called(expression) -> None:
    assert evaluate(expression, {"x": {}}, now=NOW) in (None, False)


def test_data_with_names_of_the_machinery_stay_data() -> None:
    data = {"__proto__": {"admin": True}, "constructor": 1, "toString": 2}

    assert evaluate("x", {"x": data}, now=NOW) == data
    assert evaluate("x.admin", {"x": data}, now=NOW) is None
    assert evaluate('{"__proto__": {admin: true}}.admin', {}, now=NOW) is None
    assert evaluate("admin", {}, now=NOW) is None


def test_an_expression_leaves_nothing_behind_for_the_next() -> None:
    assert evaluate('{"count": function(x) 9, "__proto__": {leak: 1}, result: count(1)}.result', {}, now=NOW) == 9

    assert evaluate("count([1])", {}, now=NOW) == 1
    assert evaluate("leak", {}, now=NOW) is None


def test_a_function_is_no_value() -> None:
    with pytest.raises(FeelError) as caught:
        evaluate("[function(x) x]", {}, now=NOW)

    assert caught.value.reason == "not-a-value"


def test_data_nested_too_deep_are_refused() -> None:
    nested: list[object] = []
    for _ in range(5000):
        nested = [nested]

    with pytest.raises(FeelError) as caught:
        evaluate("nested", {"nested": nested}, now=NOW)

    assert caught.value.reason == "not-data"


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet=st.sampled_from('abc10 .,+-*/<>=()[]{}"?:@`\n\u202eé😀') | st.characters(), max_size=40))
def test_any_text_is_evaluated_or_refused_and_nothing_else(text) -> None:
    for attempt in (
        lambda: evaluate(text, {"a": 1, "b": {"c": [1]}}, now=NOW),
        lambda: unary_test(text, 1, {"a": 1}, now=NOW),
        lambda: check(text),
        lambda: names_used(text),
    ):
        try:
            attempt()
        except FeelError as refusal:
            assert refusal.position is None or 0 <= refusal.position <= len(text)


def test_threads_share_the_interpreter_without_mixing_answers() -> None:
    def total(upto: int) -> bool:
        if upto % 40 == 7:
            with pytest.raises(FeelError):
                evaluate("{f: function(n) f(n + 1)}.f(1)", {}, now=NOW)
        return evaluate("sum(for i in 1..upto return i)", {"upto": upto}, now=NOW) == upto * (upto + 1) // 2

    with ThreadPoolExecutor(max_workers=8) as pool:
        assert all(pool.map(total, range(1, 200)))
