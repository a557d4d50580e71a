"""The legal clock: when a period that the law gives to somebody is over, and why."""

from app.deadlines.calendar import Calendar, morocco_calendar
from app.deadlines.days import ClosedDay, Override
from app.deadlines.due import TimeLeft, due_at, last_day, time_left
from app.deadlines.errors import DeadlineError
from app.deadlines.explanation import explain
from app.deadlines.periods import Period

__all__ = [
    "Calendar",
    "ClosedDay",
    "DeadlineError",
    "Override",
    "Period",
    "TimeLeft",
    "due_at",
    "explain",
    "last_day",
    "morocco_calendar",
    "time_left",
]
