"""The specification of one process or of the inside of one sub-process."""

from typing import Any

from app.engine.spiff import BpmnTaskSpec, WorkflowSpec

ROOT = " root"
"""Name of the root spec: a space never stands in a BPMN id, so that no element can have it."""


class ProcessSpec(WorkflowSpec):  # type: ignore[misc]
    """The flow nodes of one scope by element id. Filled once when compiled, never changed afterwards."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self.data_objects: dict[str, object] = {}
        self.entries: tuple[str, ...] = ()
        self.inclusive_joins: list[Any] = []
        self.start = RootSpec(self, ROOT)


class RootSpec(BpmnTaskSpec):  # type: ignore[misc]
    """The root of a tree of tokens: finished from the beginning, it only holds the tokens."""

    def test(self) -> None:
        """Accept: a root has no flows."""
