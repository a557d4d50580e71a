"""Reads the ISO 8601 texts of dates, times and durations (DMN 1.5, 10.3.4.1)."""

import re

from app.feel.values.durations import NANOSECONDS, DaysDuration, MonthsDuration, parse_duration
from app.feel.values.temporal import Date, DateTime, Time, make_date, make_time
from app.feel.values.zones import parse_zone

_DATE = re.compile(r"(-?)((?:[1-9]\d{4,8})|\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?([Zz]|[+-]\d\d:\d\d(?::\d\d)?|@[\w/+-]+)?", re.ASCII)

Temporal = Date | Time | DateTime | DaysDuration | MonthsDuration


def parse_date(text: str) -> Date | None:
    """Return the date that a text spells, None for another text."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year = -int(found[2]) if found[1] else int(found[2])
    return make_date(year, int(found[3]), int(found[4]))


def parse_time(text: str) -> Time | None:
    """Return the time that a text spells (a leading T is accepted), None for another text."""
    found = _TIME.fullmatch(text.removeprefix("T"))
    if found is None:
        return None
    zone = parse_zone(found[5]) if found[5] else None
    if found[5] and zone is None:
        return None
    fraction = int((found[4] or "0")[:9].ljust(9, "0"))
    return make_time(int(found[1]), int(found[2]), int(found[3]) * NANOSECONDS + fraction, zone)


def parse_moment(text: str) -> DateTime | None:
    """Return the date and time that a text spells; a date alone is its midnight. None for another text."""
    day, separator, clock = text.partition("T")
    date = parse_date(day)
    time = parse_time(clock) if separator else Time(nanoseconds=0)
    return None if date is None or time is None else DateTime(date=date, time=time)


def parse_temporal(text: str) -> Temporal | None:
    """Return what the text of an at-literal spells (grammar rule 65), None where it is none of them."""
    if text.lstrip("-").startswith("P"):
        return parse_duration(text)
    if "T" in text.partition("@")[0].lstrip("T"):
        return parse_moment(text)
    return parse_date(text) or parse_time(text)
