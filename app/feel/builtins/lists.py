"""List functions and sort (DMN 1.5, tables 75 and 80)."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cmp_to_key

from app.feel.builtins.registry import builtin
from app.feel.invocation import invoke
from app.feel.limits import bounded_items, spend
from app.feel.values.comparison import same
from app.feel.values.functions import Function
from app.feel.values.numbers import whole


def position_in(items: list[object], position: Decimal) -> int | None:
    """Return the index of a position: 1 is the first, -1 the last; None outside of the list."""
    number = whole(position)
    if number is None or number == 0 or abs(number) > len(items):
        return None
    return number - 1 if number > 0 else len(items) + number


@builtin("list contains(list: list, element: any)")
def _contains(items: list[object], element: object) -> bool:
    spend(len(items))
    return any(same(item, element) for item in items)


@builtin("count(list: list)")
def _count(items: list[object]) -> Decimal:
    return Decimal(len(items))


@builtin("all(list: list)", "all(...list: any)")
def _all(items: list[object]) -> bool | None:
    spend(len(items))
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


@builtin("any(list: list)", "any(...list: any)")
def _any(items: list[object]) -> bool | None:
    spend(len(items))
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


@builtin("sublist(list: list, start position: number, length?: number)")
def _sublist(items: list[object], start: Decimal, length: Decimal | None = None) -> list[object] | None:
    index = position_in(items, start)
    if index is None:
        return None
    if length is None:
        return items[index:]
    count = int(length)
    return items[index : index + count] if 1 <= count <= len(items) - index else None


@builtin("append(list: list, ...item: any)")
def _append(items: list[object], added: list[object]) -> list[object]:
    return bounded_items([*items, *added])


@builtin("concatenate(...list: list)")
def _concatenate(lists: list[list[object]]) -> list[object]:
    return bounded_items([item for items in lists for item in _spent(items)])


def _spent(items: list[object]) -> list[object]:
    spend(len(items) >> 3)
    return items


@builtin("insert before(list: list, position: number, newItem: any)")
def _insert_before(items: list[object], position: Decimal, item: object) -> list[object] | None:
    index = position_in(items, position)
    return None if index is None else bounded_items([*items[:index], item, *items[index:]])


@builtin("remove(list: list, position: number)")
def _remove(items: list[object], position: Decimal) -> list[object] | None:
    index = position_in(items, position)
    return None if index is None else bounded_items([*items[:index], *items[index + 1 :]])


@builtin("list replace(list: list, position: number, newItem: any)")
def _replace_at(items: list[object], position: Decimal, item: object) -> list[object] | None:
    index = position_in(items, position)
    return None if index is None else bounded_items([*items[:index], item, *items[index + 1 :]])


@builtin("list replace(list: list, match: function, newItem: any)")
def _replace_matching(items: list[object], match: Function, replacement: object) -> list[object] | None:
    verdicts = [invoke(match, [item, replacement]) for item in items]
    if not all(isinstance(verdict, bool) for verdict in verdicts):
        return None
    return [replacement if verdict else item for item, verdict in zip(items, verdicts, strict=True)]


@builtin("reverse(list: list)")
def _reverse(items: list[object]) -> list[object]:
    return bounded_items(items[::-1])


@builtin("index of(list: list, match: any)")
def _index_of(items: list[object], match: object) -> list[object]:
    spend(len(items))
    return [Decimal(index) for index, item in enumerate(items, 1) if same(item, match)]


@builtin("union(...list: list)")
def _union(lists: list[list[object]]) -> list[object]:
    return _distinct(item for items in lists for item in _spent(items))


@builtin("distinct values(list: list)")
def _distinct_values(items: list[object]) -> list[object]:
    return _distinct(items)


def _distinct(items: Iterable[object]) -> list[object]:
    kept: list[object] = []
    simple: set[object] = set()
    for item in items:
        if isinstance(item, str | Decimal) or item is None:
            spend()
            if item not in simple:
                simple.add(item)
                kept.append(item)
        elif not _held(kept, item):
            kept.append(item)
    return kept


def _held(kept: list[object], item: object) -> bool:
    spend(len(kept) + 1)
    return any(same(item, other) for other in kept)


@builtin("flatten(list: list)")
def _flatten(items: list[object]) -> list[object]:
    flat: list[object] = []
    _flatten_into(flat, items)
    return flat


def _flatten_into(flat: list[object], items: list[object]) -> None:
    for item in items:
        spend()
        if isinstance(item, list):
            _flatten_into(flat, item)
        else:
            flat.append(item)
    bounded_items(flat)


@builtin("sort(list: list, precedes?: function)")
def _sort(items: list[object], precedes: Function | None = None) -> list[object] | None:
    if precedes is None or len(precedes.parameters) != 2:
        return None
    wanted = precedes

    def order(one: object, other: object) -> int:
        spend()
        return -1 if invoke(wanted, [one, other]) is True else 0  # sorting asks only whether one comes before

    return sorted(items, key=cmp_to_key(order))
