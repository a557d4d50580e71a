"""What stops a case of the demonstration."""

from typing import ClassVar

from app.domain.errors import MastaraError


class DemoRefused(MastaraError):
    """A step of a demonstration case could not happen."""

    code: ClassVar[str] = "demo-refused"
