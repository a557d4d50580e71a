"""What a step may need of its case besides its row: read when the step asks, or for many cases beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.commands.bus import Unit
from app.store import awaiting, deadlines
from app.store.awaiting import KeptMessage
from app.store.models import Case, Deadline

_READ = "surroundings"


@dataclass(frozen=True, kw_only=True)
class _Surroundings:
    """Legal periods by case id, messages kept under the references of the cases, and the ids of these cases."""

    cases: frozenset[str]
    periods: Mapping[str, Deadline]
    kept: Mapping[str, Sequence[KeptMessage]]


def read_surroundings(cases: Sequence[Case], unit: Unit) -> None:
    """Read what the steps of these locked cases may need: two statements instead of two a case."""
    unit.seen[_READ] = _Surroundings(
        cases=frozenset(case.id for case in cases),
        periods=deadlines.map_legal_periods(cases),
        kept=awaiting.map_kept_messages(cases, now=unit.now),
    )


def find_legal_period(case: Case, unit: Unit) -> Deadline | None:
    """Return the newest legal period of a case, or None."""
    read = _read_with(case, unit)
    return deadlines.find_legal_period(case) if read is None else read.periods.get(case.id)


def list_kept_messages(case: Case, correlation: str, unit: Unit) -> Sequence[KeptMessage]:
    """Return the messages kept for a correlation value, oldest first."""
    read = _read_with(case, unit)
    if read is None or correlation != case.reference:
        return awaiting.list_kept_messages(case, correlation, now=unit.now)
    return read.kept.get(case.reference, ())


def _read_with(case: Case, unit: Unit) -> _Surroundings | None:
    read: _Surroundings | None = unit.seen.get(_READ)
    return read if read is not None and case.id in read.cases else None
