"""Numbers: decimals of 34 digits, rounded half to even (DMN 1.5, 10.3.2.3.1)."""

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

DIGITS = 34
LARGEST_EXPONENT = 6144
CONTEXT = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-LARGEST_EXPONENT + 1,
    Emax=LARGEST_EXPONENT,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[DivisionByZero, InvalidOperation, Overflow],
)
LARGEST_POWER = 999_999_999
ZERO = Decimal(0)
ONE = Decimal(1)

NUMERIC_FAULTS = (DivisionByZero, InvalidOperation, Overflow)
"""What the operations of CONTEXT raise where FEEL says null."""


def is_whole(number: Decimal) -> bool:
    """Tell whether a number has no fraction."""
    return number == number.to_integral_value()


def whole(number: object) -> int | None:
    """Return a number without fraction as int, None for anything else."""
    if isinstance(number, Decimal) and number.adjusted() < DIGITS and is_whole(number):
        return int(number)
    return None


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """Return base ** exponent, None where it has no value."""
    if abs(exponent) > LARGEST_POWER:
        return None
    if base == 0 and exponent == 0:
        return ONE
    try:
        result = CONTEXT.power(base, exponent)
    except NUMERIC_FAULTS:
        return None
    return result if result.is_finite() else None


def text_of_number(number: Decimal) -> str:
    """Return a number as FEEL writes it: without exponent, without zeros that say nothing."""
    if number == 0:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
