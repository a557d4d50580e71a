"""What goes wrong between us and an outside system."""

from typing import ClassVar, Literal

from app.domain.errors import MastaraError

RefusalReason = Literal["unsigned", "wrong_signature", "too_old", "from_the_future", "unreadable"]


class ConnectorFailed(MastaraError):
    """The outside system did not do what was asked.

    `retryable` tells that the same request may succeed later, so that a job tries again instead of raising an incident.
    """

    code: ClassVar[str] = "connector-failed"

    def __init__(self, message: str, *, connector: str, retryable: bool, **details: object) -> None:
        super().__init__(message, connector=connector, retryable=retryable, **details)
        self.connector = connector
        self.retryable = retryable


class CallbackRefused(MastaraError):
    """A message that claims to come from an outside system proves nothing: nothing was done with it."""

    code: ClassVar[str] = "callback-refused"

    def __init__(self, message: str, *, reason: RefusalReason) -> None:
        super().__init__(message, reason=reason)
        self.reason: RefusalReason = reason
