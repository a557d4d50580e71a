"""Builders of rules and lives of clocks for tests."""

import re
from datetime import date, datetime, timedelta

from app.deadlines import ClockEvent, ClockRule, ExtensionAllowed, Period, SuspensionAllowed
from app.domain.clock import CASABLANCA

ASK, ANY, INQUIRY = "extra-information", "replace-piece", "public-inquiry"


def moment(text: str) -> datetime:
    """Read "2026-03-02" (at nine) or "2026-03-02 23:59" as Moroccan time."""
    read = datetime.fromisoformat(text if " " in text else f"{text} 09:00")
    return read.replace(tzinfo=CASABLANCA)


def a_rule(amount: int = 60, unit: str = "day", kind: str = "franc", **changes) -> ClockRule:
    """Return a rule that allows everything that the law allows somewhere."""
    period = Period.from_parameter(amount, unit, kind)
    usual = {
        "key": "answer",
        "period": period,
        "starts_on": "complete",
        "legal_ref": "Loi 55-19 art. 16",
        "may_suspend": (SuspensionAllowed(reason=ANY), SuspensionAllowed(reason=ASK, once=True)),
        "extension": ExtensionAllowed(reasons=(INQUIRY,)),
        "silence": "consent",
        "silence_ref": "Loi 55-19 art. 19",
    }
    return ClockRule(**(usual | changes))


def life(text: str, rule: ClockRule) -> list[ClockEvent]:
    """Read "2026-03-03 [2026-03-10 2026-03-22] +20@2026-05-01" as events in the order of time."""
    start, *_ = text.split()
    events = [ClockEvent.completed(moment(start))]
    for since, until in re.findall(r"\[(\S+) (\S*)\]", text):
        events.append(ClockEvent.suspended(moment(since), ANY))
        events += [ClockEvent.resumed(moment(until))] if until else []
    for amount, day in re.findall(r"\+(\d+)@(\S+)", text):
        longer = Period(amount=int(amount), unit=rule.period.unit, kind=rule.period.kind)
        events.append(ClockEvent.extended(moment(day), INQUIRY, longer))
    return events


def walk(rule: ClockRule, start: date, pauses: list[tuple[date, date]], is_open) -> date:
    """Return the last day by counting one day after the other: another way than the one under test."""
    working = rule.period.kind == "working"
    left = rule.period.amount + (rule.period.kind == "franc")
    day = start
    while left:
        day += timedelta(days=1)
        paused = any(since < day <= until for since, until in pauses)
        left -= not paused and (is_open(day) or not working)
    day = max([day, *(until for since, until in pauses if since >= day)])
    while not is_open(day):
        day += timedelta(days=1)
    return day
