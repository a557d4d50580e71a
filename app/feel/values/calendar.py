"""The proleptic Gregorian calendar for any year (DMN 1.5, 10.3.2.3.5: -999,999,999 to 999,999,999)."""

LARGEST_YEAR = 999_999_999
_DAYS_IN_400_YEARS = 146_097
_DAYS_FROM_MARCH_0_TO_EPOCH = 719_468
MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MOST_DAYS = (LARGEST_YEAR + 1) * 366


def is_leap(year: int) -> bool:
    """Tell whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def length_of_month(year: int, month: int) -> int:
    """Return the number of days of a month (1 to 12)."""
    return 29 if month == 2 and is_leap(year) else MONTH_LENGTHS[month - 1]


def is_day(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar has this day."""
    return abs(year) <= LARGEST_YEAR and 1 <= month <= 12 and 1 <= day <= length_of_month(year, month)


def days_of(year: int, month: int, day: int) -> int:
    """Return the number of days from 1 January 1970 to a day."""
    year_from_march = year - (month <= 2)
    era, year_of_era = divmod(year_from_march, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * _DAYS_IN_400_YEARS + day_of_era - _DAYS_FROM_MARCH_0_TO_EPOCH


def day_at(days: int) -> tuple[int, int, int] | None:
    """Return (year, month, day) that many days after 1 January 1970, None outside of the calendar."""
    if abs(days) > _MOST_DAYS:
        return None
    era, day_of_era = divmod(days + _DAYS_FROM_MARCH_0_TO_EPOCH, _DAYS_IN_400_YEARS)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + 3 if shifted_month < 10 else shifted_month - 9
    year = year_of_era + era * 400 + (month <= 2)
    return (year, month, day) if abs(year) <= LARGEST_YEAR else None
