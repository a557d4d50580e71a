"""Results of variants: how many days to the decision, how many refusals, and whether a change can be seen in them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain.outcomes import GIVEN_UP, UNFAVOURABLE
from app.store.results import CountedCases

OBSERVED = timedelta(days=365)
"""Cases filed within the last year count."""
FEWEST = 30
"""Decided cases from which figures mean something; with fewer a page says so."""
SATISFIED = frozenset({"4", "5"})
"""Answers that mean satisfied and very satisfied."""


@dataclass(frozen=True, kw_only=True)
class Results:
    """What became of some cases: `filed` of them, `decided` of those; days and share of refusals of the decided ones.

    Cases that the applicant gave up are filed, and not decided. `refused` is a share from 0 to 1,
    `satisfied` that of the `rated` cases whose applicant was satisfied or very satisfied.
    """

    filed: int = 0
    decided: int = 0
    median_days: float | None = None
    refused: float | None = None
    rated: int = 0
    satisfied: float | None = None

    @property
    def means_something(self) -> bool:
        """Tell whether enough cases were decided to conclude anything."""
        return self.decided >= FEWEST

    def to_data(self) -> dict[str, Any]:
        """Return the figures as they are kept with a practice."""
        return {
            "filed": self.filed,
            "decided": self.decided,
            "median_days": self.median_days,
            "refused": self.refused,
            "rated": self.rated,
            "satisfied": self.satisfied,
        }


@dataclass(frozen=True, kw_only=True)
class Effect:
    """The same communes before and after a change."""

    before: Results
    after: Results

    @property
    def means_something(self) -> bool:
        """Tell whether both sides have enough cases to be compared."""
        return self.before.means_something and self.after.means_something


def observed_since(now: datetime) -> datetime:
    """Return the moment from which cases count."""
    return now - OBSERVED


def summarise(counted: Iterable[CountedCases]) -> Results:
    """Return the figures of some cases."""
    filed, refused, rated, satisfied = 0, 0, 0, 0
    days: Counter[int] = Counter()
    for each in counted:
        filed += each.count
        rated += each.count if each.rating is not None else 0
        satisfied += each.count if each.rating in SATISFIED else 0
        if each.days is None or each.outcome in GIVEN_UP:
            continue
        days[each.days] += each.count
        refused += each.count if each.outcome in UNFAVOURABLE else 0
    decided = sum(days.values())
    return Results(
        filed=filed,
        decided=decided,
        median_days=median_of(days),
        refused=refused / decided if decided else None,
        rated=rated,
        satisfied=satisfied / rated if rated else None,
    )


def median_of(counts: Mapping[int, int]) -> float | None:
    """Return the median of values given with how often each stands, None of nothing."""
    total = sum(counts.values())
    if not total:
        return None
    middle = {(total - 1) // 2, total // 2}
    found: list[int] = []
    passed = 0
    for value in sorted(counts):
        found += [value for place in sorted(middle) if passed <= place < passed + counts[value]]
        passed += counts[value]
    return sum(found) / len(found)


def effect_of(counted: Iterable[CountedCases]) -> Effect:
    """Return the figures before and after a change."""
    listed = list(counted)
    return Effect(
        before=summarise(one for one in listed if not one.after),
        after=summarise(one for one in listed if one.after),
    )


def results_from_data(data: Mapping[str, Any]) -> Results:
    """Return figures as they were kept."""
    return Results(
        filed=int(data.get("filed") or 0),
        decided=int(data.get("decided") or 0),
        median_days=data.get("median_days"),
        refused=data.get("refused"),
        rated=int(data.get("rated") or 0),
        satisfied=data.get("satisfied"),
    )
