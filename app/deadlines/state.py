"""Where a clock stands: its dates, what has run, what remains, and what may still be done."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from app.deadlines.events import ClockEvent
from app.deadlines.measures import CountedIn
from app.deadlines.periods import Period
from app.deadlines.rules import ClockRule
from app.domain.languages import Text

Standing = Literal["not_started", "running", "suspended", "extended", "stopped", "over"]
DayRange = tuple[date, date]
"""The first and the last day of a range, both included."""


@dataclass(frozen=True, kw_only=True)
class Alert:
    """The moment at which a share of the period (extension included) has run; None while a pause hides it."""

    share: float
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Days that a suspension takes away: counting stopped in the evening of `since`, and goes on after `until`.

    `until` is None while it lasts. `reason` is that of the event, or "general-stop" with the reference of the order;
    `words` are those of the event, or the name of the order. `days` are calendar days, so far if it lasts.
    """

    reason: str
    since: date
    until: date | None
    days: int
    words: Text
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class ClockState:
    """A clock read at `moment`: the later of the moment asked for and that of the last event.

    Dates are days in Morocco; moments have Casablanca's offset. `last_day`, `due_at` and `nominal_day` (the end before
    it moved for being closed) are None before the start and while a suspension lasts. `used` and `remaining` are in
    `counted_in` units, today among the used. `silence_at` is the first moment after the end, when the silence of the
    rule has an effect. `late`: the end passed before the stop, or, without a stop, before `moment`.
    """

    rule: ClockRule
    events: tuple[ClockEvent, ...]
    moment: datetime
    state: Standing
    started_at: datetime | None
    started_on: date | None
    nominal_day: date | None
    last_day: date | None
    due_at: datetime | None
    used: int
    remaining: int
    counted_in: CountedIn
    suspended_days: int
    pauses: tuple[Pause, ...]
    extended_by: Period | None
    total: Period
    alerts: tuple[Alert, ...]
    half_window_until: datetime | None
    silence_at: datetime | None
    stopped_at: datetime | None
    stop_reason: str
    late: bool
    closures_matter: tuple[DayRange, ...]
    stops_matter: DayRange | None

    def may_ask_for_pieces(self, now: datetime, reason: str | None = None) -> bool:
        """Tell whether the user may still be asked for a piece or an information at `now` (law 55-19, articles 10, 14).

        The clock runs, neither its first half (where the rule has one) nor the period is over, and `reason`, or some
        reason of the rule, is not used up. `now` before the last event is read as the moment of that event.
        """
        now = max(now, self.moment_of_last_event)
        return (
            self.started_at is not None
            and self.stopped_at is None
            and not self.is_suspended_by_event
            and self._is_before(now, self.due_at)
            and (not self.rule.half_window or self._is_before(now, self.half_window_until))
            and any(reason in (None, left) for left in self.reasons_left)
        )

    @property
    def is_suspended_by_event(self) -> bool:
        """Tell whether a suspension waits for its resumption; a general stop is none."""
        kinds = [event.kind for event in self.events if event.kind in ("suspended", "resumed")]
        return kinds[-1:] == ["suspended"]

    @property
    def moment_of_last_event(self) -> datetime:
        """Return when the last event happened; `moment` when there is none."""
        return self.events[-1].at if self.events else self.moment

    @property
    def reasons_left(self) -> tuple[str, ...]:
        """Return the reasons for which the clock may still be suspended, those used once for all left out."""
        used = {event.reason for event in self.events if event.kind == "suspended"}
        return tuple(
            allowed.reason for allowed in self.rule.may_suspend if not (allowed.once and allowed.reason in used)
        )

    @property
    def may_be_extended(self) -> bool:
        """Tell whether the rule still allows its extension."""
        return self.rule.extension is not None and self.extended_by is None and self.state in ("running", "suspended")

    @staticmethod
    def _is_before(now: datetime, limit: datetime | None) -> bool:
        return limit is None or now.replace(microsecond=0) <= limit
