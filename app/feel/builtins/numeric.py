"""Numeric functions (DMN 1.5, table 76)."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)

from app.feel.builtins.registry import builtin
from app.feel.values.durations import DaysDuration, MonthsDuration
from app.feel.values.numbers import CONTEXT, LARGEST_EXPONENT, NUMERIC_FAULTS, ZERO, is_whole, whole

_LOWEST_SCALE, _HIGHEST_SCALE = -6111, 6176
_TWO = Decimal(2)
_WIDE = Context(prec=2 * LARGEST_EXPONENT, Emin=-999_999, Emax=999_999)


def _rounded(number: Decimal, scale: Decimal, rounding: str) -> Decimal | None:
    """Return a number with that many digits after the point (before it, where the scale is negative)."""
    places = whole(scale)
    if places is None or not _LOWEST_SCALE <= places <= _HIGHEST_SCALE:
        return None
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return number
    return CONTEXT.plus(number.quantize(Decimal(1).scaleb(-places), rounding=rounding, context=_WIDE))


@builtin("decimal(n: number, scale: number)")
def _decimal(number: Decimal, scale: Decimal) -> Decimal | None:
    whole_scale = scale.to_integral_value(rounding=ROUND_DOWN)  # the compatibility kit leaves a fraction of it out
    return _rounded(number, whole_scale, ROUND_HALF_EVEN)


@builtin("floor(n: number, scale?: number)")
def _floor(number: Decimal, scale: Decimal = ZERO) -> Decimal | None:
    return _rounded(number, scale, ROUND_FLOOR)


@builtin("ceiling(n: number, scale?: number)")
def _ceiling(number: Decimal, scale: Decimal = ZERO) -> Decimal | None:
    return _rounded(number, scale, ROUND_CEILING)


@builtin("round up(n: number, scale: number)")
def _round_up(number: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(number, scale, ROUND_UP)


@builtin("round down(n: number, scale: number)")
def _round_down(number: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(number, scale, ROUND_DOWN)


@builtin("round half up(n: number, scale: number)")
def _round_half_up(number: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(number, scale, ROUND_HALF_UP)


@builtin("round half down(n: number, scale: number)")
def _round_half_down(number: Decimal, scale: Decimal) -> Decimal | None:
    return _rounded(number, scale, ROUND_HALF_DOWN)


@builtin("abs(n: number or duration)")
def _abs(value: Decimal | DaysDuration | MonthsDuration) -> object:
    match value:
        case DaysDuration():
            return DaysDuration(nanoseconds=abs(value.nanoseconds))
        case MonthsDuration():
            return MonthsDuration(months=abs(value.months))
    return CONTEXT.abs(value)


@builtin("modulo(dividend: number, divisor: number)")
def _modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """Return dividend - divisor * floor(dividend / divisor)."""
    if divisor == 0:
        return None
    try:
        rest = CONTEXT.remainder(dividend, divisor)
    except NUMERIC_FAULTS:
        return _modulo_of_distant(dividend, divisor)
    return CONTEXT.add(rest, divisor) if rest != 0 and (rest < 0) != (divisor < 0) else rest


def _modulo_of_distant(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Return the modulo of two numbers whose quotient has more than 34 digits."""
    rest = _WIDE.remainder(dividend, divisor)
    return CONTEXT.plus(_WIDE.add(rest, divisor) if rest != 0 and (rest < 0) != (divisor < 0) else rest)


@builtin("sqrt(number: number)")
def _sqrt(number: Decimal) -> Decimal | None:
    return None if number < 0 else CONTEXT.sqrt(number)


@builtin("log(number: number)")
def _log(number: Decimal) -> Decimal | None:
    return None if number <= 0 else CONTEXT.ln(number)


@builtin("exp(number: number)")
def _exp(number: Decimal) -> Decimal:
    return CONTEXT.exp(number)


@builtin("odd(number: number)")
def _odd(number: Decimal) -> bool:
    return is_whole(number) and _modulo(number, _TWO) == 1


@builtin("even(number: number)")
def _even(number: Decimal) -> bool:
    return is_whole(number) and _modulo(number, _TWO) == 0
