"""Says a deadline in one sentence, in French or Arabic: what counts, when it ends, and why it moved."""

from collections.abc import Callable
from datetime import date, datetime

from app.deadlines.calendar import Calendar
from app.deadlines.due import due_at, last_day, nominal_end
from app.deadlines.periods import Period
from app.domain.clock import local_day
from app.domain.languages import Language
from app.languages import format_day, format_moment, translate, translate_plural

FRANC = (
    "Délai de %(period)s à partir du %(start)s : ni ce jour ni celui de l’échéance ne comptent, "
    "il prend fin le %(last)s au soir."
)
FRANC_MOVED = (
    "Délai de %(period)s à partir du %(start)s : ni ce jour ni celui de l’échéance ne comptent ; "
    "le %(nominal)s n’étant pas ouvrable (%(reason)s), il prend fin le %(last)s au soir."
)
CALENDAR = (
    "Délai de %(period)s à partir du %(start)s, ce jour ne comptant pas : le dernier jour du délai est le %(last)s."
)
CALENDAR_MOVED = (
    "Délai de %(period)s à partir du %(start)s, ce jour ne comptant pas : le %(nominal)s n’étant pas ouvrable "
    "(%(reason)s), le dernier jour du délai est le %(last)s."
)
WORKING = (
    "Délai de %(period)s à partir du %(start)s, sans compter ce jour ni les jours fermés : "
    "le dernier jour du délai est le %(last)s."
)
HOURS = "Délai de %(period)s à partir du %(start)s : il prend fin le %(due)s."
SAME_DAY = "Réponse le jour même : le dernier jour du délai est le %(last)s."


def explain(period: Period, start: datetime, calendar: Calendar, language: Language) -> str:
    """Return one sentence that a citizen and a clerk can both check with a calendar in hand.

    Raises:
        DeadlineError: as `last_day`.
    """
    if period.amount == 0 and period.unit != "hour":
        return translate(language, SAME_DAY, last=format_day(last_day(period, start, calendar), language))
    length = period_in_words(period, language)
    if period.unit == "hour":
        due = format_moment(due_at(period, start, calendar), language)
        return translate(language, HOURS, period=length, start=format_moment(start, language), due=due)
    last = last_day(period, start, calendar)
    return translate(
        language,
        _template(period, start, calendar),
        period=length,
        start=format_day(local_day(start), language),
        last=format_day(last, language),
        nominal=format_day(nominal_end(period, start) or last, language),
        reason=_reason(nominal_end(period, start) or last, calendar, language),
    )


def period_in_words(period: Period, language: Language) -> str:
    """Return a length alone: "30 jours francs", "شهران"."""
    return _WORDS[period.unit, period.kind](language, period.amount)


def _template(period: Period, start: datetime, calendar: Calendar) -> str:
    nominal = nominal_end(period, start)
    if nominal is None:
        return WORKING
    moved = not calendar.is_working_day(nominal)
    if period.kind == "franc":
        return FRANC_MOVED if moved else FRANC
    return CALENDAR_MOVED if moved else CALENDAR


def _reason(day: date, calendar: Calendar, language: Language) -> str:
    closed = calendar.find_closed_day(day)
    if closed is None:
        return translate(language, "fin de semaine")
    name = closed.names["ar" if language == "ar" else "fr"]
    if closed.estimated:
        return translate(language, "%(feast)s, date estimée", feast=name)
    return name


def _days(language: Language, count: int) -> str:
    return translate_plural(language, "%(count)s jour", "%(count)s jours", count)


def _full_days(language: Language, count: int) -> str:
    return translate_plural(language, "%(count)s jour franc", "%(count)s jours francs", count)


def _working_days(language: Language, count: int) -> str:
    return translate_plural(language, "%(count)s jour ouvrable", "%(count)s jours ouvrables", count)


def _months(language: Language, count: int) -> str:
    return translate_plural(language, "%(count)s mois", "%(count)s mois", count)


def _full_months(language: Language, count: int) -> str:
    return translate_plural(language, "%(count)s mois franc", "%(count)s mois francs", count)


def _years(language: Language, count: int) -> str:
    return translate_plural(language, "%(count)s an", "%(count)s ans", count)


def _full_years(language: Language, count: int) -> str:
    return translate_plural(language, "%(count)s an franc", "%(count)s ans francs", count)


def _hours(language: Language, count: int) -> str:
    return translate_plural(language, "%(count)s heure", "%(count)s heures", count)


_WORDS: dict[tuple[str, str], Callable[[Language, int], str]] = {
    ("day", "calendar"): _days,
    ("day", "franc"): _full_days,
    ("day", "working"): _working_days,
    ("working_day", "working"): _working_days,
    ("month", "calendar"): _months,
    ("month", "franc"): _full_months,
    ("year", "calendar"): _years,
    ("year", "franc"): _full_years,
    ("hour", "calendar"): _hours,
}
