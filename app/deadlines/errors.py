"""The one failure of this package."""

from typing import ClassVar

from app.domain.errors import MastaraError


class DeadlineError(MastaraError):
    """A period, a start or a calendar that no date can be computed from."""

    code: ClassVar[str] = "deadline"
