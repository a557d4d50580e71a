"""When the demonstration's things happened: working days and hours before now."""

from datetime import datetime, time, timedelta

from app.cli.demo.reading import DemoCase
from app.deadlines import Calendar
from app.domain.clock import CASABLANCA, local_day

OPENING = time(9, 5)
BETWEEN_CASES = timedelta(minutes=17)
BETWEEN_STEPS = timedelta(minutes=35)


def moments_of(case: DemoCase, number: int, calendar: Calendar, now: datetime) -> list[datetime]:
    """Return the moment of the filing, then of each step; `number` spreads the cases over the morning."""
    day = local_day(now)
    for _ in range(case.filed):
        day -= timedelta(days=1)
        while not calendar.is_working_day(day):
            day -= timedelta(days=1)
    moment = datetime.combine(day, OPENING, CASABLANCA) + number * BETWEEN_CASES
    moments = [moment]
    for step in case.steps:
        if step.after:
            day = calendar.add_working_days(day, step.after)
            moment = datetime.combine(day, OPENING, CASABLANCA) + number * BETWEEN_CASES
        else:
            moment += BETWEEN_STEPS
        moments.append(moment)
    return moments
