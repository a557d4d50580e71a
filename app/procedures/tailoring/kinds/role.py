"""Gives the work of one role to another, where a commune has no such office."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from marshmallow import fields

from app.procedures.bpmn import BpmnModel
from app.procedures.bpmn.vocabulary import mastara
from app.procedures.flows import CalledFlows
from app.procedures.signing import signing_roles
from app.procedures.tailoring.base import NOT_OF_COMMUNES, Base, Group
from app.procedures.tailoring.operation import ABSENT, Leaves, Operation, OperationSchema
from app.procedures.tailoring.policy import Rule
from app.procedures.tailoring.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class MapRole(Operation):
    """The tasks of a role are done by another, in the diagram and in the flows whose doer the call decides.

    A document that nobody of the role can sign any more is signed by the other; the lanes stay as they are drawn.
    """

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
        if self.to not in base.roles or self.to in NOT_OF_COMMUNES:
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
        """The tasks and the calls of the role, and the documents that it signs."""
        signed = [document["key"] for document in _documents(base) if document.get("signatory") == self.role]
        return sorted(one.id for one in base.worked_by(self.role)), sorted(signed)

    def apply(self, workspace: Workspace) -> None:
        """Name the other role on each task and call, and as the signatory of what the role can sign no more."""
        base = workspace.base
        moved = {one.id for one in base.worked_by(self.role)}
        for node in workspace.diagram().iter():
            if node.get("id") in moved:
                node.set(mastara("role"), self.to)
        elements = {one: replace(base.model.elements[one], role=self.to) for one in moved}
        model = replace(base.model, elements={**base.model.elements, **elements})
        flows = base.flows_of(model)
        for document in _documents(base):
            if document.get("signatory") == self.role and _lost(document["key"], self.role, model, flows):
                workspace.sign_by(document, self.to)


def _documents(base: Base) -> Iterator[Mapping[str, Any]]:
    """Give what the procedure declares of its documents, then what the flows declare of theirs."""
    own = base.manifest.get("documents") or ()
    yield from own
    keys = {row["key"] for row in own}
    yield from (document for document in base.flows.documents if document["key"] not in keys)


def _lost(document: str, role: str, model: BpmnModel, flows: CalledFlows) -> bool:
    """Tell whether a document is issued and no task of the role comes before."""
    roles = signing_roles(document, model, flows)
    return roles is not None and role not in roles


class MapRoleSchema(OperationSchema):
    """`{do: map-role, role: chef_service, to: dgs}`."""

    makes = MapRole
    role = fields.String(required=True)
    to = fields.String(required=True)
