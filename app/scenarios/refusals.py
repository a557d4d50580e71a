"""Why a step of a case cannot happen."""

from typing import Any, ClassVar

from app.domain.errors import MastaraError


class StepRefused(MastaraError):
    """The step cannot happen now; the message says what waited instead.

    `reason` names why in one word, for pages that say it in the reader's language; `details` fills their sentence.
    """

    code: ClassVar[str] = "step-refused"

    def __init__(self, message: str, *, reason: str, **details: Any) -> None:
        super().__init__(message, **details)
        self.reason = reason
