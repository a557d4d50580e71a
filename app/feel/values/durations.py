"""The two durations of FEEL and their ISO 8601 text (DMN 1.5, 10.3.2.3.7 and 10.3.2.3.8)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, total_ordering

NANOSECONDS = 1_000_000_000
DAY_SECONDS = 86_400

_MONTHS_TEXT = re.compile(r"(-?)P(?:(\d{1,12})Y)?(?:(\d{1,12})M)?", re.ASCII)
_DAYS_TEXT = re.compile(
    r"(-?)P(?:(\d{1,12})D)?(?:T(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,15})(?:\.(\d{1,30}))?S)?)?", re.ASCII
)


@dataclass(frozen=True, kw_only=True, order=True)
class MonthsDuration:
    """A FEEL years and months duration: Python has no type for it."""

    months: int

    @property
    def parts(self) -> tuple[int, int]:
        """Years and months, both with the sign of the duration."""
        years, months = divmod(abs(self.months), 12)
        return (-years, -months) if self.months < 0 else (years, months)

    def __str__(self) -> str:
        """Return the ISO 8601 form: P1Y2M, -P3M, P0M."""
        years, months = divmod(abs(self.months), 12)
        sign = "-" if self.months < 0 else ""
        text = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return f"{sign}P{text}"


@total_ordering
@dataclass(frozen=True, kw_only=True)
class DaysDuration:
    """A FEEL days and time duration, in whole nanoseconds."""

    nanoseconds: int

    def __lt__(self, other: object) -> bool:
        return self.nanoseconds < other.nanoseconds if isinstance(other, DaysDuration) else NotImplemented

    @cached_property
    def parts(self) -> tuple[int, int, int, Decimal]:
        """Days, hours, minutes and seconds, all with the sign of the duration."""
        rest, nanoseconds = divmod(abs(self.nanoseconds), NANOSECONDS)
        days, rest = divmod(rest, DAY_SECONDS)
        hours, rest = divmod(rest, 3600)
        minutes, seconds = divmod(rest, 60)
        exact = Decimal(seconds) + Decimal(nanoseconds).scaleb(-9)
        sign = -1 if self.nanoseconds < 0 else 1
        return sign * days, sign * hours, sign * minutes, sign * exact

    def __str__(self) -> str:
        """Return the ISO 8601 form: P1DT2H, -PT0.5S, PT0S."""
        days, hours, minutes, seconds = self.parts
        second_text = format(abs(seconds), "f")
        second_text = second_text.rstrip("0").rstrip(".") if "." in second_text else second_text
        amounts = ((str(abs(hours)), "H"), (str(abs(minutes)), "M"), (second_text, "S"))
        clock = "".join(f"{amount}{unit}" for amount, unit in amounts if amount != "0")
        day_text = f"{abs(days)}D" if days else ""
        if not day_text and not clock:
            return "PT0S"
        sign = "-" if self.nanoseconds < 0 else ""
        return f"{sign}P{day_text}" + (f"T{clock}" if clock else "")


def parse_duration(text: str) -> MonthsDuration | DaysDuration | None:
    """Return the duration that an ISO 8601 text spells, None for another text."""
    return _parse_months(text) or _parse_days(text)


def _parse_months(text: str) -> MonthsDuration | None:
    found = _MONTHS_TEXT.fullmatch(text)
    if found is None or (found[2] is None and found[3] is None):
        return None
    months = int(found[2] or 0) * 12 + int(found[3] or 0)
    return MonthsDuration(months=-months if found[1] else months)


def _parse_days(text: str) -> DaysDuration | None:
    found = _DAYS_TEXT.fullmatch(text)
    if found is None or text.endswith(("P", "T")):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.group(2, 3, 4, 5))
    fraction = int((found[6] or "0")[:9].ljust(9, "0"))
    total = (days * DAY_SECONDS + hours * 3600 + minutes * 60 + seconds) * NANOSECONDS + fraction
    return DaysDuration(nanoseconds=-total if found[1] else total)
