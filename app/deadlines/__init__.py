"""The legal clock: when a period that the law gives to somebody is over, and why."""

from app.deadlines.calendar import Calendar, morocco_calendar
from app.deadlines.changes import CalendarChange, affected_by, calendar_change
from app.deadlines.clock import read_clock
from app.deadlines.clock_explanation import explain_clock, list_clock_sentences
from app.deadlines.days import ClosedDay, GeneralStop, Override
from app.deadlines.due import TimeLeft, due_at, last_day, past_last_second, time_left
from app.deadlines.errors import ClockRefused, DeadlineError
from app.deadlines.events import ClockEvent
from app.deadlines.explanation import explain
from app.deadlines.periods import Period
from app.deadlines.refusals import explain_refusal
from app.deadlines.rules import ClockRule, ExtensionAllowed, SuspensionAllowed
from app.deadlines.state import Alert, ClockState, Pause

__all__ = [
    "Alert",
    "Calendar",
    "CalendarChange",
    "ClockEvent",
    "ClockRefused",
    "ClockRule",
    "ClockState",
    "ClosedDay",
    "DeadlineError",
    "ExtensionAllowed",
    "GeneralStop",
    "Override",
    "Pause",
    "Period",
    "SuspensionAllowed",
    "TimeLeft",
    "affected_by",
    "calendar_change",
    "due_at",
    "explain",
    "explain_clock",
    "explain_refusal",
    "last_day",
    "list_clock_sentences",
    "morocco_calendar",
    "past_last_second",
    "read_clock",
    "time_left",
]
