"""Moves a running instance to another definition: each token to the element that stands for the one it is on.

The map goes from element ids of the old definition to those of the new one. What it leaves out keeps its id. A dry run
tells every obstacle; a move with an obstacle is refused and changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from app.engine.codec import DIGEST_LENGTH, read_state, restore_saved
from app.engine.definition import ProcessDefinition
from app.engine.errors import EngineError
from app.engine.instance import Instance
from app.engine.specs.activities import WATCHING, Activity
from app.engine.spiff import TaskState
from app.engine.step import Step
from app.procedures.bpmn import Element

Row = list[Any]


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why one token cannot move; `message` is for the person who prepares the migration."""

    element: str
    code: str
    message: str


class MigrationRefused(EngineError):
    """An instance that cannot move; `obstacles` says why, token by token."""

    code: ClassVar[str] = "migration-refused"

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        reasons = " ".join(obstacle.message for obstacle in obstacles)
        super().__init__(f"The case cannot move to the new deployment: {reasons}")
        self.obstacles = obstacles


def propose_elements(old: ProcessDefinition, new: ProcessDefinition) -> dict[str, str]:
    """Return old element id → new element id: the same id and kind, else the same name and kind if unique."""
    before, after = _elements(old), _elements(new)
    proposed = {key: key for key, element in before.items() if key in after and after[key].kind == element.kind}
    free = [element for element in after.values() if element.id not in proposed.values()]
    for key, element in before.items():
        if key in proposed or not element.names:
            continue
        same = [other for other in free if other.kind == element.kind and other.names == element.names]
        rivals = [other for other in before.values() if other.kind == element.kind and other.names == element.names]
        if len(same) == 1 and len(rivals) == 1:
            proposed[key] = same[0].id
    return proposed


def obstacles_of(
    old: ProcessDefinition, state: bytes, new: ProcessDefinition, elements: Mapping[str, str]
) -> tuple[Obstacle, ...]:
    """Return what keeps the instance from moving; empty when it can."""
    return tuple(_Move(old=old, new=new, elements=elements, rows=read_state(old, state)["t"]).check())


def moved_instance(
    old: ProcessDefinition, state: bytes, new: ProcessDefinition, elements: Mapping[str, str], step: Step
) -> Instance:
    """Return the instance on the new definition, its new border events waiting. Raises MigrationRefused."""
    saved = read_state(old, state)
    move = _Move(old=old, new=new, elements=elements, rows=saved["t"])
    obstacles = tuple(move.check())
    if obstacles:
        raise MigrationRefused(obstacles)
    moved = {**saved, "d": new.digest[:DIGEST_LENGTH], "t": [move.moved(row) for row in move.kept()]}
    instance = restore_saved(new, moved, step)
    _watch_what_is_new(instance, old)
    return instance


@dataclass(kw_only=True)
class _Move:
    """One state on its way; scopes are found again from the tokens that host them."""

    old: ProcessDefinition
    new: ProcessDefinition
    elements: Mapping[str, str]
    rows: list[Row]
    scopes: dict[int, tuple[Any, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.scopes[0] = (self.old.spec, self.new.spec)

    def target(self, row: Row) -> str:
        return self.elements.get(row[1], row[1])

    def is_beside(self, row: Row) -> bool:
        """Tell whether a token only watches: on a border, or for an event sub-process."""
        return len(row) > 4 and ("host" in row[4] or "watch" in row[4])

    def kept(self) -> Iterator[Row]:
        """Yield the rows that move; what only watched goes when its event was taken out of the diagram."""
        for row in self.rows:
            target = self.scopes[row[3]][1].task_specs
            if self.target(row) in target or not self.is_beside(row):
                yield row

    def check(self) -> Iterator[Obstacle]:
        hosts = {row[3] for row in self.rows}
        for row in self.rows:
            if row[3] not in self.scopes:
                continue  # inside something that cannot move, which is told already
            before, after = self.scopes[row[3]]
            was, now = before.task_specs[row[1]], after.task_specs.get(self.target(row))
            obstacle = None if now is None and self.is_beside(row) else self._obstacle(row, was, now)
            if obstacle is not None:
                yield obstacle
            elif row[0] in hosts and now is not None:
                self.scopes[row[0]] = (self.old.scopes[was.inside], self.new.scopes[now.inside])

    def _obstacle(self, row: Row, was: Any, now: Any) -> Obstacle | None:
        target = self.target(row)
        if now is None:
            message = f"Expected “{target}” beside the other elements of its scope, found none: map “{row[1]}”."
            return Obstacle(element=row[1], code="element-missing", message=message)
        if type(was) is not type(now) or was.element.event_kind != now.element.event_kind:
            message = f"Expected “{target}” to be what “{row[1]}” is ({was.element.kind}), found {now.element.kind}."
            return Obstacle(element=row[1], code="kind-differs", message=message)
        if _repetition(was.element) != _repetition(now.element):
            message = f"Expected “{target}” to repeat as “{row[1]}” does, found another repetition."
            return Obstacle(element=row[1], code="repetition-differs", message=message)
        if row[2] == "W" and self._arrow(row, now) is None:
            message = f"Expected an arrow into the join “{target}” for the one that arrived at “{row[1]}”, found none."
            return Obstacle(element=row[1], code="arrow-missing", message=message)
        return None

    def _arrow(self, row: Row, now: Any) -> str | None:
        """Return the incoming arrow of the new join that stands for the one the token came by."""
        arrived = row[4]["in"]
        if arrived in now.element.incoming:
            return str(arrived)
        source = next((spec.bpmn_id for spec in _nodes(self.scopes[row[3]][0]) if _leaves_by(spec, arrived)), None)
        mapped = self.elements.get(source or "", source)
        for spec in _nodes(self.scopes[row[3]][1]):
            if spec.bpmn_id == mapped:
                return next((flow.id for flow in spec.exits if flow.id in now.element.incoming), None)
        return None

    def moved(self, row: Row) -> Row:
        identity, _, letter, host, *data = row
        after = self.scopes[host][1]
        target = self.target(row)
        if letter == "W":
            data = [{**data[0], "in": self._arrow(row, after.task_specs[target])}]
        return [identity, target, letter, host, *data]


def _watch_what_is_new(instance: Instance, old: ProcessDefinition) -> None:
    """Let border events and event sub-processes that the old definition did not have begin to wait."""
    known = _elements(old)
    for scope in list(instance.scopes()):
        for start in scope.spec.watches:
            if start not in known:
                instance.arrive(scope, start, data={"watch": 1})
    for token in list(instance.tokens.values()):
        spec = token.task_spec
        if not isinstance(spec, Activity) or token.is_instance or token.state != TaskState.STARTED:
            continue
        for border in spec.borders:
            if border.id not in known and border.event_kind in WATCHING:
                instance.arrive(token.workflow, border.id, data={"host": token.id})


def _elements(definition: ProcessDefinition) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for model in (definition.model, *definition.called.values()):
        for key, element in model.elements.items():
            found.setdefault(key, element)
    return found


def _nodes(spec: Any) -> Iterator[Any]:
    return (node for node in spec.task_specs.values() if hasattr(node, "exits"))


def _leaves_by(spec: Any, flow: str) -> bool:
    return any(exit_.id == flow for exit_ in spec.exits)


def _repetition(element: Element) -> tuple[bool, bool, bool]:
    several = element.multi_instance
    return several is not None, element.loop is not None, several is not None and several.sequential
