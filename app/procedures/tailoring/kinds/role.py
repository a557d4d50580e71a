"""Gives the work of one role to another, where a commune has no such office."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import fields

from app.procedures.bpmn.vocabulary import mastara
from app.procedures.tailoring.base import Base, Group
from app.procedures.tailoring.operation import ABSENT, Leaves, Operation, OperationSchema
from app.procedures.tailoring.policy import Rule
from app.procedures.tailoring.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class MapRole(Operation):
    """The user tasks of a role are done by another; the lanes and who signs a document stay as they are drawn."""

    do: ClassVar[str] = "map-role"
    group: ClassVar[Group] = "roles"

    role: str
    to: str

    @property
    def name(self) -> str:
        """The role that the diagram names."""
        return self.role

    def problem(self, base: Base) -> str | None:
        """A role that has tasks, and one that the country knows."""
        if self.role not in base.names("roles"):
            return f"Expected a role that has tasks in the procedure, found “{self.role}”: correct the name."
        if self.to not in base.roles:
            return f"Expected a role of roles.yaml, found “{self.to}”: correct the name."
        return None

    def breach(self, rule: Rule, base: Base, beside: Sequence[Operation]) -> str | None:
        """One of the roles that the rule names."""
        if rule.one_of and self.to not in rule.one_of:
            return f"one of {', '.join(str(one) for one in rule.one_of)}, found {self.to}"
        return None

    def before(self, base: Base) -> Leaves:
        """The role itself, as long as it has tasks."""
        return {"role": self.role if self.role in base.names("roles") else ABSENT}

    def after(self, base: Base) -> Leaves:
        """The other role."""
        return {"role": self.to}

    def around(self, base: Base) -> Any:
        """The tasks of the role."""
        return sorted(self._tasks(base))

    def apply(self, workspace: Workspace) -> None:
        """Name the other role on each task."""
        tasks = self._tasks(workspace.base)
        for node in workspace.diagram().iter():
            if node.get("id") in tasks:
                node.set(mastara("role"), self.to)

    def _tasks(self, base: Base) -> set[str]:
        elements = base.model.elements.values()
        return {one.id for one in elements if one.kind == "userTask" and one.role == self.role}


class MapRoleSchema(OperationSchema):
    """`{do: map-role, role: chef_service, to: dgs}`."""

    makes = MapRole
    role = fields.String(required=True)
    to = fields.String(required=True)
