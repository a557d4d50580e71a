"""Hostile and careless expressions end in bounded time, touch nothing, and leave the next one unharmed."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.feel import FeelError, check, evaluate, limits, names_used, unary_test

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECONDS_ALLOWED = 4.0

DOUBLED_TEXT = '{f: function(s, n) if n = 0 then s else f(s + s, n - 1)}.f("aaaaaaaaaaaaaaaa", 40)'
DOUBLED_LIST = "{f: function(l, n) if n = 0 then l else f(concatenate(l, l), n - 1)}.f([1], 40)"
SHARED_LIST = "{f: function(l, n) if n = 0 then l else f([l, l], n - 1)}.f([1], 40)"

HOSTILE = {
    "an endless loop": ("count(for i in 1..100000000 return i)", "too-much-memory"),
    "an endless search": ("some i in 1..100000000 satisfies i < 0", "too-slow"),
    "three nested loops": ("for a in 1..999, b in 1..999, c in 1..999 return a", "too-much-memory"),
    "loops in a loop": ("for a in 1..999 return count(for b in 1..999 return b)", "too-slow"),
    "recursion": ("{f: function(n) f(n + 1)}.f(1)", "too-deep"),
    "mutual recursion": ("{f: function(g, n) g(g, n + 1)}.f(function(g, n) g(g, n), 1)", "too-deep"),
    "branching recursion": ("{f: function(n) if n = 0 then 1 else f(n - 1) + f(n - 1)}.f(40)", "too-slow"),
    "deep nesting": ("(" * 4000 + "1" + ")" * 4000, "too-deep"),
    "deep lists": ("[" * 3000 + "]" * 3000, "too-deep"),
    "deep negation": ("- " * 3000 + "1", "too-deep"),
    "deep paths": ("a" + ".b" * 3000, "too-deep"),
    "deep comparisons": ("1" + "=1" * 3000, "too-deep"),
    "deep types": ("1 instance of " + "list<" * 500 + "number" + ">" * 500, "too-deep"),
    "a very long text": ("1" + " + 1" * 5000, "too-long"),
    "a text that doubles": (DOUBLED_TEXT, "too-much-memory"),
    "a list that doubles": (DOUBLED_LIST, "too-much-memory"),
    "a list of shared lists": (SHARED_LIST, "too-slow"),
    "the text of shared lists": (f"string({SHARED_LIST})", "too-slow"),
    "shared lists flattened": (f"flatten({SHARED_LIST})", "too-slow"),
    "shared lists compared": (f"{SHARED_LIST} = {SHARED_LIST}", "too-slow"),
    "a large cross product": ("distinct values(for a in 1..300, b in 1..300 return [a, b])", "too-slow"),
    "a pattern that looks back": ('matches(string join(for i in 1..3000 return "a"), "^(a*)*\\1b$")', "too-slow"),
    "patterns in a loop": ('for i in 1..99999 return matches("aaaaaaaaaaaaaaaaaaaaaaaaa", "(a*)*b")', "too-slow"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_expression_is_refused_in_bounded_time(name) -> None:
    expression, reason = HOSTILE[name]
    started = time.process_time()

    with pytest.raises(FeelError) as caught:
        evaluate(expression, {}, now=NOW)

    assert caught.value.reason == reason
    assert time.process_time() - started < SECONDS_ALLOWED


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1" + "+1" * 4900, 4901),
        ("true" + " and true" * 1000, True),
        ("(" * 60 + "1" + ")" * 60, 1),
        ("2 ** (10 ** 9)", None),
        ("10 ** 6000 * 10 ** 6000", None),
        ("count(for i in 1..50000 return i)", 50000),
        ("{f: function(n) if n = 0 then 0 else n + f(n - 1)}.f(50)", 1275),
        ('matches(string join(for i in 1..2000 return "a"), "^(a+)+$")', True),
    ],
)
def test_what_is_long_but_honest_has_its_value(expression, value) -> None:
    assert evaluate(expression, {}, now=NOW) == value


def test_the_verdict_depends_on_steps_and_not_on_the_clock(monkeypatch) -> None:
    monkeypatch.setattr(limits, "MAXIMUM_STEPS", 1000)

    assert evaluate("count(for i in 1..900 return i)", {}, now=NOW) == 900
    with pytest.raises(FeelError) as caught:
        evaluate("count(for i in 1..1100 return i)", {}, now=NOW)
    assert caught.value.reason == "too-slow"


def test_time_is_the_last_guard(monkeypatch) -> None:
    monkeypatch.setattr(limits, "MAXIMUM_SECONDS", 0.0)

    with pytest.raises(FeelError) as caught:
        evaluate("count(for i in 1..50000 return i)", {}, now=NOW)
    assert caught.value.reason == "too-slow"


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
