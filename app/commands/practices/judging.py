"""The DGCT judges a practice: accepts it into the register, returns it with reasons, or declines it."""

from dataclasses import dataclass
from typing import Literal

from app.commands.bus import Unit
from app.commands.practices.noting import SHORTEST_REASON, ReasonMissing, become, note, require_judge
from app.commands.tailoring.noting import cleaned
from app.store import practices

Judgement = Literal["accepted", "returned", "declined"]


@dataclass(frozen=True, kw_only=True)
class JudgePractice:
    """Decide on a practice that waits; to return or decline one says why."""

    practice_id: str
    seen: int
    judgement: Judgement
    reason: str = ""

    def authorise(self, unit: Unit) -> None:
        """The DGCT."""
        require_judge(unit)

    def handle(self, unit: Unit) -> None:
        reason = cleaned(self.reason)
        if self.judgement != "accepted" and len(reason) < SHORTEST_REASON:
            raise ReasonMissing(f"Expected a reason of {SHORTEST_REASON} signs or more, found {len(reason)}.")
        row = practices.get_practice(self.practice_id)
        become(row, self.judgement, seen=self.seen)
        row.decided_at, row.decided_by, row.decision_reason = unit.now, unit.actor.name, reason
        note(unit, row, self.judgement, commune_id=None, reason=reason)
