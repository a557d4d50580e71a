"""Three-valued logic, equality, order, in, between, if, quantifiers (DMN 1.5, tables 49 to 55)."""

import pytest

from tests.feel.asking import ask, rows

TRUE = r"""
true and true
false or true
null or true
not(false)
not(negand: false)
"x" or true
1 = 1.0
"a" = "a"
"a" != "b"
null = null
date("2026-03-02") = date and time("2026-03-02T00:00:00Z")
date and time("2026-03-02T01:00:00+01:00") = date("2026-03-02")
date("2026-03-02") != date and time("2026-03-02T00:00:01Z")
null != 1
1 != null
not(1 = null)
true = true
true != false
[] = []
[1, 2] = [1, 2]
[1, [2, "a"]] = [1, [2, "a"]]
[1, 2] != [2, 1]
[1, 2] != [1, 2, 3]
[1] = 1
1 = [1]
{a: 1, b: 2} = {b: 2, a: 1}
{a: 1} != {a: 2}
{a: 1} != {b: 1}
{a: {b: [1]}} = {a: {b: [1]}}
[1..3] = [1..3]
[1..3] != (1..3]
(1..3] = ]1..3]
(>5) = (>5)
(>5) != (>=5)
date("2026-03-02") = @"2026-03-02"
time("10:00:00+01:00") = time("09:00:00Z")
time("23:59:00z") + duration("PT2M") = time("00:01:00@Etc/UTC")
date and time("2026-03-02T10:00:00+01:00") = date and time("2026-03-02T09:00:00Z")
date and time("2026-07-02T10:00:00@Europe/Paris") = date and time("2026-07-02T08:00:00Z")
date and time("2026-01-02T10:00:00@Europe/Paris") = date and time("2026-01-02T09:00:00Z")
duration("P1Y") = duration("P12M")
duration("P1D") = duration("PT24H")

1 < 2
2 <= 2
3 > 2
3 >= 3
"a" < "b"
"ab" < "b"
"" < "a"
"Z" < "a"
date("2026-03-02") < date("2026-03-03")
date("-0001-01-01") < date("0001-01-01")
time("10:00:00") < time("10:00:00.001")
time("10:00:00+02:00") < time("09:00:00Z")
time("10:00:00") <= time("10:00:01Z")
date and time("2026-03-02T10:00:00") < date and time("2026-03-02T10:00:01")
date and time("2026-03-02T10:00:00+02:00") < date and time("2026-03-02T09:00:00Z")
duration("P1M") < duration("P1Y")
duration("PT1M") < duration("P1D")
[1] < 2

5 between 1 and 10
1 between 1 and 1
not(0 between 1 and 10)
"b" between "a" and "c"
date("2026-03-02") between date("2026-01-01") and date("2026-12-31")
2 + 3 between 1 + 1 and 2 * 3 and true

1 in [1, 2, 3]
1 in (1, 2, 3)
not(4 in (1, 2, 3))
1 in 1
"a" in ("b", "a")
5 in [1..10]
not(1 in (1..10])
not(10 in [1..10))
not(1 in ]1..10])
not(10 in [1..10[)
5 in (< 3, > 4)
5 in > 4
5 in <= 5
5 in (>= 5)
5 in (= 5)
5 in (!= 4)
5 in ([1..3], [4..6])
5 in [[1..3], [4..6]]
[1, 2] in [[1, 2], [3]]
[1, 2] in [1, 2]
null in [null]
null in null
not(1 in [])
not(3 in [5..1])
5 in (? > 4)
"abc" in (starts with(?, "a"))
date("2026-03-02") in [date("2026-01-01")..date("2026-12-31")]
"c" in ["a".."f"]

(if true then 1 else 2) = 1
(if false then 1 else 2) = 2
(if null then 1 else 2) = 2
(if 1 > 0 then if 2 > 3 then "a" else "b" else "c") = "b"

some x in [1, 2, 3] satisfies x > 2
not(some x in [1, 2, 3] satisfies x > 3)
some x in [1, 2], y in [2, 3] satisfies x = y
some x in [[1, 2], [3]], y in x satisfies y = 3
not(some x in [] satisfies true)
every x in [] satisfies false
every x in [1, 2, 3] satisfies x > 0
not(every x in [1, 2, 3] satisfies x > 1)
every x in 1..3 satisfies x < 4
some x in [null, 2] satisfies x > 1
not(every x in [null, 0] satisfies x > 1)
"""

NULL = """
null and true
null or false
null and null
"x" and true
not(null)
not("x")
not()
1 = "1"
"a" = true
1 = date("2026-03-02")
1 != "1"
[1, 2] = 1
duration("P1Y") = duration("P365D")
1 < "2"
true < false
null < 1
[1, 2] < [3]
{a: 1} < {a: 2}
duration("P1M") < duration("P40D")
date("2026-03-02") < date and time("2026-03-03T00:00:00Z")
null between 1 and 2
1 between null and 2
"a" in [1..3]
"20" in (>= 18)
null in (> 3)
if "true" then 1 else 2
if 1 then 1 else 2
some x in ["no", true] satisfies x
every x in [1, false] satisfies x
some x in [null] satisfies x > 1
every x in [null, 2] satisfies x > 1
some x in null satisfies x > 1
some x in 5 satisfies x > 1
"""

FALSE = """
false and null
null and false
false and "x"
[1] = [[1]]
[null] = []
date("2026-03-02") = date and time("2026-03-02T00:00:00")
date and time("2026-03-02T00:00:00+01:00") = date("2026-03-02")
time("10:00:00") = time("10:00:00Z")
5 between 6 and null
every x in [null, 0] satisfies x > 1
"""


@pytest.mark.parametrize("expression", rows(TRUE))
def test_a_condition_is_true(expression) -> None:
    assert ask(expression) is True


@pytest.mark.parametrize("expression", rows(NULL))
def test_a_condition_on_values_that_do_not_compare_is_null(expression) -> None:
    assert ask(expression) is None


@pytest.mark.parametrize("expression", rows(FALSE))
def test_a_condition_is_false(expression) -> None:
    assert ask(expression) is False


@pytest.mark.parametrize("left", ["true", "false", "null"])
@pytest.mark.parametrize("right", ["true", "false", "null"])
def test_conjunction_and_disjunction_follow_de_morgan(left, right) -> None:
    assert ask(f"not({left} and {right})") == ask(f"not({left}) or not({right})")
    assert ask(f"not({left} or {right})") == ask(f"not({left}) and not({right})")
