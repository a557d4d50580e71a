"""Days that are not like others: closed ones, what an order says of one, and orders that stop every clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.deadlines.errors import DeadlineError

Source = Literal["fixed", "hijri-estimate", "decreed", "local"]
"""Where a closed day is known from: a law, a computation of the moon, an order, the life of one commune."""


@dataclass(frozen=True, kw_only=True)
class ClosedDay:
    """A day, other than a week end, on which the administration is closed; `names` has `fr` and `ar`."""

    day: date
    names: Mapping[str, str]
    source: Source
    reference: str = ""
    estimated: bool = False
    """True while nobody has decided the day: it may still move."""


@dataclass(frozen=True, kw_only=True)
class Override:
    """What an order says of one day: closed, or open after all (a feast that the moon moved).

    `communes` are the codes of the communes where it holds, None for all. Orders are not erased: `decided_on` and
    `withdrawn_on` are the days between which it stood in the table (None: always, and still), so what was done in
    time by the table of that day stays in time.
    """

    day: date
    closed: bool
    names: Mapping[str, str]
    reference: str
    source: Source = "decreed"
    estimated: bool = False
    communes: frozenset[str] | None = None
    decided_on: date | None = None
    withdrawn_on: date | None = None

    def stands_on(self, known: date | None) -> bool:
        """Tell whether the order stood in the table on the day `known`; None asks for the table of now."""
        if known is None:
            return self.withdrawn_on is None
        return (self.decided_on is None or self.decided_on <= known) and (
            self.withdrawn_on is None or known < self.withdrawn_on
        )

    def holds_in(self, commune: str | None) -> bool:
        """Tell whether the order holds in a commune; None asks for what holds everywhere."""
        return self.communes is None or commune in self.communes


@dataclass(frozen=True, kw_only=True)
class GeneralStop:
    """A text that suspends every legal period: no day from `first` to `last`, both included, counts.

    Periods go on the day after `last`; `last` is None while nobody knows the end. Precedent: the state of health
    emergency of 2020, decree-law 2-20-292, article 6 (known). `communes` as in an `Override`.

    Raises:
        DeadlineError: it ends before it begins.
    """

    first: date
    last: date | None
    names: Mapping[str, str]
    reference: str
    communes: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise DeadlineError(
                f"Expected the order {self.reference!r} to end on or after {self.first}, found {self.last}: "
                "correct its days.",
                first=self.first,
                last=self.last,
            )

    def covers(self, day: date) -> bool:
        """Tell whether `day` is one that no period counts."""
        return self.first <= day and (self.last is None or day <= self.last)

    def holds_in(self, commune: str | None) -> bool:
        """Tell whether the order holds in a commune; None asks for what holds everywhere."""
        return self.communes is None or commune in self.communes
