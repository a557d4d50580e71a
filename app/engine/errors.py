"""What a caller of the engine can do wrong, and the fault of a model while it runs."""

from collections.abc import Mapping
from typing import ClassVar

from app.domain.errors import MastaraError
from app.domain.findings import Finding


class EngineError(MastaraError):
    """A call that the engine refuses; the state and the document of the caller are untouched."""

    code: ClassVar[str] = "engine"


class DefinitionRefused(EngineError):
    """A model cannot be run rightly; `findings` names each element, its name and its line."""

    code: ClassVar[str] = "definition-refused"

    def __init__(self, findings: tuple[Finding, ...], *, file: str) -> None:
        lines = "\n".join(str(finding) for finding in findings)
        super().__init__(f"The model “{file}” cannot be run: {len(findings)} errors.\n{lines}", file=file)
        self.findings = findings


class UnknownTask(EngineError):
    """The instance never had anything with that key."""

    code: ClassVar[str] = "unknown-task"


class NotWaiting(EngineError):
    """What the caller wants to end is not waiting: it is already over, was cancelled, or is of another kind."""

    code: ClassVar[str] = "not-waiting"


class StaleState(EngineError):
    """The state was saved by another definition or another version of the codec."""

    code: ClassVar[str] = "stale-state"


class DataRefused(EngineError):
    """Data that no case can keep: it nests deeper, or holds more values, than the bounds."""

    code: ClassVar[str] = "data-refused"


class RepairRefused(EngineError):
    """A repair that would not leave the case in order; `details["reason"]` names why in one word."""

    code: ClassVar[str] = "repair-refused"


class ModelFault(Exception):
    """A model went wrong while running: becomes an incident of the case, never an exception for the caller.

    `code` names the fault; `values` fill the incident's message.
    """

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values: Mapping[str, str] = values
