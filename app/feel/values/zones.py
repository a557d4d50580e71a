"""Time zones: an offset from UTC, or a name of the IANA database (DMN 1.5, 10.3.4.1)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LARGEST_OFFSET = 14 * 3600
_OFFSET = re.compile(r"[+-](\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896 - 1
_CYCLE_DAYS = 146_097
_NO_TIME = timedelta()


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A zone: `offset` in seconds east of UTC, or the `name` of an IANA zone; one of them is None."""

    offset: int | None = None
    name: str | None = None

    def __str__(self) -> str:
        """Return the text that stands after a time: Z, +01:00, @Europe/Paris."""
        if self.name is not None:
            return f"@{self.name}"
        offset = self.offset or 0
        return "Z" if offset == 0 else offset_text(offset)

    def offset_at(self, days: int, seconds: int) -> int:
        """Return the offset in seconds of a local moment: days since 1970 and seconds of the day."""
        if self.offset is not None:
            return self.offset
        assert self.name is not None
        local = datetime.fromordinal(_day_in_python(days) + 719_163).replace(
            hour=seconds // 3600, minute=seconds // 60 % 60, second=seconds % 60, tzinfo=_zone_info(self.name)
        )
        offset = local.utcoffset()
        assert offset is not None
        return int(offset.total_seconds())

    def standard_offset(self, days: int) -> int:
        """Return the offset in seconds on a day since 1970, without the hour that summer time adds."""
        if self.offset is not None:
            return self.offset
        assert self.name is not None
        noon = datetime.fromordinal(_day_in_python(days) + 719_163).replace(hour=12, tzinfo=_zone_info(self.name))
        offset, summer = noon.utcoffset(), noon.dst()
        assert offset is not None
        return int((offset - max(summer or _NO_TIME, _NO_TIME)).total_seconds())

    def offset_at_instant(self, instant: int) -> int:
        """Return the offset in seconds at a moment given in seconds since 1970 in UTC."""
        if self.offset is not None:
            return self.offset
        assert self.name is not None
        days, seconds = divmod(instant, 86_400)
        moment = datetime.fromordinal(_day_in_python(days) + 719_163).replace(
            hour=seconds // 3600, minute=seconds // 60 % 60, second=seconds % 60, tzinfo=UTC
        )
        offset = moment.astimezone(_zone_info(self.name)).utcoffset()
        assert offset is not None
        return int(offset.total_seconds())


UTC_ZONE = Zone(offset=0)


def _day_in_python(days: int) -> int:
    """Return a day that Python can hold and that has the same rules: the calendar repeats every 400 years."""
    if _FIRST_DAY + 1 <= days <= _LAST_DAY - 1:
        return days
    return 10_957 + (days - 10_957) % _CYCLE_DAYS


def offset_text(offset: int) -> str:
    """Return an offset in seconds as ±hh:mm or ±hh:mm:ss."""
    hours, rest = divmod(abs(offset), 3600)
    minutes, seconds = divmod(rest, 60)
    sign = "-" if offset < 0 else "+"
    return f"{sign}{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


@lru_cache(maxsize=256)
def _zone_info(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def parse_zone(text: str) -> Zone | None:
    """Return the zone that stands after a time: Z, +01:00 or @Europe/Paris; None for another text."""
    if text in {"Z", "z"}:
        return UTC_ZONE
    if text.startswith("@"):
        return named_zone(text[1:])
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
    offset = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or offset > LARGEST_OFFSET:
        return None
    return Zone(offset=-offset if text[0] == "-" else offset)


@lru_cache(maxsize=256)
def named_zone(name: str) -> Zone | None:
    """Return a zone of the IANA database, None for an unknown name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return Zone(name=name)
