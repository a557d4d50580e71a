"""The timers that a migration would start: by element, in how many cases, and between which moments they are due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.engine import OpenedTimer


@dataclass(frozen=True, kw_only=True)
class NewTimers:
    """The timers of one element of the new version that cases do not wait for yet.

    `first` and `last` (aware): the earliest and the latest moment at which one would be due, had the cases moved when
    they were tried. `examples`: the first references.
    """

    element: str
    count: int
    first: datetime
    last: datetime
    examples: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return what a row keeps, and what machines read; moments as ISO 8601 text."""
        return {
            "element": self.element,
            "count": self.count,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "examples": list(self.examples),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "NewTimers":
        """Return what `to_json` wrote."""
        return cls(
            element=kept["element"],
            count=kept["count"],
            first=datetime.fromisoformat(kept["first"]),
            last=datetime.fromisoformat(kept["last"]),
            examples=tuple(kept["examples"]),
        )

    def with_timer(self, due: datetime, reference: str, *, most_examples: int) -> "NewTimers":
        """Return the same with the timer of one more case."""
        examples = self.examples if reference in self.examples else (*self.examples, reference)
        return replace(
            self,
            count=self.count + 1,
            first=min(self.first, due),
            last=max(self.last, due),
            examples=examples[:most_examples],
        )


def with_timers(
    known: Sequence[NewTimers], started: Sequence[OpenedTimer], reference: str, *, most_examples: int
) -> tuple[NewTimers, ...]:
    """Return the timers found so far with those of one more case; elements in the order in which they were met."""
    found = {timers.element: timers for timers in known}
    for timer in started:
        none_yet = NewTimers(element=timer.element, count=0, first=timer.due, last=timer.due, examples=())
        so_far = found.get(timer.element, none_yet)
        found[timer.element] = so_far.with_timer(timer.due, reference, most_examples=most_examples)
    return tuple(found.values())
