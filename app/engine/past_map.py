"""Carries to another definition what was completed and can still be undone: the records of compensation.

A record names an activity by its id, and those that were completed inside it. Where the new definition throws no
compensation, nothing will ever be undone and the records are forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.engine.definition import ProcessDefinition
from app.engine.element_map import elements_of, follower_in
from app.engine.specs.compensation import Record
from app.procedures.bpmn import Element


@dataclass(kw_only=True)
class PastMap:
    """The records of one state on their way; `lost` tells, for each activity nothing can undo any more, why."""

    new: ProcessDefinition
    elements: Mapping[str, str]
    lost: dict[str, str] = field(default_factory=dict)
    """Old activity → sentence for the person who prepares the migration."""

    def __post_init__(self) -> None:
        self._undoes = any(_throws(element) for element in elements_of(self.new).values())

    def followers(self, records: list[Record], spec: Any) -> list[Record]:
        """Return the records of one scope as its new specification names them, the oldest first."""
        if not self._undoes:
            return []
        return [[*self._follower(name, inside, spec), *local] for name, inside, *local in records]

    def _follower(self, name: str, inside: list[Record] | None, spec: Any) -> Record:
        target = follower_in(spec, name, self.elements)
        node = spec.task_specs.get(target)
        if target in spec.handlers:
            return [target, None]
        if inside is None or not getattr(node, "is_undone_inside", False):
            self._lose(name, f"a way to undo “{target}”, which the case has completed", "none")
            return [target, inside]
        return [target, self.followers(inside, self.new.scopes[node.inside])]

    def _lose(self, name: str, expected: str, found: str) -> None:
        advice = f"map “{name}”, or draw what undoes it"
        self.lost.setdefault(name, f"Expected {expected}, found {found}: {advice}.")


def _throws(element: Element) -> bool:
    return element.kind != "boundaryEvent" and element.event_kind in ("compensate", "cancel")
