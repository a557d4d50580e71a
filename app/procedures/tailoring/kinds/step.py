"""Leaves out an optional step of the diagram, or puts one in that is out unless a commune wants it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import fields

from app.procedures.bpmn import Element
from app.procedures.bpmn.taking_out import hindrance, take_out
from app.procedures.tailoring.base import Base, Group
from app.procedures.tailoring.operation import ABSENT, Leaves, Operation, OperationSchema
from app.procedures.tailoring.policy import Rule
from app.procedures.tailoring.workspace import Workspace

_WHERE = {True: "in its place", False: "left out"}


@dataclass(frozen=True, kw_only=True)
class SwitchStep(Operation):
    """Turns a switch of the diagram on or off; several steps may hang on one switch."""

    do: ClassVar[str] = "switch-step"
    group: ClassVar[Group] = "steps"

    step: str
    turn: bool
    """True: on."""

    @property
    def name(self) -> str:
        """The switch."""
        return self.step

    def problem(self, base: Base) -> str | None:
        """A switch that the diagram has, on steps that can be taken out."""
        steps = switched_by(base, self.step)
        if not steps:
            return f"Expected an optional step of the diagram, found “{self.step}”: correct the switch."
        return next((text for one in steps if not self.turn and (text := hindrance(base.model, one))), None)

    def breach(self, rule: Rule, base: Base, beside: Sequence[Operation]) -> str | None:
        """On or off, where the rule names one of them only."""
        if rule.one_of and self.turn not in rule.one_of:
            return f"the step {_WHERE[not self.turn]}, found it {_WHERE[self.turn]}"
        return None

    def before(self, base: Base) -> Leaves:
        """How the switch stands in the country."""
        steps = switched_by(base, self.step)
        return {"turn": steps[0].optional_on if steps else ABSENT}

    def after(self, base: Base) -> Leaves:
        """How the commune wants it."""
        return {"turn": self.turn}

    def around(self, base: Base) -> Any:
        """The steps that hang on the switch."""
        return [one.id for one in switched_by(base, self.step)]

    def apply(self, workspace: Workspace) -> None:
        """Take the steps out; those that stay in are left as drawn."""
        if not self.turn:
            leave_out(workspace, switched_by(workspace.base, self.step))


def switched_by(base: Base, switch: str) -> list[Element]:
    """Return the steps of a switch in the order of the diagram."""
    return [one for one in base.model.elements.values() if one.optional == switch]


def switched_off(base: Base, operations: Sequence[Operation]) -> list[Element]:
    """Return the steps that are out unless a commune wants them, where no operation turns their switch on."""
    decided = {one.step for one in operations if isinstance(one, SwitchStep)}
    return [one for one in base.model.elements.values() if one.left_out_at_first and one.optional not in decided]


def leave_out(workspace: Workspace, steps: Sequence[Element]) -> None:
    """Take steps out of the diagram, and out of what the manifest says of the legal period."""
    if not steps:
        return
    for step in steps:
        take_out(workspace.diagram(), step.id)
    gone = {step.id for step in steps}
    deadline = workspace.manifest()["deadline"]
    for key in ("restarts_after", "ends_after"):
        if key in deadline:
            deadline[key] = [element for element in deadline[key] if element not in gone]
    if "suspended_while" in deadline:
        deadline["suspended_while"] = _still_suspended(deadline["suspended_while"], gone)


def _still_suspended(rows: Sequence[dict[str, Any]], gone: set[str]) -> list[dict[str, Any]]:
    kept = [{**row, "waiting_at": [one for one in row["waiting_at"] if one not in gone]} for row in rows]
    return [row for row in kept if row["waiting_at"]]


class SwitchStepSchema(OperationSchema):
    """`{do: switch-step, step: site-visit, turn: off}`."""

    makes = SwitchStep
    step = fields.String(required=True)
    turn = fields.Boolean(required=True)
