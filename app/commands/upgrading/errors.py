"""Why an act about an upgrade is refused: one class a failure."""

from app.domain.errors import MastaraError


class UpgradeRefused(MastaraError):
    """Something about an upgrade cannot be done now; the page says why and nothing was changed."""

    code = "upgrade-refused"


class TrialNotPossible(UpgradeRefused):
    """The draft cannot be read, or it changes nothing in the country."""

    code = "upgrade-trial-not-possible"


class PlanRefused(UpgradeRefused):
    """The plan of an upgrade cannot be followed; `field` names the answer that is to be corrected."""

    code = "upgrade-plan-refused"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, field=field)
        self.field = field


class AnswerRefused(UpgradeRefused):
    """An answer to a conflict that the new policy does not let a commune give, or that has no meaning."""

    code = "upgrade-answer-refused"


class NothingToAnswer(UpgradeRefused):
    """The upgrade asks nothing of this commune: it has followed, or another upgrade took its place."""

    code = "upgrade-nothing-to-answer"


class AnswersMissing(UpgradeRefused):
    """Some conflicts have no answer yet; `count` says how many."""

    code = "upgrade-answers-missing"

    def __init__(self, count: int) -> None:
        super().__init__(f"Expected an answer to each conflict, found {count} without one.", count=count)
        self.count = count


class VariantBroken(UpgradeRefused):
    """With these answers the procedure would not work; `findings` say why."""

    code = "upgrade-variant-broken"


class RingNotOpenable(UpgradeRefused):
    """The ring is open already, or the one before it is not."""

    code = "upgrade-ring-not-openable"


class UpgradeEnded(UpgradeRefused):
    """The upgrade is closed, or another one took its place."""

    code = "upgrade-ended"


class CarriedMeanwhile(MastaraError):
    """The commune's changes moved while they were being carried over: they are read again."""

    code = "upgrade-carried-meanwhile"


class TurnLost(MastaraError):
    """Another worker carries the work on, or somebody stopped it."""

    code = "upgrade-turn-lost"
