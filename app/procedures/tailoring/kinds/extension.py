"""Plugs a sub-procedure of the commune into an extension point: its own small diagram with its forms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import fields, validate

from app.domain.findings import errors_of
from app.procedures.bpmn import BpmnModel, BpmnRefused
from app.procedures.bpmn.plugging import beyond_local, plug
from app.procedures.diagrams import read_diagram
from app.procedures.tailoring.base import Base, Group, components_of
from app.procedures.tailoring.operation import (
    ABSENT,
    LOCAL,
    LOCAL_FIELD,
    Leaves,
    Operation,
    OperationSchema,
)
from app.procedures.tailoring.policy import Rule
from app.procedures.tailoring.workspace import Workspace, put_text
from app.procedures.xml import XmlRefused, parse_xml

LONGEST_DIAGRAM = 200_000
FOREIGN_ROLES = frozenset(
    {
        *("citizen", "company", "architect", "bet", "topographer", "adouls", "system", "gouverneur", "caid_pacha"),
        *("autorite_centrale", "dgct", "analyst", "operator", "tresorier", "tgr", "aue", "ancfcc", "sdis", "barid"),
        *("dgsn", "cmr", "cdai", "wassit", "tribunal_admin", "famille_juge"),
    }
)
"""Roles that are not of the commune: it asks nobody else's people, nor citizens, for work in steps of its own."""


@dataclass(frozen=True, kw_only=True)
class PlugProcedure(Operation):
    """A start, tasks, choices and ends in the place of an empty task of the diagram.

    `forms` are form-js objects by the id of their user task; `texts` the titles and actions of the tasks by language,
    `form_texts` those of the forms.
    """

    do: ClassVar[str] = "plug-procedure"
    group: ClassVar[Group] = "elements"

    element: str
    diagram: str
    forms: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, Mapping[str, Mapping[str, str]]]
    form_texts: Mapping[str, Mapping[str, Any]]

    @property
    def name(self) -> str:
        """The extension point."""
        return self.element

    def problem(self, base: Base) -> str | None:
        """An extension point that the diagram has, and a sub-procedure that stays within what communes may draw."""
        point = base.model.elements.get(self.element)
        if point is None or not point.extension_point or point.kind != "task":
            return f"Expected an extension point of the diagram, found “{self.element}”: correct the name."
        try:
            model = self._model()
        except XmlRefused as refused:
            return f"Expected a sub-procedure that can be read, found: {refused.reason}"
        except BpmnRefused as refused:
            return f"Expected a sub-procedure that can be read, found: {refused.findings[0].message}"
        wrong = errors_of(list(model.findings))
        if wrong:
            return f"Expected a sub-procedure that can be read, found: {wrong[0].message}"
        return beyond_local(model, LOCAL) or next(self._problems(model, base), None)

    def _problems(self, model: BpmnModel, base: Base) -> Iterator[str]:
        """Give what is wrong with the forms, the roles and the texts."""
        tasks = {one.id: one for one in model.elements.values() if one.kind == "userTask"}
        for task in sorted(tasks.keys() ^ self.forms.keys()):
            yield f"Expected one form for each user task plugged in, found “{task}” on one side only: correct it."
        for task, element in tasks.items():
            if element.role in FOREIGN_ROLES or element.role not in base.roles:
                yield f"Expected a role of the commune on “{task}”, found “{element.role}”: set mastara:role."
        for form, written in self.forms.items():
            for one in components_of(written):
                key = str(one.get("key") or LOCAL_FIELD)
                if not key.startswith(LOCAL_FIELD):
                    yield f"Expected fields that begin with {LOCAL_FIELD} in “{form}”, found “{key}”: rename it."
        for language in sorted({*self.texts, *self.form_texts} - set(base.languages())):
            yield f"Expected languages of the procedure, found {language}: remove those texts."
        named = {task for texts in (*self.texts.values(), *self.form_texts.values()) for task in texts}
        for stray in sorted(named - tasks.keys()):
            yield f"Expected texts of tasks of the sub-procedure, found some of “{stray}”: remove them."

    def breach(self, rule: Rule, base: Base, beside: Sequence[Operation]) -> str | None:
        """At most as many activities as the rule says."""
        count = sum(1 for one in self._model().elements.values() if one.is_activity)
        return f"at most {rule.may_add} additions here, found {count}" if count > rule.may_add else None

    def before(self, base: Base) -> Leaves:
        """Nothing in the extension point, ABSENT where the diagram no longer has it."""
        return {"plugged": None if self.element in base.names("elements") else ABSENT}

    def after(self, base: Base) -> Leaves:
        """The sub-procedure."""
        return {"plugged": self}

    def around(self, base: Base) -> Any:
        """What comes before the extension point and behind it."""
        point = base.model.elements.get(self.element)
        if point is None:
            return None
        flows = base.model.flows
        return [flows[one].source for one in point.incoming], [flows[one].target for one in point.outgoing]

    def apply(self, workspace: Workspace) -> None:
        """Write the sub-process, its drawing, its forms and its texts."""
        plug(workspace.diagram(), self.element, parse_xml(self.diagram.encode(), file=self._file))
        manifest = workspace.manifest()
        for form, written in sorted(self.forms.items()):
            manifest["forms"].append(form)
            workspace.add_form(form, written)
        for language, tasks in self.texts.items():
            for task, texts in tasks.items():
                put_text(workspace.texts(language), f"tasks.{task}", dict(texts))
        for language, forms in self.form_texts.items():
            workspace.form_texts(language).update(forms)

    @property
    def _file(self) -> str:
        return f"{self.element}.bpmn"

    def _model(self) -> BpmnModel:
        return read_diagram(self.diagram.encode(), file=self._file)


class PlugProcedureSchema(OperationSchema):
    """`{do: plug-procedure, element, diagram, forms: {task: …}, texts: {fr: {task: {title, action}}}, form_texts}`."""

    makes = PlugProcedure
    element = fields.String(required=True)
    diagram = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_DIAGRAM))
    forms = fields.Dict(keys=fields.String(), values=fields.Dict(), required=True, validate=validate.Length(max=20))
    texts = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.Dict(keys=fields.String(), values=fields.String())),
        required=True,
    )
    form_texts = fields.Dict(
        keys=fields.String(), values=fields.Dict(keys=fields.String(), values=fields.Dict()), load_default=dict
    )
