"""The failures of this package: what no date can be computed from, and what a clock refuses."""

from typing import ClassVar

from app.domain.errors import MastaraError


class DeadlineError(MastaraError):
    """A period, a start or a calendar that no date can be computed from."""

    code: ClassVar[str] = "deadline"


class ClockRefused(DeadlineError):
    """An event that the rule of a clock does not allow where it stands.

    `problem` names the refusal for screens and tests; `explain_refusal` says it in the user's language. `details` holds
    the days and keys that the sentence cites.
    """

    code: ClassVar[str] = "clock-refused"

    def __init__(self, problem: str, message: str, **details: object) -> None:
        super().__init__(message, **details)
        self.problem = problem
