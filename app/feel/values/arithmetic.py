"""Addition, subtraction, multiplication, division, exponentiation (DMN 1.5, tables 56 to 60): null outside of them."""

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal

from app.feel.limits import bounded_text
from app.feel.values.durations import DaysDuration, MonthsDuration
from app.feel.values.numbers import CONTEXT, NUMERIC_FAULTS, power
from app.feel.values.temporal import Date, DateTime, Time, midnight, move_date, move_moment, move_time

Operation = Callable[[object, object], object]
Duration = MonthsDuration | DaysDuration
_MOST_MONTHS = 12 * 1_000_000_000_000
_MOST_NANOSECONDS = 10**9 * 366 * 86_400 * 10**9


def calculate(operator: str, one: object, other: object) -> object:
    """Return one operator other, null where the operator has no meaning for them: a list of one number is no number."""
    operation = _OPERATIONS.get((operator, type(one), type(other)))
    if operation is None:
        return None
    try:
        return operation(one, other)
    except NUMERIC_FAULTS:
        return None


def negate(value: object) -> object:
    """Return -value of a number or duration, null for anything else."""
    match value:
        case Decimal():
            return CONTEXT.minus(value)
        case MonthsDuration():
            return MonthsDuration(months=-value.months)
        case DaysDuration():
            return DaysDuration(nanoseconds=-value.nanoseconds)
    return None


def days_duration(nanoseconds: Decimal) -> DaysDuration | None:
    """Return a days and time duration, null where it is longer than the calendar."""
    if abs(nanoseconds) > _MOST_NANOSECONDS:
        return None
    return DaysDuration(nanoseconds=int(nanoseconds.to_integral_value(ROUND_HALF_EVEN)))


def months_duration(months: Decimal) -> MonthsDuration | None:
    """Return a years and months duration of whole months (what is left of a month is cut off)."""
    return None if abs(months) > _MOST_MONTHS else MonthsDuration(months=int(months))


def _concatenate(one: str, other: str) -> str:
    return bounded_text(one + other)


def _exponentiate(one: Decimal, other: Decimal) -> Decimal | None:
    return power(one, other)


def _between_moments(one: Date | DateTime, other: Date | DateTime) -> DaysDuration | None:
    first, second = _as_moment(one), _as_moment(other)
    if (first.offset is None) != (second.offset is None):
        return None
    return days_duration(Decimal(first.order - second.order))


def _as_moment(value: Date | DateTime) -> DateTime:
    return midnight(value) if isinstance(value, Date) else value


def _between_times(one: Time, other: Time) -> DaysDuration | None:
    if (one.offset is None) != (other.offset is None):
        return None
    return DaysDuration(nanoseconds=one.order - other.order)


def _ratio(one: int, other: int) -> Decimal | None:
    return None if other == 0 else CONTEXT.divide(Decimal(one), Decimal(other))


def _divide_months(one: MonthsDuration, other: Decimal) -> MonthsDuration | None:
    return None if other == 0 else months_duration(CONTEXT.divide(Decimal(one.months), other))


def _divide_days(one: DaysDuration, other: Decimal) -> DaysDuration | None:
    return None if other == 0 else days_duration(CONTEXT.divide(Decimal(one.nanoseconds), other))


def _scaled_months(one: MonthsDuration, other: Decimal) -> MonthsDuration | None:
    return months_duration(CONTEXT.multiply(Decimal(one.months), other))


def _scaled_days(one: DaysDuration, other: Decimal) -> DaysDuration | None:
    return days_duration(CONTEXT.multiply(Decimal(one.nanoseconds), other))


def _swapped(operation: Callable[..., object]) -> Callable[..., object]:
    return lambda one, other: operation(other, one)


def _moves(
    kind: type, move: Callable[..., object], durations: tuple[type, ...]
) -> dict[tuple[str, type, type], Callable[..., object]]:
    operations: dict[tuple[str, type, type], Callable[..., object]] = {}
    for duration in durations:
        operations["+", kind, duration] = lambda one, other: move(one, other, 1)
        operations["+", duration, kind] = lambda one, other: move(other, one, 1)
        operations["-", kind, duration] = lambda one, other: move(one, other, -1)
    return operations


_OPERATIONS: dict[tuple[str, type, type], Callable[..., object]] = {
    ("+", Decimal, Decimal): CONTEXT.add,
    ("-", Decimal, Decimal): CONTEXT.subtract,
    ("*", Decimal, Decimal): CONTEXT.multiply,
    ("/", Decimal, Decimal): CONTEXT.divide,
    ("**", Decimal, Decimal): _exponentiate,
    ("+", str, str): _concatenate,
    ("-", Time, Time): _between_times,
    ("+", MonthsDuration, MonthsDuration): lambda one, other: months_duration(Decimal(one.months + other.months)),
    ("-", MonthsDuration, MonthsDuration): lambda one, other: months_duration(Decimal(one.months - other.months)),
    ("+", DaysDuration, DaysDuration): lambda one, other: days_duration(Decimal(one.nanoseconds + other.nanoseconds)),
    ("-", DaysDuration, DaysDuration): lambda one, other: days_duration(Decimal(one.nanoseconds - other.nanoseconds)),
    ("*", MonthsDuration, Decimal): _scaled_months,
    ("*", Decimal, MonthsDuration): _swapped(_scaled_months),
    ("*", DaysDuration, Decimal): _scaled_days,
    ("*", Decimal, DaysDuration): _swapped(_scaled_days),
    ("/", MonthsDuration, Decimal): _divide_months,
    ("/", DaysDuration, Decimal): _divide_days,
    ("/", MonthsDuration, MonthsDuration): lambda one, other: _ratio(one.months, other.months),
    ("/", DaysDuration, DaysDuration): lambda one, other: _ratio(one.nanoseconds, other.nanoseconds),
    **{("-", one, other): _between_moments for one in (Date, DateTime) for other in (Date, DateTime)},
    **_moves(Date, move_date, (MonthsDuration, DaysDuration)),
    **_moves(DateTime, move_moment, (MonthsDuration, DaysDuration)),
    **_moves(Time, move_time, (DaysDuration,)),
}
