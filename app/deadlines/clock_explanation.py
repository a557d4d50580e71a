"""Says the computation of a clock in short sentences, in order: citizen, clerk and judge read the same."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from app.deadlines import clock_words as words
from app.deadlines.calendar import Calendar
from app.deadlines.clock import GENERAL_STOP, read_clock
from app.deadlines.days import ClosedDay
from app.deadlines.events import ClockEvent
from app.deadlines.explanation import period_in_words
from app.deadlines.periods import Period
from app.deadlines.rules import ClockRule
from app.deadlines.state import ClockState, Pause
from app.domain.clock import local_day
from app.domain.languages import Language, choose
from app.languages import format_day, format_moment, translate

ONE_DAY = timedelta(days=1)
LONGEST_SEARCH_DAYS = 400


def explain_clock(
    rule: ClockRule,
    events: Iterable[ClockEvent],
    calendar: Calendar,
    language: Language,
    *,
    now: datetime | None = None,
) -> str:
    """Return the computation of a clock as one paragraph; with `now`, also what remains or that it is over.

    Raises:
        DeadlineError: as `read_clock`.
    """
    return " ".join(list_clock_sentences(read_clock(rule, events, calendar, now=now), calendar, language))


def list_clock_sentences(state: ClockState, calendar: Calendar, language: Language) -> tuple[str, ...]:
    """Return the sentences about a state, in the order in which a reader checks them; `calendar` is the state's."""
    return tuple(_Sentences(state, calendar, language).all())


class _Sentences:
    """Builds the sentences about one state in one language."""

    def __init__(self, state: ClockState, calendar: Calendar, language: Language) -> None:
        self.state = state
        self.calendar = calendar
        self.language = language

    def all(self) -> Iterator[str]:
        rule = self.state.rule
        yield self._say(words.LENGTH, period=self._length(rule.period), reference=self._reference(rule.legal_ref))
        yield from self._start()
        if self.state.started_on is None:
            return
        yield from (self._pause(pause) for pause in self.state.pauses if self._is_told(pause))
        yield from self._extension()
        yield from self._half()
        yield from self._end()
        yield from self._standing()

    def _start(self) -> Iterator[str]:
        state, starts_on = self.state, self.state.rule.starts_on
        if state.started_at is None or state.started_on is None:
            if state.stopped_at is None:
                yield self._say(words.WAITS.get(starts_on, words.WAITS_OTHERWISE))
            else:
                yield self._stop(words.STOPPED_EARLY)
            return
        if state.counted_in == "hour":
            yield self._say(words.STARTS_AT, moment=format_moment(state.started_at, self.language))
            return
        yield self._say(words.STARTS.get(starts_on, words.STARTS_OTHERWISE), day=self._day(state.started_on))
        yield self._say(words.COUNTS[state.rule.period.kind])

    def _is_told(self, pause: Pause) -> bool:
        return pause.reason == GENERAL_STOP or pause.days > 0 or pause.until is None

    def _pause(self, pause: Pause) -> str:
        if pause.reason == GENERAL_STOP:
            return self._general(pause)
        why = words.reason_in_words(pause.reason, pause.words, self.language)
        if pause.until is not None:
            days = period_in_words(Period(amount=pause.days, unit="day", kind="calendar"), self.language)
            return self._say(
                words.SUSPENDED, days=days, since=self._day(pause.since), until=self._day(pause.until), why=why
            )
        template = words.SUSPENDED_NOW if self.state.remaining else words.SUSPENDED_AT_END
        return self._say(template, since=self._day(pause.since), why=why, remaining=self._remaining())

    def _general(self, pause: Pause) -> str:
        return self._say(
            words.GENERAL if pause.until else words.GENERAL_NOW,
            first=self._day(pause.since + ONE_DAY),
            last=self._day(pause.until or pause.since),
            name=choose(pause.words, self.language),
            reference=self._reference(pause.reference),
        )

    def _extension(self) -> Iterator[str]:
        event = next((event for event in self.state.events if event.kind == "extended"), None)
        if event is not None and event.amount is not None:
            yield self._say(
                words.EXTENDED,
                amount=self._length(event.amount),
                day=self._day(local_day(event.at)),
                why=words.reason_in_words(event.reason, event.words, self.language),
                total=self._length(self.state.total),
            )

    def _half(self) -> Iterator[str]:
        until = self.state.half_window_until
        if until is not None and self.state.state in ("running", "extended"):
            open_still = self.state.moment <= until
            in_hours = self.state.counted_in == "hour"
            day = format_moment(until, self.language) if in_hours else self._day(local_day(until))
            yield self._say(words.HALF if open_still else words.HALF_OVER, day=day)

    def _end(self) -> Iterator[str]:
        state = self.state
        if state.last_day is None or state.nominal_day is None or state.due_at is None:
            return
        if state.counted_in == "hour":
            yield self._say(words.ENDS_AT, moment=format_moment(state.due_at, self.language))
        elif state.nominal_day == state.last_day:
            yield self._say(words.ENDS, last=self._day(state.last_day))
        else:
            yield self._say(
                words.ENDS_MOVED,
                nominal=self._day(state.nominal_day),
                reason=self._closures(state.nominal_day, state.last_day),
                last=self._day(state.last_day),
            )
        if state.stopped_at is None:
            yield from self._estimates()

    def _closures(self, first: date, last: date) -> str:
        days = [first + ONE_DAY * number for number in range(min((last - first).days, LONGEST_SEARCH_DAYS))]
        reasons = dict.fromkeys(
            words.closure_in_words(day, self.calendar, self.language)
            for day in days
            if self.calendar.find_stop(day) or not self.calendar.is_working_day(day)
        )
        return ("، " if self.language == "ar" else ", ").join(reasons)

    def _estimates(self) -> Iterator[str]:
        names = dict.fromkeys(choose(closed.names, self.language) for closed in self._estimated_days())
        for name in names:
            yield self._say(words.ESTIMATED, feast=name)

    def _estimated_days(self) -> Iterator[ClosedDay]:
        """Yield feasts to come, not yet decided, on a day that matters or a day away: the moon moves them by one."""
        today = local_day(self.state.moment)
        for first, last in self.state.closures_matter:
            for number in range(-1, min((last - first).days + 2, LONGEST_SEARCH_DAYS)):
                closed = self.calendar.find_closed_day(first + ONE_DAY * number)
                if closed is not None and closed.estimated and closed.day >= today:
                    yield closed

    def _standing(self) -> Iterator[str]:
        state = self.state
        if state.stopped_at is not None:
            yield self._stop(words.STOPPED_LATE if state.late else words.STOPPED)
            return
        silence = words.SILENCE.get(state.rule.silence)
        if silence is not None and state.due_at is not None:
            yield self._say(silence, reference=self._reference(state.rule.silence_ref or state.rule.legal_ref))
        if state.state == "over":
            yield self._say(words.OVER)
        elif state.state in ("running", "extended") and state.remaining and state.moment > state.moment_of_last_event:
            yield self._say(words.REMAINS, day=self._day(local_day(state.moment)), remaining=self._remaining())

    def _stop(self, template: str) -> str:
        event = next(event for event in self.state.events if event.kind == "stopped")
        why = words.reason_in_words(event.reason, event.words, self.language)
        return self._say(template, day=self._day(local_day(event.at)), why=why)

    def _remaining(self) -> str:
        state = self.state
        return words.remaining_in_words(state.remaining, state.counted_in, state.total, self.language)

    def _length(self, period: Period) -> str:
        return period_in_words(period, self.language)

    def _reference(self, reference: str) -> str:
        return words.reference_in_words(reference, self.language)

    def _day(self, day: date) -> str:
        return format_day(day, self.language)

    def _say(self, template: str, **values: str) -> str:
        return translate(self.language, template, **values)
