"""What every act of the register has in common: its refusals, who may judge, and the line in the history."""

from collections.abc import Mapping

from app.commands.bus import Unit, require
from app.domain import permissions
from app.domain.errors import MastaraError
from app.domain.lifecycles import PRACTICE, may_become
from app.store import practices
from app.store.models import Practice, PracticeAct

SHORTEST_REASON = 10


class PracticeRefused(MastaraError):
    """Something about a practice cannot be done now; the page says why and nothing was changed."""

    code = "practice-refused"


class WordsMissing(PracticeRefused):
    """Texts of a practice are missing or too short; `fields` names them, by `<text>_<language>`."""

    code = "practice-words-missing"

    def __init__(self, fields: Mapping[str, int]) -> None:
        super().__init__(f"Expected texts in both languages, found too short: {', '.join(fields)}.")
        self.fields = fields


class NothingToOffer(PracticeRefused):
    """The commune follows the national version as it is: there is nothing of its own to offer."""

    code = "practice-nothing-to-offer"


class OfferedAlready(PracticeRefused):
    """The commune offers this procedure already, and the DGCT has not decided."""

    code = "practice-offered-already"


class ReasonMissing(PracticeRefused):
    """A practice is returned or declined without saying why."""

    code = "practice-reason-missing"


class StateRefused(PracticeRefused):
    """The practice is in a state from which this cannot be done."""

    code = "practice-state-refused"


class NotCarriedOver(PracticeRefused):
    """The changes have no meaning on the national version in effect, or its policy refuses them."""

    code = "practice-not-carried-over"


def require_judge(unit: Unit) -> None:
    """Raise Forbidden unless the actor judges practices for the country."""
    require(permissions.may(unit.actor, permissions.STEER_TAILORING), "Expected the DGCT.")


def become(practice: Practice, state: str, *, seen: int) -> None:
    """Move a practice to its next state by compare and set. Raises StateRefused, PracticeMoved."""
    if not may_become(PRACTICE, practice.state, state):
        raise StateRefused(f"Expected a practice that may become {state}, found it {practice.state}.")
    practices.move(practice, seen=seen)
    practice.state = state


def note(unit: Unit, practice: Practice, kind: str, *, commune_id: str | None, reason: str = "") -> None:
    """Write one line of the history of a practice."""
    act = PracticeAct(
        practice_id=practice.id,
        commune_id=commune_id,
        kind=kind,
        at=unit.now,
        actor=unit.actor.name,
        actor_id=unit.actor.id,
        reason=reason,
    )
    practices.add(act)
