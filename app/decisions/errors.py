"""The one failure of this package."""

from typing import ClassVar

from app.domain.errors import MastaraError


class DecisionError(MastaraError):
    """A decision model that cannot be read, or a decision that these data do not allow.

    `decision` is the decision's name and `rule` the id of the rule at fault, where there are such.
    """

    code: ClassVar[str] = "decision"

    def __init__(self, message: str, *, decision: str | None = None, rule: str | None = None) -> None:
        place = f"Decision {decision}" if decision else "Decision model"
        at_rule = f", rule {rule}" if rule else ""
        super().__init__(f"{place}{at_rule}: {message}", decision=decision, rule=rule)
        self.decision = decision
        self.rule = rule
