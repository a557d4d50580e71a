"""When the demonstration's things happened: in the hours of work, on working days, each after the one before."""

from datetime import date, datetime, time, timedelta
from random import Random

from app.deadlines import Calendar
from app.domain.clock import CASABLANCA
from app.procedures.bpmn.timers import IsoDuration

OPENING, CLOSING = time(8, 30), time(16, 15)
MINUTES_OF_WORK = 460
SHORTEST, LONGEST = 6, 75
"""Minutes between two steps of one day."""


def working_days_before(day: date, count: int, calendar: Calendar) -> date:
    """Return the working day `count` working days before a day; 0 is the last working day up to it."""
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    for _ in range(count):
        day -= timedelta(days=1)
        while not calendar.is_working_day(day):
            day -= timedelta(days=1)
    return day


def in_hours(day: date, seed: Random) -> datetime:
    """Return a moment of the hours of work."""
    return datetime.combine(day, OPENING, CASABLANCA) + timedelta(minutes=seed.randrange(MINUTES_OF_WORK))


def some_days_later(moment: datetime, days: int, calendar: Calendar, seed: Random) -> datetime:
    """Return a moment of work `days` working days later; 0 is a little later, on the same day when it still works."""
    local = moment.astimezone(CASABLANCA)
    if days:
        return in_hours(calendar.add_working_days(local.date(), days), seed)
    return at_work(local + timedelta(minutes=seed.randint(SHORTEST, LONGEST)), calendar, seed)


def after_duration(moment: datetime, waited: IsoDuration, calendar: Calendar, seed: Random) -> datetime:
    """Return the first moment of work after a duration."""
    return at_work(waited.add_to(moment).astimezone(CASABLANCA), calendar, seed)


def at_work(moment: datetime, calendar: Calendar, seed: Random) -> datetime:
    """Return the moment itself during work, else a moment of the first hour of the next working day."""
    day = moment.date()
    if calendar.is_working_day(day) and moment.time() <= CLOSING:
        return max(moment, datetime.combine(day, OPENING, CASABLANCA))
    day += timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, OPENING, CASABLANCA) + timedelta(minutes=seed.randint(SHORTEST, LONGEST))
