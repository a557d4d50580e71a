"""What an expression chooses, what it computes, and which items of its loops it hides from itself."""

import pytest

from app.feel import FeelError, chosen_name, items_hidden, keys_given, values_computed
from tests.feel.asking import NOW, ask

CONTEXT = {"urgent": True, "kind": "b", "p": {"a": {"short": 3, "long": 10}}, "fee": 4}


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("= p.a.short", "p.a.short"),
        ("if urgent then p.a.short else p.a.long", "p.a.short"),
        ("if not(urgent) then p.a.short else p.a.long", "p.a.long"),
        ('if kind = "a" then p.a.short else if kind = "b" then (p.a.long) else fee', "p.a.long"),
        ("if p.a.long > 5 then fee else p.a.short", "fee"),
        ("if unknown then p.a.short else p.a.long", "p.a.long"),
        ("if urgent then 3 else p.a.long", None),
        ("p.a.short + 1", None),
        ('"p.a.short"', None),
    ],
)
def test_the_name_that_is_chosen(expression: str, name: str | None) -> None:
    assert chosen_name(expression, CONTEXT, now=NOW) == name


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("p.a.short", ()),
        ("if urgent then p.a.short else p.a.long", ()),
        ("if urgent then p.a.short else p.a.long + 1", (11,)),
        ("if urgent then fee * 2 else if urgent then 7 else unknown + 1", (8, 7, None)),
    ],
)
def test_every_result_that_is_computed_is_told_whatever_is_chosen(expression: str, values: tuple[object, ...]) -> None:
    assert values_computed(expression, CONTEXT, now=NOW) == values


@pytest.mark.parametrize(
    ("expression", "hidden"),
    [
        ("for line in lines return {line: line.label, sum: line.sum}", ("line",)),
        ("for line in lines return {label: line.label, line: line.sum}", ()),
        ("for line in lines return {line: line.label}", ()),
        ("for each in lines return {line: each.label, sum: each.sum}", ()),
        ("{line: 1, more: line}", ()),
        ("for a in x return for b in y return {a: b, c: {d: a}}", ("a",)),
        ("every line in lines satisfies {line: 1, ok: line > 0}.ok", ("line",)),
    ],
)
def test_items_that_an_entry_hides(expression: str, hidden: tuple[str, ...]) -> None:
    assert items_hidden(expression) == hidden


def test_an_entry_reads_the_item_and_hides_it_from_the_entries_after_it() -> None:
    lines = [{"label": "Paper", "sum": 5}]
    assert ask("for line in lines return {line: line.label, sum: line.sum}", lines=lines) == [
        {"line": "Paper", "sum": None}
    ]
    assert ask("for line in lines return {sum: line.sum, line: line.label}", lines=lines) == [
        {"sum": 5, "line": "Paper"}
    ]


@pytest.mark.parametrize(
    ("expression", "keys"),
    [
        ("= {total: 1, fee: {inner: 2}}", ("total", "fee")),
        ("if paid then {receipt: 1} else if late then {reason: 2} else {receipt: 3}", ("receipt", "reason")),
        ('{"two words": 1}', ("two words",)),
        ("for x in xs return {a: x}", ()),
        ("context merge([{a: 1}])", ()),
        ("fee", ()),
    ],
)
def test_the_keys_that_an_expression_gives(expression: str, keys: tuple[str, ...]) -> None:
    assert keys_given(expression) == keys


@pytest.mark.parametrize("asked", [items_hidden, keys_given, lambda text: values_computed(text, {}, now=NOW)])
def test_what_cannot_be_read_is_refused(asked: object) -> None:
    assert callable(asked)
    with pytest.raises(FeelError):
        asked("if a then")
