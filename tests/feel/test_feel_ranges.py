"""Ranges, their components, range(…) and the relations of points and ranges (DMN 1.5, 10.3.2.7 and table 78)."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.feel import Date, Range
from tests.feel.asking import ask, exact, rows

TRUE = r"""
[1..10].start = 1
[1..10].end = 10
[1..10].start included
[1..10].end included
not((1..10].start included)
not([1..10).end included)
(<= 10).start = null
(<= 10).end = 10
(<= 10).end included
not((<= 10).start included)
(> 1).start = 1
(> 1).end = null
not((> 1).end included)
(=5).start = 5
range("[18..21)") = [18..21)
range("[18..21)").start = 18
range("]18..21[") = (18..21)
range("[2..)") = (>= 2)
range("(..2)") = (< 2)
range("[\"a\"..\"c\"]") = ["a".."c"]
range("[@\"2026-01-01\"..@\"2026-12-31\"]") = [@"2026-01-01"..@"2026-12-31"]
range("[date(\"2026-01-01\")..date(\"2026-12-31\")]") = [@"2026-01-01"..@"2026-12-31"]
range("[-2..-1]") = [-2..-1]
range(from: "(1..2]") = (1..2]
{r: [1..3], x: 2 in r}.x
(null..7) = (< 7)
(null..7] = (<= 7)
(7..null) = (> 7)
[7..null) = (>= 7)
includes([@"2026-03-02"..null), @"2027-01-01")

before(1, 10)
not(before(10, 1))
not(before(1, [1..10]))
before(1, (1..10])
before(1, [5..10])
not(before([1..10], 10))
before([1..10), 10)
before([1..10], 15)
before([1..10], [15..20])
not(before([1..10], [10..20]))
before([1..10), [10..20])
before([1..10], (10..20])
before(point1: 1, point2: 2)
before(range: [1..2], point: 3)
after(10, 5)
not(after(5, 10))
after(12, [1..10])
after(10, [1..10))
not(after(10, [1..10]))
not(after([11..20], 12))
after([11..20], 10)
after((11..20], 11)
not(after([11..20], 11))
after([11..20], [1..10])
not(after([1..10], [11..20]))
after([11..20], [1..11))
after((11..20], [1..11])
meets([1..5], [5..10])
not(meets([1..5), [5..10]))
not(meets([1..5], (5..10]))
not(meets([1..5], [6..10]))
met by([5..10], [1..5])
not(met by([5..10], [1..5)))
not(met by((5..10], [1..5]))
not(met by([6..10], [1..5]))
overlaps([1..5], [3..8])
overlaps([3..8], [1..5])
overlaps([1..8], [3..5])
overlaps([3..5], [1..8])
not(overlaps([1..5], [6..8]))
not(overlaps([6..8], [1..5]))
overlaps([1..5], [5..8])
not(overlaps([1..5], (5..8]))
not(overlaps([1..5), [5..8]))
not(overlaps([1..5), (5..8]))
overlaps([5..8], [1..5])
not(overlaps((5..8], [1..5]))
not(overlaps([5..8], [1..5)))
not(overlaps((5..8], [1..5)))
overlaps before([1..5], [3..8])
not(overlaps before([1..5], [6..8]))
overlaps before([1..5], [5..8])
not(overlaps before([1..5], (5..8]))
not(overlaps before([1..5), [5..8]))
overlaps before([1..5), (1..5])
overlaps before([1..5], (1..5])
not(overlaps before([1..5), [1..5]))
not(overlaps before([1..5], [1..5]))
overlaps after([3..8], [1..5])
not(overlaps after([6..8], [1..5]))
overlaps after([5..8], [1..5])
not(overlaps after((5..8], [1..5]))
not(overlaps after([5..8], [1..5)))
overlaps after((1..5], [1..5))
overlaps after((1..5], [1..5])
not(overlaps after([1..5], [1..5)))
not(overlaps after([1..5], [1..5]))
finishes(10, [1..10])
not(finishes(10, [1..10)))
finishes([5..10], [1..10])
not(finishes([5..10), [1..10]))
finishes([5..10), [1..10))
finishes([1..10], [1..10])
finishes((1..10], [1..10])
finished by([1..10], 10)
not(finished by([1..10), 10))
finished by([1..10], [5..10])
not(finished by([1..10], [5..10)))
finished by([1..10), [5..10))
finished by([1..10], [1..10])
finished by([1..10], (1..10])
includes([1..10], 5)
not(includes([1..10], 12))
includes([1..10], 1)
includes([1..10], 10)
not(includes((1..10], 1))
not(includes([1..10), 10))
includes([1..10], [4..6])
includes([1..10], [1..5])
includes((1..10], (1..5])
includes([1..10], (1..10))
includes([1..10), [5..10))
includes([1..10], [1..10))
includes([1..10], (1..10])
includes([1..10], [1..10])
includes((> 5), 6)
during(5, [1..10])
not(during(12, [1..10]))
during(1, [1..10])
during(10, [1..10])
not(during(1, (1..10]))
not(during(10, [1..10)))
during([4..6], [1..10])
during([1..5], [1..10])
during((1..5], (1..10])
during((1..10), [1..10])
during([5..10), [1..10))
during([1..10), [1..10])
during((1..10], [1..10])
during([1..10], [1..10])
starts(1, [1..10])
not(starts(1, (1..10]))
not(starts(2, [1..10]))
starts([1..5], [1..10])
starts((1..5], (1..10])
not(starts((1..5], [1..10]))
not(starts([1..5], (1..10]))
starts([1..10], [1..10])
starts([1..10), [1..10])
starts((1..10), (1..10))
started by([1..10], 1)
not(started by((1..10], 1))
not(started by([1..10], 2))
started by([1..10], [1..5])
started by((1..10], (1..5])
not(started by([1..10], (1..5]))
not(started by((1..10], [1..5]))
started by([1..10], [1..10])
started by([1..10], [1..10))
started by((1..10), (1..10))
coincides(5, 5)
not(coincides(3, 4))
coincides([1..5], [1..5])
not(coincides((1..5), [1..5]))
not(coincides([1..5], [2..6]))
before(date("2026-01-01"), [date("2026-02-01")..date("2026-03-01")])
includes([duration("P1D")..duration("P3D")], duration("P2D"))
"""

NULL = r"""
[5..1]
[1.."a"]
[null..1]
[1..null]
(> null)
(!= 1)
range("")
range("1..2")
range("[1,2]")
range("[..]")
range("[1..2")
range("[3..1]")
range("[a..b]")
range("[1 + 1..3]")
range(1)
range(null)
before(1, "a")
before(1, null)
before([1..2], ["a".."b"])
meets([1..2], 3)
includes(1, [1..2])
includes([1..10], "a")
coincides(1, "a")
starts("a", [1..2])
[1..3].middle
"""


@pytest.mark.parametrize("expression", rows(TRUE))
def test_a_relation_of_ranges_is_as_the_standard_says(expression) -> None:
    assert ask(expression) is True


@pytest.mark.parametrize("expression", rows(NULL))
def test_what_is_no_range_or_no_relation_is_null(expression) -> None:
    assert ask(expression) is None


def test_a_range_comes_out_as_data_or_as_itself() -> None:
    interval = exact('[@"2026-01-01"..@"2026-12-31")')
    assert isinstance(interval, Range)

    assert (interval.start, interval.end_included) == (Date(year=2026, month=1, day=1), False)
    assert ask("2 in period", period=Range(start=1, end=3)) is True
    assert exact("[1..2]") == Range(start=Decimal(1), end=Decimal(2))
    assert ask('@"2026-05-05" in period', period=interval) is True
    assert ask("[1..2)") == {"start": 1, "end": 2, "start included": True, "end included": False}


ENDS = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(sorted)
RANGES = st.builds(
    lambda ends, opening, closing: f"{opening}{ends[0]}..{ends[1]}{closing}",
    ENDS,
    st.sampled_from(["[", "(", "]"]),
    st.sampled_from(["]", ")", "["]),
)


@settings(max_examples=150, deadline=None)
@given(one=RANGES, other=RANGES)
def test_the_relations_mirror_each_other(one, other) -> None:
    mirrored = {
        "before": "after",
        "meets": "met by",
        "overlaps": "overlaps",
        "overlaps before": "overlaps after",
        "finishes": "finished by",
        "includes": "during",
        "starts": "started by",
        "coincides": "coincides",
    }
    for relation, mirror in mirrored.items():
        assert ask(f"{relation}({one}, {other})") == ask(f"{mirror}({other}, {one})")
    assert ask(f"{one} = {other}") == ask(f"coincides({one}, {other})")
