"""Soft locks: who is editing which part of a draft, for as long as the page stays open."""

from dataclasses import dataclass
from datetime import timedelta

from app.commands.bus import Unit, require
from app.commands.studio.scope import require_writer
from app.store import modelling, people
from app.store.models import DraftHold

HOLD_TIME = timedelta(seconds=75)
"""A page says every 30 seconds that it is still open."""
LONGEST_PART = 160


@dataclass(frozen=True, kw_only=True)
class Held:
    """Who holds the part: oneself, or another person by name in each language."""

    mine: bool
    names: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class HoldPart:
    """Say that one is editing a part; `release` says that one has stopped."""

    draft_id: str
    part: str
    release: bool = False

    def authorise(self, unit: Unit) -> None:
        """Who writes the draft: an analyst, or the commune whose own procedure it is."""
        require_writer(unit, self.draft_id)

    def handle(self, unit: Unit) -> Held:
        agent = people.find_agent(unit.actor.id or "")
        require(agent is not None, "Expected an agent.")
        assert agent is not None
        draft = modelling.get_draft(self.draft_id)
        part = self.part[:LONGEST_PART]
        names = {"ar": agent.name_ar, "fr": agent.name_fr}
        if self.release:
            modelling.release(draft.id, part, agent.id)
            return Held(mine=False, names={})
        wanted = DraftHold(
            draft_id=draft.id, part=part, agent_id=agent.id, agent_names=names, until=unit.now + HOLD_TIME
        )
        held = modelling.hold(wanted, now=unit.now)
        return Held(mine=held.agent_id == agent.id, names=held.agent_names)
