"""Which days Moroccan administrations work, and where that is known from."""

from datetime import date

import pytest

from app.deadlines import Calendar, ClosedDay, DeadlineError, Override, morocco_calendar
from app.deadlines.calendar import shipped_overrides

CALENDAR = morocco_calendar()


@pytest.mark.parametrize(
    ("day", "source", "french"),
    [
        ("2026-01-14", "fixed", "Nouvel an amazigh"),
        ("2026-10-31", "fixed", "Fête de l’Unité"),
        ("2026-11-18", "fixed", "Fête de l’Indépendance"),
        ("2026-03-20", "hijri-estimate", "Aïd Al Fitr"),
        ("2026-06-17", "decreed", "1er Moharram"),
        ("2026-08-27", "decreed", "Aïd Al Mawlid"),
        ("2025-06-09", "decreed", "Congé exceptionnel"),
    ],
)
def test_a_closed_day_tells_its_name_and_how_it_is_known(day, source, french) -> None:
    closed = CALENDAR.find_closed_day(date.fromisoformat(day))

    assert closed is not None
    assert (closed.source, closed.names["fr"]) == (source, french)
    assert closed.names["ar"]


@pytest.mark.parametrize("day", ["2023-01-14", "2025-10-31", "2026-06-16", "2026-08-25", "2025-06-06", "2026-03-02"])
def test_days_before_a_feast_existed_or_after_it_moved_are_worked(day) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is (date.fromisoformat(day).weekday() < 5)
    assert CALENDAR.find_closed_day(date.fromisoformat(day)) is None


def test_each_feast_of_many_years_has_names_in_both_languages() -> None:
    names = [closed.names for year in range(1990, 2061) for closed in CALENDAR.closed_days_in(year).values()]

    assert len(names) > 71 * 13
    assert all(name["fr"] and name["ar"] for name in names)


def test_the_fixed_feasts_are_the_eleven_of_the_law() -> None:
    fixed = {day.strftime("%m-%d") for day, closed in CALENDAR.closed_days_in(2027).items() if closed.source == "fixed"}

    assert fixed == {
        *("01-01", "01-11", "01-14", "05-01", "07-30", "08-14"),
        *("08-20", "08-21", "10-31", "11-06", "11-18"),
    }


def test_an_order_of_the_administrator_wins_over_the_shipped_table() -> None:
    open_again = Override(day=date(2026, 6, 17), closed=False, names={"fr": "x", "ar": "x"}, reference="Essai")
    closed = Override(day=date(2026, 6, 18), closed=True, names={"fr": "Essai", "ar": "تجربة"}, reference="Essai")

    calendar = morocco_calendar([open_again, closed])

    assert calendar.is_working_day(date(2026, 6, 17))
    assert not calendar.is_working_day(date(2026, 6, 18))
    assert not morocco_calendar().is_working_day(date(2026, 6, 17))


def test_each_shipped_order_says_where_it_comes_from() -> None:
    assert shipped_overrides()
    assert all(order.reference and order.names["fr"] and order.names["ar"] for order in shipped_overrides())


def test_years_are_computed_only_when_a_day_of_them_is_asked_for() -> None:
    asked: list[int] = []

    def closed_days_in(year: int) -> dict[date, ClosedDay]:
        asked.append(year)
        return {}

    Calendar(closed_days_in=closed_days_in).next_working_day(date(2026, 12, 31))

    assert asked == [2026]


def test_a_calendar_that_is_closed_for_ever_is_an_error_and_not_an_endless_search() -> None:
    closed = Calendar(closed_days_in=lambda year: {}, weekend=frozenset(range(7)))

    with pytest.raises(DeadlineError, match="found none"):
        closed.next_working_day(date(2026, 3, 2))


def test_working_days_between_two_days_leave_out_the_first() -> None:
    # 18 March 2026 (Wednesday) to 24 March: 19, 23, 24; the 20th is a feast.
    assert CALENDAR.count_working_days(date(2026, 3, 18), date(2026, 3, 24)) == 3
    assert CALENDAR.count_working_days(date(2026, 3, 24), date(2026, 3, 18)) == 0
