"""The root of every error that Mastara raises on purpose."""

from typing import ClassVar


class MastaraError(Exception):
    """An expected failure: the message says what was expected, what was found and what to do.

    `code` is stable and names the failure for screens, logs and tests; `details` holds values for the message.
    """

    code: ClassVar[str] = "error"

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details
