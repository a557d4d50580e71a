"""What happens to a clock: past facts with their moment, in the order in which they happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self, get_args

from app.deadlines.errors import DeadlineError
from app.deadlines.periods import Period
from app.domain.languages import Text

EventKind = Literal["filed", "completed", "notified", "started", "suspended", "resumed", "extended", "stopped"]
EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
"""Moments outside are mistakes of a keyboard or of a machine's clock."""


@dataclass(frozen=True, kw_only=True)
class ClockEvent:
    """One fact, at an aware moment.

    `name` is the event that a `started` names; `reason` belongs to suspended, extended and stopped; `amount` to
    extended. `words` say the reason in this very case, after "suspendu …": {"fr": "en attendant votre plan", "ar": …}.

    Raises:
        DeadlineError: the kind is unknown, the moment naive, a reason or a name is missing, or an amount is empty.
    """

    kind: EventKind
    at: datetime
    name: str = ""
    reason: str = ""
    amount: Period | None = None
    words: Text = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.kind not in EVENT_KINDS:
            raise DeadlineError(
                f"Expected an event to be one of {', '.join(EVENT_KINDS)}, found {self.kind!r}.", kind=self.kind
            )
        if self.at.tzinfo is None:
            raise DeadlineError(f"Expected an aware moment, found {self.at}: give it a time zone.", moment=self.at)
        if not EARLIEST_YEAR <= self.at.year <= LATEST_YEAR:
            raise DeadlineError(
                f"Expected a moment between the years {EARLIEST_YEAR} and {LATEST_YEAR}, found {self.at}: correct it.",
                moment=self.at,
            )
        if self.kind in ("suspended", "extended", "stopped") and not self.reason:
            raise DeadlineError(f"Expected the reason for which a clock is {self.kind}, found none: give it.")
        if self.kind == "started" and not self.name:
            raise DeadlineError("Expected the name of the event that starts a clock, found none: give it.")
        if (self.kind == "extended") != (self.amount is not None):
            raise DeadlineError(
                f"Expected a length with an extension and only there, found {self.amount} with {self.kind}: correct it."
            )
        if self.amount is not None and self.amount.amount < 1:
            raise DeadlineError(f"Expected an extension of one {self.amount.unit} or more, found {self.amount.amount}.")

    @classmethod
    def filed(cls, at: datetime) -> Self:
        """The request was received."""
        return cls(kind="filed", at=at)

    @classmethod
    def completed(cls, at: datetime) -> Self:
        """All pieces are there (law 55-19, article 16)."""
        return cls(kind="completed", at=at)

    @classmethod
    def notified(cls, at: datetime) -> Self:
        """A decision or a letter reached its addressee."""
        return cls(kind="notified", at=at)

    @classmethod
    def started(cls, at: datetime, name: str) -> Self:
        """Another event happened that starts clocks which name it."""
        return cls(kind="started", at=at, name=name)

    @classmethod
    def suspended(cls, at: datetime, reason: str, words: Text | None = None) -> Self:
        """The clock stands still from now on."""
        return cls(kind="suspended", at=at, reason=reason, words=words or {})

    @classmethod
    def resumed(cls, at: datetime) -> Self:
        """The clock goes on for the remaining time."""
        return cls(kind="resumed", at=at)

    @classmethod
    def extended(cls, at: datetime, reason: str, amount: Period, words: Text | None = None) -> Self:
        """The period became longer by `amount`, counted in the same way."""
        return cls(kind="extended", at=at, reason=reason, amount=amount, words=words or {})

    @classmethod
    def stopped(cls, at: datetime, reason: str, words: Text | None = None) -> Self:
        """The clock has no more object: decided, withdrawn, returned."""
        return cls(kind="stopped", at=at, reason=reason, words=words or {})

    def starts(self, starts_on: str) -> bool:
        """Tell whether a clock that starts on `starts_on` starts with this event."""
        return {"filed": "filed", "completed": "complete", "notified": "notified", "started": self.name}.get(
            self.kind
        ) == starts_on

    def to_json(self) -> dict[str, object]:
        """Return the event as plain data; `from_json` reads it again."""
        data: dict[str, object] = {"kind": self.kind, "at": self.at.isoformat()}
        data |= {key: value for key, value in (("name", self.name), ("reason", self.reason)) if value}
        if self.amount is not None:
            data["amount"] = {"amount": self.amount.amount, "unit": self.amount.unit, "kind": self.amount.kind}
        return data | ({"words": dict(self.words)} if self.words else {})

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Self:
        """Read what `to_json` wrote. Raises DeadlineError when it is no event."""
        known = {"kind", "at", "name", "reason", "amount", "words"}
        at, amount, words = data.get("at"), data.get("amount"), data.get("words", {})
        if set(data) - known or not isinstance(at, str) or not isinstance(words, Mapping):
            raise DeadlineError(f"Expected an event with {', '.join(sorted(known))}, found {sorted(data)}: correct it.")
        return cls(
            kind=str(data.get("kind")),  # type: ignore[arg-type]  # checked on construction
            at=_moment(at),
            name=str(data.get("name", "")),
            reason=str(data.get("reason", "")),
            amount=_period(amount),
            words={str(language): str(text) for language, text in words.items()},
        )


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise DeadlineError(f"Expected a moment like 2026-03-03T09:00:00+00:00, found {text!r}: correct it.") from None


def _period(data: object) -> Period | None:
    if data is None:
        return None
    if not isinstance(data, Mapping) or set(data) != {"amount", "unit", "kind"}:
        raise DeadlineError(f"Expected a length with amount, unit and kind, found {data!r}: correct it.")
    return Period.from_parameter(data["amount"], str(data["unit"]), str(data["kind"]))
