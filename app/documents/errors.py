"""Why a document could not be produced."""

from typing import ClassVar

from app.domain.errors import MastaraError


class DocumentError(MastaraError):
    """A template, its data or a seal is not usable; the message says where, and what to do.

    `template` is the file in which the fault stands and `line` its line, when they are known.
    """

    code: ClassVar[str] = "document"

    def __init__(
        self, message: str, *, template: str | None = None, line: int | None = None, **details: object
    ) -> None:
        super().__init__(message, template=template, line=line, **details)
        self.template = template
        self.line = line
