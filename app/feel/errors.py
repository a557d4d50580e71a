"""The one failure of this package."""

from typing import ClassVar

from app.domain.errors import MastaraError

EXCERPT_LENGTH = 120


class FeelError(MastaraError):
    """A FEEL expression that cannot be read, or that cannot be run within its limits.

    `position` counts characters from the start of the expression as it was written, or is None
    when the failure has no place. `reason` is one of: `syntax`, `unknown-function`, `too-long`,
    `too-slow`, `too-much-memory`, `too-deep`, `not-a-value`, `not-data`, `failed`.
    """

    code: ClassVar[str] = "feel"

    def __init__(self, message: str, expression: str, position: int | None = None, *, reason: str = "failed") -> None:
        excerpt = expression if len(expression) <= EXCERPT_LENGTH else expression[:EXCERPT_LENGTH] + "…"
        super().__init__(
            f"{message} Expression: {excerpt}", expression=excerpt, position=position, reason=reason
        )
        self.expression = expression
        self.position = position
        self.reason = reason
