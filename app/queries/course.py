"""The course of a procedure in plain words: what the diagram shows, in the order in which a case passes it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.deadlines import Period
from app.deadlines.explanation import period_in_words
from app.domain.languages import Language, choose
from app.procedures import ProcedurePackage
from app.procedures.bpmn import BpmnModel, Element, SequenceFlow

CourseKind = Literal["step", "choice", "wait", "system", "document", "end"]
CHOICES = frozenset({"exclusiveGateway", "inclusiveGateway", "eventBasedGateway"})
WAITS = frozenset({"intermediateCatchEvent", "boundaryEvent", "receiveTask"})
CITIZENS = ("citizen", "company")
_PARAMETER = re.compile(r"^=\s*parameters\.([a-z0-9_]+(?:\.[a-z0-9_]+)+)\s*$")


@dataclass(frozen=True, kw_only=True)
class Branch:
    """One way out of a choice: its answer, the condition as it is written, and what comes next."""

    answer: str
    condition: str
    leads_to: str


@dataclass(frozen=True, kw_only=True)
class CourseItem:
    """One line of the course. `period` is its length in words with its text of law; empty where none is declared.

    `within` is the step of the diagram that calls a shared flow, for what happens inside of it.
    """

    kind: CourseKind
    id: str
    title: str
    who: str = ""
    by_citizen: bool = False
    period: str = ""
    legal_reference: str = ""
    branches: tuple[Branch, ...] = ()
    explanation: str = ""
    within: str = ""


@dataclass(frozen=True)
class _Telling:
    package: ProcedurePackage
    day: date
    language: Language

    def items(self) -> Iterator[CourseItem]:
        """Yield the lines of the diagram, those of a flow where it is called, each once."""
        told: set[str] = set()
        for element in in_flow_order(self.package.bpmn):
            flow = self.package.flows.models.get(element.called.process) if element.called else None
            model, within = (self.package.bpmn, "") if flow is None else (flow, self.title(element))
            for each in (element,) if flow is None else in_flow_order(flow):
                if each.id not in told:
                    told.add(each.id)
                    yield from self._item(each, model, within)

    def title(self, element: Element) -> str:
        """Return the name of an element: the task's own text, else the name in the drawing."""
        return self.package.text(f"tasks.{element.id}.title", self.language) or choose(element.names, self.language)

    def _item(self, element: Element, model: BpmnModel, within: str) -> Iterator[CourseItem]:
        if element.kind == "userTask":
            yield self._step(element, within)
        elif element.kind in CHOICES and len(element.outgoing) > 1 and self.title(element):
            yield self._choice(element, model, within)
        elif element.kind in WAITS and self.title(element):
            yield self._wait(element, within)
        elif element.operation in ("document.issue", "external.request"):
            yield self._service(element, within)
        elif element.kind == "endEvent" and element.parent is None and not within:
            yield self._end(element)

    def _step(self, element: Element, within: str) -> CourseItem:
        role = element.role or ""
        period, law = self._period(element.target)
        return CourseItem(
            kind="step",
            id=element.id,
            title=self.title(element),
            who=choose(self.package.roles.get(role, {}), self.language) or role,
            by_citizen=role in CITIZENS,
            period=period,
            legal_reference=law,
            explanation=self.package.text(f"tasks.{element.id}.hint", self.language),
            within=within,
        )

    def _choice(self, element: Element, model: BpmnModel, within: str) -> CourseItem:
        flows = [model.flows[flow] for flow in element.outgoing]
        branches = tuple(self._branch(flow, model) for flow in flows)
        return CourseItem(kind="choice", id=element.id, title=self.title(element), branches=branches, within=within)

    def _branch(self, flow: SequenceFlow, model: BpmnModel) -> Branch:
        return Branch(
            answer=choose(flow.names, self.language),
            condition=(flow.condition or "").removeprefix("=").strip(),
            leads_to=self._following(flow, model),
        )

    def _following(self, flow: SequenceFlow, model: BpmnModel) -> str:
        """Return the name of what a flow leads to, joins passed over."""
        for _ in range(len(model.elements)):
            target = model.elements[flow.target]
            name = self.title(target)
            if name or len(target.outgoing) != 1:
                return name
            flow = model.flows[target.outgoing[0]]
        return ""

    def _wait(self, element: Element, within: str) -> CourseItem:
        found = _PARAMETER.match(element.event.expression or "") if element.event else None
        period, law = self._period(found[1] if found else None)
        return CourseItem(
            kind="wait", id=element.id, title=self.title(element), period=period, legal_reference=law, within=within
        )

    def _service(self, element: Element, within: str) -> CourseItem:
        asks = element.operation == "external.request"
        system = self.package.systems.get(element.inputs.get("system", "")) if asks else None
        document = self.package.text(f"documents.{element.inputs.get('document', '')}.title", self.language)
        return CourseItem(
            kind="system" if asks else "document",
            id=element.id,
            title=self.title(element) or document,
            who=system.title_in(self.language) if system is not None else "",
            explanation="" if asks else document,
            within=within,
        )

    def _end(self, element: Element) -> CourseItem:
        explanation = self.package.text(f"outcomes.{element.outcome}.explanation", self.language)
        return CourseItem(kind="end", id=element.id, title=self.title(element), explanation=explanation)

    def _period(self, key: str | None) -> tuple[str, str]:
        """Return a declared period in words and the text that fixes it; nothing for anything else."""
        if not key or key not in self.package.parameters:
            return "", ""
        parameter = self.package.parameters[key]
        if not parameter.is_period:
            return "", ""
        dated = parameter.value_on(self.day)
        period = Period.from_parameter(dated.value, parameter.unit, parameter.kind)
        return period_in_words(period, self.language), dated.legal_ref


def tell_course(package: ProcedurePackage, *, day: date, language: Language) -> tuple[CourseItem, ...]:
    """Return the course with the periods in force on `day`, the ends last. Raises ParameterMissing, DeadlineError."""
    items = list(_Telling(package, day, language).items())
    return tuple(sorted(items, key=lambda item: item.kind == "end"))


def in_flow_order(model: BpmnModel, parent: str | None = None) -> Iterator[Element]:
    """Give each element after all that lead to it (loops apart), what a sub-process holds where it stands.

    Elements that no arrow reaches follow, in the order of the file.
    """
    children = {element.id: element for element in model.children(parent)}
    following: dict[str, list[str]] = {}
    for element in children.values():
        if element.attached_to:
            following.setdefault(element.attached_to, []).append(element.id)
    for flow in model.flows.values():
        if flow.target in children:
            following.setdefault(flow.source, []).append(flow.target)
    begun = [element.id for element in children.values() if element.kind == "startEvent"]
    seen: dict[str, None] = {}
    for key in (*_sorted_by_arrows(begun, following), *children):
        if key not in seen:
            seen[key] = None
            yield children[key]
            yield from in_flow_order(model, key)


def _sorted_by_arrows(begun: list[str], following: Mapping[str, list[str]]) -> list[str]:
    """Return what the arrows reach in topological order: the reverse of the order in which a deep search leaves it."""
    left: list[str] = []
    entered: set[str] = set()
    stack = [(key, False) for key in begun]
    while stack:
        key, done = stack.pop()
        if done:
            left.append(key)
        elif key not in entered:
            entered.add(key)
            stack.append((key, True))
            stack += [(target, False) for target in following.get(key, ()) if target not in entered]
    return left[::-1]


def differences_of(package: ProcedurePackage) -> Mapping[str, object]:
    """Return the reference dossier that the procedure was drawn from, and each difference with its reason."""
    found: Mapping[str, object] = package.manifest["dossier"] or {"reference": "", "differences": []}
    return found
