"""The one failure of this package."""

from typing import ClassVar, Self

from app.domain.errors import MastaraError

EXCERPT_LENGTH = 120


def excerpt_of(expression: str) -> str:
    """Return an expression, or where it is long its first 120 characters and a sign that more follows."""
    return expression if len(expression) <= EXCERPT_LENGTH else expression[:EXCERPT_LENGTH] + "…"


class FeelError(MastaraError):
    """A FEEL expression that cannot be read, or that cannot be run within its limits.

    `position` counts characters from the start of the expression as it was written, or is None
    when the failure has no place. `reason` is one of: `syntax`, `unknown-function`, `too-long`,
    `too-slow`, `too-much-memory`, `too-deep`, `not-a-value`, `not-data`, `failed`.
    """

    code: ClassVar[str] = "feel"

    def __init__(self, problem: str, expression: str, position: int | None = None, *, reason: str = "failed") -> None:
        excerpt = excerpt_of(expression)
        place = f" Character {position + 1} of" if position is not None else " In"
        super().__init__(f"{problem}{place}: {excerpt}", expression=excerpt, position=position, reason=reason)
        self.problem = problem
        self.expression = expression
        self.position = position
        self.reason = reason

    def within(self, expression: str, offset: int) -> Self:
        """Return the same failure, told of the longer text in which the expression stands at `offset`."""
        position = None if self.position is None else self.position + offset
        return type(self)(self.problem, expression, position, reason=self.reason)
