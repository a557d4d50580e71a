"""The specification of one process or of the inside of one sub-process."""

from typing import Any

from app.engine.spiff import BpmnTaskSpec, WorkflowSpec
from app.procedures.bpmn import Element

ROOT = " root"
"""Name of the root spec: a space never stands in a BPMN id, so that no element can have it."""


class ProcessSpec(WorkflowSpec):  # type: ignore[misc]
    """The flow nodes of one scope by element id. Filled once when compiled, never changed afterwards."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self.data_objects: dict[str, object] = {}
        self.entries: tuple[str, ...] = ()
        self.starts: frozenset[str] = frozenset()
        self.plain_start = True
        """False when the entries are events that must happen before anything runs."""
        self.inclusive_joins: list[Any] = []
        self.watches: list[str] = []
        """Start events of event sub-processes that wait from the moment the scope opens."""
        self.catches: list[Element] = []
        """Start events of event sub-processes for errors and escalations: reached when one is caught."""
        self.event_starts: list[Element] = []
        """Start events of all its event sub-processes."""
        self.handlers: dict[str, str] = {}
        """Activity → the activity that undoes it."""
        self.start = RootSpec(self, ROOT)


class RootSpec(BpmnTaskSpec):  # type: ignore[misc]
    """The root of a tree of tokens: finished from the beginning, it only holds the tokens."""

    def test(self) -> None:
        """Accept: a root has no flows."""
