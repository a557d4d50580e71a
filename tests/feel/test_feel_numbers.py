"""Arithmetic of numbers and durations, and the numeric functions (DMN 1.5, tables 56 to 62 and 76)."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feel.asking import ask, exact, pairs, rows

TRUE = r"""
0.1 + 0.2 = 0.3
1 + 2 * 3 = 7
(1 + 2) * 3 = 9
10 - 4 - 3 = 3
16 / 4 / 2 = 2
2 ** 3 ** 2 = 64
-2 ** 2 = 4
- (2 ** 2) = -4
2 ** -1 = 0.5
9 ** 0.5 = 3
0 ** 0 = 1
.5 + .25 = 0.75
1.10 = 1.1
-0 = 0
100 * 1.1 = 110
1 / 3 * 3 = 0.9999999999999999999999999999999999
0.1 * 3 - 0.3 = 0
12345678901234567890 + 1 = 12345678901234567891
1 / 4 = .25
-5 + 3 = -2
3 - -2 = 5
"a" + "b" = "ab"

decimal(1/3, 2) = .33
decimal(1.5, 0) = 2
decimal(2.5, 0) = 2
decimal(114, -2) = 100
decimal(2.718, 1.9) = 2.7
floor(1.5) = 1
floor(-1.5) = -2
floor(-1.56, 1) = -1.6
ceiling(1.5) = 2
ceiling(-1.56, 1) = -1.5
round up(5.5, 0) = 6
round up(-5.5, 0) = -6
round up(1.121, 2) = 1.13
round up(-1.126, 2) = -1.13
round down(5.5, 0) = 5
round down(-5.5, 0) = -5
round down(1.121, 2) = 1.12
round down(-1.126, 2) = -1.12
round half up(5.5, 0) = 6
round half up(-5.5, 0) = -6
round half up(1.121, 2) = 1.12
round half up(-1.126, 2) = -1.13
round half down(5.5, 0) = 5
round half down(-5.5, 0) = -5
round half down(1.121, 2) = 1.12
round half down(-1.126, 2) = -1.13
abs(10) = 10
abs(-10) = 10
abs(@"PT5H") = @"PT5H"
abs(@"-PT5H") = @"PT5H"
abs(@"-P1Y") = @"P1Y"
abs(n: -3) = 3
string(abs(-1234567890123456789012345678901234)) = "1234567890123456789012345678901234"
modulo(12, 5) = 2
modulo(-12, 5) = 3
modulo(12, -5) = -3
modulo(-12, -5) = -2
modulo(10.1, 4.5) = 1.1
modulo(-10.1, 4.5) = 3.4
modulo(10.1, -4.5) = -3.4
modulo(-10.1, -4.5) = -1.1
modulo(10 ** 40, 3) = 1
sqrt(16) = 4
round half up(log(10), 11) = 2.30258509299
round half up(exp(5), 12) = 148.413159102577
odd(5)
odd(-1)
not(odd(2))
even(2)
even(0)
not(even(5))
not(odd(1.5))
not(even(1.5))
even(10 ** 40)
odd(-3)

duration("P1Y") + duration("P6M") = duration("P1Y6M")
duration("P1D") - duration("PT1H") = duration("PT23H")
duration("PT1H") * 2 = duration("PT2H")
2 * duration("PT1H") = duration("PT2H")
duration("P1Y") * 1.5 = duration("P1Y6M")
duration("P1Y") / 2 = duration("P6M")
duration("P1D") / 2 = duration("PT12H")
duration("P1Y") / duration("P1M") = 12
duration("P1D") / duration("PT1H") = 24
-duration("P1D") = duration("-P1D")
duration("PT0.1S") * 3 = duration("PT0.3S")
"""

NULL = """
1 / 0
0 / 0
0 ** -1
(-8) ** (1 / 3)
10 ** 6145
2 ** (10 ** 9)
1 + null
null * 2
-null
-"a"
1 + "a"
"a" - "b"
"a" + 1
true + 1
[1, 2] + 1
[1] + 1
2 * [3]
[2] ** [2]
duration("P1D") * [2]
-[1]
{a: 1} + 1
duration("P1Y") + duration("P1D")
duration("P1Y") * duration("P1Y")
2 / duration("PT1H")
duration("P1Y") / 0
duration("P1Y") / duration("PT1H")
sqrt(-1)
log(0)
modulo(1, 0)
even("a")
decimal(1, 7000)
decimal(1, null)
decimal(1)
floor(null)
floor("1.5")
abs("a")
abs(1, 2)
round up(1.5)
sqrt()
exp(10 ** 10)
"""


@pytest.mark.parametrize("expression", rows(TRUE))
def test_a_calculation_gives_what_the_standard_says(expression) -> None:
    assert ask(expression) is True


@pytest.mark.parametrize("expression", rows(NULL))
def test_a_calculation_outside_of_its_domain_is_null(expression) -> None:
    assert ask(expression) is None


@pytest.mark.parametrize(
    ("expression", "text"),
    pairs("""
        string(1.10) => 1.1
        string(100) => 100
        string(10 ** 3) => 1000
        string(1 / 8) => 0.125
        string(1 / 3) => 0.3333333333333333333333333333333333
        string(0 * -1) => 0
        string(0.0000001) => 0.0000001
        string(10 ** 21) => 1000000000000000000000
    """),
)
def test_a_number_is_written_without_exponent_and_without_idle_zeros(expression, text) -> None:
    assert ask(expression) == text


NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12)
CONTEXT = Context(prec=34, rounding=ROUND_HALF_EVEN)


@settings(max_examples=80, deadline=None)
@given(one=NUMBERS, other=NUMBERS)
def test_numbers_are_calculated_as_decimals_of_34_digits(one, other) -> None:
    assert exact("a + b", a=one, b=other) == CONTEXT.add(one, other)
    assert exact("a - b", a=one, b=other) == CONTEXT.subtract(one, other)
    assert exact("a * b", a=one, b=other) == CONTEXT.multiply(one, other)
    assert exact("a / b", a=one, b=other) == (CONTEXT.divide(one, other) if other else None)
    assert exact("[a < b, a = b, a > b]", a=one, b=other) == [one < other, one == other, one > other]


@settings(max_examples=60, deadline=None)
@given(dividend=NUMBERS, divisor=NUMBERS.filter(bool))
def test_a_modulo_has_the_sign_of_the_divisor_and_completes_the_quotient(dividend, divisor) -> None:
    rest = exact("modulo(a, b)", a=dividend, b=divisor)

    assert isinstance(rest, Decimal)
    assert abs(rest) < abs(divisor)
    assert rest == 0 or (rest < 0) == (divisor < 0)
    assert (dividend - rest) % divisor == 0


@pytest.mark.parametrize("number", [0.1, 1e-7, 1e22, -2.5, 12345.678])
def test_a_float_of_the_caller_is_the_decimal_that_it_is_written_as(number) -> None:
    assert exact("n", n=number) == Decimal(repr(number))
    assert ask("n", n=number) == number


def test_fractions_come_back_as_float_and_whole_numbers_as_int() -> None:
    assert repr(ask("[1.5, 2.0, 1/3, 10 ** 20]")) == "[1.5, 2, 0.3333333333333333, 100000000000000000000]"
    assert exact("[1.5, 2]") == [Decimal("1.5"), Decimal(2)]
