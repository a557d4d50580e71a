"""Moves a running instance to another definition: each token to the element that stands for the one it is on.

The map goes from element ids of the old definition to those of the new one. What it leaves out keeps its id. A dry run
tells every obstacle; a move with an obstacle is refused and changes nothing. Events that only watch (on a border, for
an event sub-process, behind an event-based gateway) never keep an instance from moving: those that the new definition
lacks are closed, those that it adds begin to wait.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from app.engine.after_move import Moved, ask_jobs_again, catch_up
from app.engine.codec import DIGEST_LENGTH, read_state, restore_saved
from app.engine.definition import ProcessDefinition
from app.engine.element_map import follower_in, kind_in_words, repetition_of, stands_for
from app.engine.errors import EngineError
from app.engine.instance import Instance
from app.engine.join_arrows import JoinArrows
from app.engine.past_map import PastMap
from app.engine.specs.compensation import Record
from app.engine.specs.gateways import InclusiveGateway, ParallelGateway
from app.engine.specs.subprocesses import EventSubProcess, SubProcess
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


def obstacles_of(
    old: ProcessDefinition, state: bytes, new: ProcessDefinition, elements: Mapping[str, str]
) -> tuple[Obstacle, ...]:
    """Return what keeps the instance from moving; empty when it can."""
    return tuple(_Move(old=old, new=new, elements=elements, saved=read_state(old, state)).obstacles)


def moved_instance(
    old: ProcessDefinition, state: bytes, new: ProcessDefinition, elements: Mapping[str, str], step: Step
) -> Instance:
    """Return the instance on the new definition, what is new beside its tokens waiting. Raises MigrationRefused."""
    saved = read_state(old, state)
    move = _Move(old=old, new=new, elements=elements, saved=saved)
    if move.obstacles:
        raise MigrationRefused(tuple(move.obstacles))
    rows = [move.moved(row) for row in move.kept]
    moved = {**saved, "d": new.digest[:DIGEST_LENGTH], "t": rows, "c": move.records.get((0, "past"), [])}
    instance = restore_saved(new, moved, step)
    catch_up(instance, move.result())
    return instance


def refuse_new_faults(old: ProcessDefinition, state: bytes, instance: Instance) -> None:
    """Raise MigrationRefused when a token of the moved instance stands in error that did not before."""
    stood = {row[0] for row in read_state(old, state)["t"] if row[2] == "E"}
    fresh = [token for token in instance.tokens.values() if token.state == TaskState.ERROR and token.id not in stood]
    if fresh:
        raise MigrationRefused(tuple(_standstill(token) for token in fresh))


def _standstill(token: Any) -> Obstacle:
    element, fault = token.task_spec.bpmn_id, token.internal_data["fault"][0]
    message = f"Expected “{element}” to go on in the new version, found that it stands still ({fault}): correct it."
    return Obstacle(element=element, code="would-stand-still", message=message)


def reverted_instance(
    present: ProcessDefinition, state: bytes, old: ProcessDefinition, snapshot: bytes, step: Step
) -> Instance:
    """Return the instance as its snapshot has it; ids that were given since the snapshot are never given again."""
    saved = read_state(old, snapshot)
    restored = {**saved, "n": max(saved["n"], read_state(present, state)["n"])}
    instance = restore_saved(old, restored, step)
    ask_jobs_again(instance)
    return instance


@dataclass(kw_only=True)
class _Move:
    """One state on its way; scopes are found again from the tokens that host them, which come before their inside."""

    old: ProcessDefinition
    new: ProcessDefinition
    elements: Mapping[str, str]
    saved: Mapping[str, Any]
    obstacles: list[Obstacle] = field(default_factory=list)
    kept: list[Row] = field(default_factory=list)
    places: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    """Token → (flow node it was on, flow node it goes to)."""
    scopes: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    """Token that hosts a scope (0: the process) → (its old specification, its new one)."""

    joins: dict[tuple[int, str], JoinArrows] = field(default_factory=dict)
    """(Token that hosts the scope, old join) → what its arrows became."""

    records: dict[tuple[int, str], list[Record]] = field(default_factory=dict)
    """(Token, 0: the process; `past` or `undo`) → what was completed, as the new definition names it."""

    def __post_init__(self) -> None:
        self.rows: list[Row] = self.saved["t"]
        self.scopes[0] = (self.old.spec, self.new.spec)
        hosts = {row[3] for row in self.rows}
        for row in self.rows:
            # The inside of what cannot move is passed over: its host is told already.
            if row[3] in self.scopes and self._place(row) and row[0] in hosts:
                was, now = self.places[row[0]]
                self.scopes[row[0]] = (self.old.scopes[was.inside], self.new.scopes[now.inside])
        self._carry_past()

    def result(self) -> Moved:
        """Return what the moved instance needs to catch up."""
        return Moved(elements=self.elements, places=self.places, scopes=self.scopes)

    def moved(self, row: Row) -> Row:
        """Return a kept row as the new definition has it."""
        identity, _, letter, host, *rest = row
        was, now = self.places[identity]
        data = _renamed_variables(rest[0] if rest else {}, was.element, now.element)
        if _is_at_join(row, was):
            data["in"] = self._arrow(row, was, now)
        data |= {key: self.records[identity, key] for key in ("past", "undo") if key in data}
        return [identity, now.bpmn_id, letter, host, data]

    def _place(self, row: Row) -> bool:
        """Find where a token goes; return False when it goes nowhere."""
        before, after = self.scopes[row[3]]
        was, now = before.task_specs[row[1]], after.task_specs.get(follower_in(after, row[1], self.elements))
        if self._is_dropped(row, was, now):
            return False
        obstacle = self._obstacle(row, was, now)
        if obstacle is not None:
            self.obstacles.append(obstacle)
            return False
        self.places[row[0]] = (was, now)
        self.kept.append(row)
        return True

    def _is_dropped(self, row: Row, was: Any, now: Any) -> bool:
        """Tell whether a token only watches for what the new definition no longer has at this place."""
        data = row[4] if len(row) > 4 else {}
        is_same = now is not None and stands_for(was, now)
        if "host" in data:
            host = self.places.get(data["host"])
            return host is None or not is_same or now.element.attached_to != host[1].bpmn_id
        if "watch" in data:
            return not is_same
        return "gate" in data and now is None and self._has_rival(row)

    def _has_rival(self, row: Row) -> bool:
        """Tell whether another event behind the same event-based gateway goes on waiting."""
        before, after = self.scopes[row[3]]
        for other in self.rows:
            if len(other) > 4 and other[4].get("gate") == row[4]["gate"]:
                follower = after.task_specs.get(follower_in(after, other[1], self.elements))
                if follower is not None and stands_for(before.task_specs[other[1]], follower):
                    return True
        return False

    def _obstacle(self, row: Row, was: Any, now: Any) -> Obstacle | None:
        target = follower_in(self.scopes[row[3]][1], row[1], self.elements)
        if now is None:
            message = f"Expected “{target}” beside the other elements of its scope, found none: map “{row[1]}”."
            return Obstacle(element=row[1], code="element-missing", message=message)
        if not stands_for(was, now):
            kind, found = kind_in_words(was.element), kind_in_words(now.element)
            message = f"Expected “{target}” to be what “{row[1]}” is ({kind}), found {found}."
            return Obstacle(element=row[1], code="kind-differs", message=message)
        if repetition_of(was.element) != repetition_of(now.element):
            message = f"Expected “{target}” to repeat as “{row[1]}” does, found another repetition."
            return Obstacle(element=row[1], code="repetition-differs", message=message)
        if _is_at_join(row, was) and self._arrow(row, was, now) is None:
            message = f"Expected an arrow into the join “{target}” for the one that arrived at “{row[1]}”, found none."
            return Obstacle(element=row[1], code="arrow-missing", message=message)
        return None

    def _arrow(self, row: Row, was: Any, now: Any) -> str | None:
        """Return the incoming arrow of the new join that stands for the one the token came by."""
        place = (row[3], was.bpmn_id)
        if place not in self.joins:
            before, after = self.scopes[row[3]]
            self.joins[place] = JoinArrows(before=before, after=after, was=was, now=now, elements=self.elements)
        return self.joins[place].follower(row[4]["in"])

    def _carry_past(self) -> None:
        """Find what stands for the activities that can still be undone."""
        past = PastMap(new=self.new, elements=self.elements)
        self.records[0, "past"] = past.followers(self.saved.get("c", []), self.new.spec)
        for row in self.kept:
            data = row[4] if len(row) > 4 else {}
            for key in ("past", "undo"):
                if key in data:
                    self.records[row[0], key] = past.followers(data[key], self._spec_of_past(row))
        self.obstacles += [
            Obstacle(element=element, code="undoing-missing", message=message) for element, message in past.lost.items()
        ]

    def _spec_of_past(self, row: Row) -> Any:
        """Return the new specification of the scope whose activities a token's records name.

        It is the token's own inside; for an event that throws, what stands around it and around its event sub-process.
        """
        now = self.places[row[0]][1]
        if isinstance(now, SubProcess):
            return self.new.scopes[now.inside]
        hosts = {other[0]: other[3] for other in self.rows}
        host = row[3]
        while host and isinstance(self.places[host][1], EventSubProcess):
            host = hosts[host]
        return self.scopes[host][1]


def _is_at_join(row: Row, was: Any) -> bool:
    """Tell whether a token has arrived at a join: it waits there, or stands in error because nothing more can come."""
    return isinstance(was, ParallelGateway | InclusiveGateway) and len(row) > 4 and "in" in row[4] and row[2] in "WE"


def _renamed_variables(data: Mapping[str, Any], was: Element, now: Element) -> dict[str, Any]:
    """Return what a token keeps, its repetition's variable and collected outputs as the new element names them."""
    kept = dict(data)
    before, after = was.multi_instance, now.multi_instance
    if before is None or after is None:
        return kept
    if "vars" in kept and before.item and after.item and before.item != after.item:
        kept["vars"] = {after.item if key == before.item else key: value for key, value in kept["vars"].items()}
    if "size" in kept:
        collected = kept.pop("out", None)
        if after.output_collection:
            kept["out"] = [None] * kept["size"] if collected is None else collected
    return kept
