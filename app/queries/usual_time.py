"""How long cases of a procedure usually take in a commune: measured, not promised."""

from dataclasses import dataclass
from statistics import median

from app.domain.clock import local_day
from app.store import worklists

FEWEST, MOST = 5, 200
"""With fewer closed cases a middle says nothing; older ones than the last two hundred say little of today."""


@dataclass(frozen=True, kw_only=True)
class UsualTime:
    """Half of the last `cases` closed cases took at most `days` days, from filing to closing."""

    days: int
    cases: int


def usual_time(commune_id: str, slug: str) -> UsualTime | None:
    """Return the middle of the last closed cases, in whole days; None with too few of them. One statement."""
    spans = worklists.list_closed_spans(commune_id, slug, limit=MOST)
    if len(spans) < FEWEST:
        return None
    days = [(local_day(closed_at) - local_day(filed_at)).days for filed_at, closed_at in spans]
    return UsualTime(days=round(median(days)), cases=len(days))
