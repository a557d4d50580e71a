"""Reads DMN files of versions 1.1 to 1.5: the parts of a model that decide, none of its drawing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from app.decisions.errors import DecisionError
from app.decisions.evaluation import DecisionResult, evaluate_decision
from app.decisions.model import (
    HIT_POLICIES,
    Decision,
    DecisionTable,
    Expression,
    Input,
    InputData,
    Knowledge,
    Logic,
    Output,
    Rule,
)
from app.decisions.review import review
from app.domain.findings import Finding
from app.procedures.xml import parse_xml

NAMESPACE_MARK = "omg.org/spec/DMN/"
INITIALS = {policy[0]: policy for policy in HIT_POLICIES}
"""Some tools write the letter that a table shows instead of the word."""
LONGEST_LABEL = 60

Element = etree._Element


@dataclass(frozen=True, kw_only=True)
class DecisionModel:
    """One DMN file: its decisions in the order of the file."""

    file: str
    name: str
    decisions: tuple[Decision, ...]
    input_data: tuple[InputData, ...]
    knowledge: tuple[Knowledge, ...]

    def find_decision(self, id_or_name: str) -> Decision | None:
        """Return the decision with this id, else the first with this name."""
        by_id = next((decision for decision in self.decisions if decision.id == id_or_name), None)
        return by_id or next((decision for decision in self.decisions if decision.name == id_or_name), None)

    def get_decision(self, id_or_name: str) -> Decision:
        """Return the decision with this id or name.

        Raises:
            DecisionError: there is none.
        """
        decision = self.find_decision(id_or_name)
        if decision is None:
            known = ", ".join(decision.id for decision in self.decisions) or "none"
            raise DecisionError(f"Expected a decision named {id_or_name!r} in {self.file}, found {known}.")
        return decision

    def decide(self, id_or_name: str, data: Mapping[str, object], *, now: datetime) -> DecisionResult:
        """Return what the decision gives for `data` (names at top level), and the rules that fired.

        Raises:
            DecisionError: no such decision, data that it does not allow, or a fault in the model.
        """
        return evaluate_decision(
            self.get_decision(id_or_name),
            decisions=self.decisions,
            input_data=self.input_data,
            knowledge=self.knowledge,
            data=data,
            now=now,
        )

    def findings(self) -> list[Finding]:
        """Return what is wrong or doubtful in this file, in the order of the file."""
        return review(self.file, self.decisions, self.input_data, self.knowledge)


def read_decisions(content: bytes, *, file: str) -> DecisionModel:
    """Read a DMN file; faults inside its decisions are left to `findings` and `decide`.

    Raises:
        DecisionError: the file is XML but no DMN model, or holds no decision.
        XmlRefused: the file is no XML that we accept.
    """
    root = parse_xml(content, file=file)
    if _local(root) != "definitions" or NAMESPACE_MARK not in str(root.tag):
        raise DecisionError(f"Expected a DMN model in {file}, found the element {_local(root)}: export it as DMN 1.3.")
    decisions = tuple(_decision(element) for element in _children(root, "decision"))
    if not decisions:
        raise DecisionError(f"Expected at least one decision in {file}, found none.")
    return DecisionModel(
        file=file,
        name=root.get("name") or file,
        decisions=decisions,
        input_data=tuple(_input_data(element) for element in _children(root, "inputData")),
        knowledge=tuple(_knowledge(element) for element in _children(root, "businessKnowledgeModel")),
    )


def _local(element: Element) -> str:
    return etree.QName(element).localname


def _children(element: Element, *names: str) -> list[Element]:
    return [child for child in element if NAMESPACE_MARK in str(child.tag) and _local(child) in names]


def _child(element: Element, *names: str) -> Element | None:
    return next(iter(_children(element, *names)), None)


def _id(element: Element) -> str:
    return element.get("id") or f"{_local(element)}-at-line-{_line(element)}"


def _line(element: Element) -> int | None:
    line: Any = element.sourceline
    return int(line) if line is not None else None


def _references(element: Element, requirement: str, *required: str) -> tuple[str, ...]:
    found = (
        child.get("href", "").removeprefix("#")
        for holder in _children(element, requirement)
        for child in _children(holder, *required)
    )
    return tuple(found)


def _decision(element: Element) -> Decision:
    name = element.get("name") or _id(element)
    variable = _child(element, "variable")
    return Decision(
        id=_id(element),
        name=name,
        variable=(variable.get("name") if variable is not None else None) or name,
        line=_line(element),
        logic=_logic(element),
        requires=_references(element, "informationRequirement", "requiredDecision", "requiredInput"),
        knowledge=_references(element, "knowledgeRequirement", "requiredKnowledge"),
    )


def _input_data(element: Element) -> InputData:
    variable = _child(element, "variable")
    name = element.get("name") or _id(element)
    if variable is None:
        return InputData(id=_id(element), name=name, type_name=None)
    return InputData(id=_id(element), name=variable.get("name") or name, type_name=variable.get("typeRef"))


def _knowledge(element: Element) -> Knowledge:
    logic = _child(element, "encapsulatedLogic")
    parameters = _children(logic, "formalParameter") if logic is not None else []
    body = _child(logic, "literalExpression") if logic is not None else None
    return Knowledge(
        id=_id(element),
        name=element.get("name") or _id(element),
        parameters=tuple(parameter.get("name", "") for parameter in parameters),
        body=_expression(body) if body is not None else None,
        requires=_references(element, "knowledgeRequirement", "requiredKnowledge"),
        line=_line(element),
    )


def _logic(element: Element) -> Logic | None:
    table = _child(element, "decisionTable")
    if table is not None:
        return _table(table)
    literal = _child(element, "literalExpression")
    return _expression(literal) if literal is not None else None


def _expression(element: Element, *, holder: Element | None = None) -> Expression:
    text = _child(element, "text")
    place = element if text is None else text
    return Expression(
        text=((text.text if text is not None else None) or "").strip(),
        element=_id(element) if holder is None or element.get("id") else _id(holder),
        line=_line(place),
        type_name=element.get("typeRef"),
    )


def _table(element: Element) -> DecisionTable:
    outputs = _children(element, "output")
    policy = element.get("hitPolicy") or "UNIQUE"
    return DecisionTable(
        element=_id(element),
        line=_line(element),
        hit_policy=INITIALS.get(policy, policy),
        aggregation=element.get("aggregation"),
        inputs=tuple(_input(child) for child in _children(element, "input")),
        outputs=tuple(_output(child, number) for number, child in enumerate(outputs, start=1)),
        rules=tuple(_rule(child, number) for number, child in enumerate(_children(element, "rule"), start=1)),
    )


def _input(element: Element) -> Input:
    expression = _child(element, "inputExpression")
    allowed = _child(element, "inputValues")
    read = _expression(element if expression is None else expression, holder=element)
    return Input(
        label=element.get("label") or read.text[:LONGEST_LABEL],
        expression=read,
        allowed=_expression(allowed, holder=element) if allowed is not None else None,
    )


def _output(element: Element, number: int) -> Output:
    values = _child(element, "outputValues")
    default = _child(element, "defaultOutputEntry")
    return Output(
        name=element.get("name") or element.get("label") or f"output {number}",
        element=_id(element),
        ordered=_expression(values, holder=element) if values is not None else None,
        default=_expression(default, holder=element) if default is not None else None,
    )


def _rule(element: Element, number: int) -> Rule:
    return Rule(
        id=_id(element),
        number=number,
        line=_line(element),
        conditions=tuple(_expression(child) for child in _children(element, "inputEntry")),
        results=tuple(_expression(child) for child in _children(element, "outputEntry")),
    )
