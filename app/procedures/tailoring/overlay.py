"""An overlay: what one commune changes of one national version, why, on whose decision and from which day."""

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from dataclasses import fields as parts_of
from datetime import date
from typing import Any

from app.procedures.tailoring.kinds.words import Words
from app.procedures.tailoring.operation import Operation


@dataclass(frozen=True, kw_only=True)
class BaseReference:
    """The national version for which an overlay was written; without a digest, the one in whose folder it stands."""

    version: str
    digest: str | None = None


@dataclass(frozen=True, kw_only=True)
class CouncilDecision:
    """The decision of the council on which an overlay rests."""

    reference: str
    taken: date


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """The tailoring of a procedure by a commune. `until` is the last day of effect, None without end.

    `scenarios` are those that the commune wrote to try its variant, each as a file of `scenarios/` holds one. They
    stand beside what runs and never in it: communes that change the same share a variant, whatever each tries.
    """

    procedure: str
    base: BaseReference
    commune: str
    reason: str
    author: str
    decision: CouncilDecision | None = None
    since: date
    until: date | None = None
    operations: tuple[Operation, ...] = ()
    scenarios: tuple[Mapping[str, Any], ...] = ()

    def __post_init__(self) -> None:
        """Refuse an effect that ends before it begins. Raises ValueError."""
        if self.until is not None and self.until < self.since:
            raise ValueError(f"Expected an end of effect after {self.since}, found {self.until}: correct until.")

    def in_effect(self, day: date) -> bool:
        """Tell whether the overlay holds on a day of Morocco; both of its days are days of effect."""
        return self.since <= day and (self.until is None or day <= self.until)

    def to_data(self) -> dict[str, Any]:
        """Return the overlay as its file says it; what says nothing is left out."""
        written: dict[str, Any] = {"procedure": self.procedure}
        written["base"] = _plain(self.base)
        written |= {"commune": self.commune, "reason": self.reason, "author": self.author}
        if self.decision is not None:
            written["decision"] = {"reference": self.decision.reference, "date": self.decision.taken}
        written["effect"] = {"from": self.since} | ({"until": self.until} if self.until else {})
        written["operations"] = [written_operation(one) for one in self.operations]
        if self.scenarios:
            written["scenarios"] = [dict(one) for one in self.scenarios]
        return written


def written_operation(operation: Operation) -> dict[str, Any]:
    """Return an operation as an overlay's file says it."""
    return {"do": operation.do, **_plain(operation)}


def effective(overlay: Overlay | None, day: date) -> Overlay | None:
    """Return the overlay that holds on a day, None where the national version stands as it is."""
    return overlay if overlay is not None and overlay.in_effect(day) else None


_WRITTEN = {"since": "from"}


def _plain(value: Any) -> Any:
    """Return a value of an overlay as YAML writes it: mappings, lists, texts, numbers, days."""
    if isinstance(value, Words):
        return dict(value.pairs)
    if is_dataclass(value) and not isinstance(value, type):
        return _without_nothing(
            {_WRITTEN.get(part.name, part.name): _plain(getattr(value, part.name)) for part in parts_of(value)}
        )
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _without_nothing(written: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in written.items() if value is not None and value != []}
