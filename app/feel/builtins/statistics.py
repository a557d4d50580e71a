"""Sums, extremes and averages (DMN 1.5, table 75)."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from app.feel.builtins.registry import builtin
from app.feel.limits import spend
from app.feel.values.arithmetic import calculate
from app.feel.values.comparison import less
from app.feel.values.durations import DaysDuration, MonthsDuration
from app.feel.values.numbers import CONTEXT


def _numbers(items: list[object]) -> list[Decimal] | None:
    """Return the elements if all are numbers, None for an empty list or others."""
    spend(len(items))
    numbers = [item for item in items if isinstance(item, Decimal)]
    return numbers if numbers and len(numbers) == len(items) else None


def _extreme(items: list[object], precedes: Callable[[object, object], bool | None]) -> object:
    spend(len(items))
    if not items or less(items[0], items[0]) is None:
        return None
    best = items[0]
    for item in items[1:]:
        before = precedes(item, best)
        if before is None:
            return None
        if before:
            best = item
    return best


@builtin("min(list: list)", "min(...c: any)")
def _min(items: list[object]) -> object:
    return _extreme(items, less)


@builtin("max(list: list)", "max(...c: any)")
def _max(items: list[object]) -> object:
    return _extreme(items, lambda one, other: less(other, one))


@builtin("sum(list: list)", "sum(...n: any)")
def _sum(items: list[object]) -> object:
    """Add numbers, or durations of one kind."""
    spend(len(items))
    if not items or not isinstance(items[0], Decimal | DaysDuration | MonthsDuration):
        return None
    total: object = items[0]
    for item in items[1:]:
        total = calculate("+", total, item) if type(item) is type(items[0]) else None
    return total


@builtin("mean(list: list)", "mean(...n: any)")
def _mean(items: list[object]) -> Decimal | None:
    numbers = _numbers(items)
    return None if numbers is None else _average(numbers)


def _average(numbers: list[Decimal]) -> Decimal:
    return CONTEXT.divide(_total(numbers), Decimal(len(numbers)))


def _total(numbers: list[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = CONTEXT.add(total, number)
    return total


@builtin("product(list: list)", "product(...n: any)")
def _product(items: list[object]) -> Decimal | None:
    numbers = _numbers(items)
    if numbers is None:
        return None
    product = Decimal(1)
    for number in numbers:
        product = CONTEXT.multiply(product, number)
    return product


@builtin("median(list: list)", "median(...n: any)")
def _median(items: list[object]) -> Decimal | None:
    numbers = _numbers(items)
    if numbers is None:
        return None
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else _average(ordered[middle - 1 : middle + 1])


@builtin("stddev(list: list)", "stddev(...n: any)")
def _stddev(items: list[object]) -> Decimal | None:
    """Return the standard deviation of a sample."""
    numbers = _numbers(items)
    if numbers is None or len(numbers) < 2:
        return None
    mean = _average(numbers)
    deviations = [CONTEXT.subtract(number, mean) for number in numbers]
    squares = _total([CONTEXT.multiply(deviation, deviation) for deviation in deviations])
    return CONTEXT.sqrt(CONTEXT.divide(squares, Decimal(len(numbers) - 1)))


@builtin("mode(list: list)", "mode(...n: any)")
def _mode(items: list[object]) -> list[object] | None:
    if not items:
        return []
    numbers = _numbers(items)
    if numbers is None:
        return None
    counts = Counter(numbers)
    most = max(counts.values())
    return list(sorted(number for number, count in counts.items() if count == most))
