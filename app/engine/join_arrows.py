"""Which arrow into a join of the new definition stands for the one that a waiting token came by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.engine.element_map import flow_nodes, follower_in


@dataclass(kw_only=True)
class JoinArrows:
    """The arrows into one join of one scope: old specification and node, new ones.

    It is the arrow from the element that stands for its source; where several lead from there they keep their order.
    Else it is the only arrow to which the branch leads, as far as its elements are known. No two become one.
    """

    before: Any
    after: Any
    was: Any
    now: Any
    elements: Mapping[str, str]
    found: dict[str, str] = field(default_factory=dict)

    def follower(self, arrow: str) -> str | None:
        """Return the new arrow for an old one, None when nothing stands for it."""
        if arrow not in self.found:
            new = self._from_source(arrow) or self._of_branch(arrow) or self._of_replaced_source(arrow)
            if new is None or new in self.found.values():
                return None
            self.found[arrow] = new
        return self.found[arrow]

    def _from_source(self, arrow: str) -> str | None:
        source = _source_of(self.before, arrow)
        follower = None if source is None else self.after.task_specs.get(self._follow(source.bpmn_id))
        if source is None or follower is None:
            return None
        old = [flow.id for flow in source.exits if flow.id in self.was.element.incoming]
        new = [flow.id for flow in follower.exits if flow.id in self.now.element.incoming]
        if arrow in new:
            return arrow
        renamed = [flow for flow in old if flow not in new]
        return dict(zip(renamed, [flow for flow in new if flow not in old], strict=False)).get(arrow)

    def _of_branch(self, arrow: str) -> str | None:
        """Return the only new arrow to which nothing but this branch leads."""
        branch = {self._follow(element) for element in _branches(self.before, self.was)[arrow]}
        shared = [new for new, elements in _branches(self.after, self.now).items() if elements & branch]
        return shared[0] if len(shared) == 1 else None

    def _of_replaced_source(self, arrow: str) -> str | None:
        """Return the arrow that kept its id though its source is an element that the old definition did not have."""
        source = _source_of(self.after, arrow) if arrow in self.now.element.incoming else None
        known = {self._follow(node.bpmn_id) for node in flow_nodes(self.before)}
        return arrow if source is not None and source.bpmn_id not in known else None

    def _follow(self, element: str) -> str:
        return follower_in(self.after, element, self.elements)


def _source_of(spec: Any, arrow: str) -> Any:
    return next((node for node in flow_nodes(spec) if any(flow.id == arrow for flow in node.exits)), None)


def _branches(spec: Any, join: Any) -> dict[str, set[str]]:
    """Return, for each arrow into a join, the elements that lead to it and to no other one without passing the join."""
    sources: dict[str, set[str]] = {}
    for node in flow_nodes(spec):
        for flow in node.exits:
            sources.setdefault(flow.target, set()).add(node.bpmn_id)
    leading = {}
    for arrow in join.element.incoming:
        source = _source_of(spec, arrow)
        leading[arrow] = set() if source is None else _behind(source.bpmn_id, join.bpmn_id, sources)
    return {
        arrow: elements - set().union(*(other for key, other in leading.items() if key != arrow))
        for arrow, elements in leading.items()
    }


def _behind(element: str, join: str, sources: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ready = [element]
    while ready:
        here = ready.pop()
        if here != join and here not in found:
            found.add(here)
            ready += sources.get(here, ())
    return found
