"""Reads the elements of a requirements graph: decisions, input data, functions and services (DMN 1.5, chapter 6)."""

from collections.abc import Sequence
from dataclasses import replace

from app.decisions.expressions.kinds import read_inner
from app.decisions.expressions.variable import Variable, read_variable
from app.decisions.markup import Element, Markup, child, children, id_of, line_of, name_of
from app.decisions.model import Decision, DecisionService, InputData, Knowledge, Reference
from app.decisions.tables.table import DecisionTable


def read_decision(element: Element, markup: Markup) -> Decision:
    """Read a decision."""
    variable = _variable(element, markup)
    logic = read_inner(element, markup)
    if isinstance(logic, DecisionTable):
        logic = _with_type(logic, variable.type_name)
    return Decision(
        id=id_of(element),
        name=name_of(element) or id_of(element),
        variable=variable,
        line=line_of(element),
        logic=logic,
        requires=_references(element, "informationRequirement", "requiredDecision", "requiredInput"),
        knowledge=_references(element, "knowledgeRequirement", "requiredKnowledge"),
    )


def _with_type(table: DecisionTable, type_name: str | None) -> DecisionTable:
    """Return a table whose only output knows the type of the decision, for the order of its values."""
    if len(table.outputs) != 1 or type_name is None:
        return table
    return replace(table, outputs=(replace(table.outputs[0], whole_type=type_name),))


def read_input(element: Element, markup: Markup) -> InputData:
    """Read an input data element."""
    return InputData(
        id=id_of(element),
        name=name_of(element) or id_of(element),
        variable=_variable(element, markup),
        line=line_of(element),
    )


def read_knowledge(element: Element, markup: Markup) -> Knowledge:
    """Read a business knowledge model."""
    logic = child(element, "encapsulatedLogic")
    variable = _variable(element, markup)
    return Knowledge(
        id=id_of(element),
        name=name_of(element) or id_of(element),
        variable=variable if variable.type_name else replace(variable, type_name=markup.type_name(logic)),
        line=line_of(element),
        parameters=tuple(read_variable(one, markup) for one in children(logic, "formalParameter")),
        body=read_inner(logic, markup),
        kind=(logic.get("kind") if logic is not None else None) or "FEEL",
        requires=_references(element, "knowledgeRequirement", "requiredKnowledge"),
    )


def read_service(element: Element, markup: Markup) -> DecisionService:
    """Read a decision service."""
    return DecisionService(
        id=id_of(element),
        name=name_of(element) or id_of(element),
        variable=_variable(element, markup),
        line=line_of(element),
        outputs=_hrefs(element, "outputDecision"),
        encapsulated=_hrefs(element, "encapsulatedDecision"),
        input_decisions=_hrefs(element, "inputDecision"),
        input_data=_hrefs(element, "inputData"),
    )


def _variable(element: Element, markup: Markup) -> Variable:
    return read_variable(child(element, "variable"), markup, name=name_of(element) or id_of(element))


def _references(element: Element, requirement: str, *required: str) -> Sequence[Reference]:
    return tuple(reference for holder in children(element, requirement) for reference in _hrefs(holder, *required))


def _hrefs(element: Element, *tags: str) -> Sequence[Reference]:
    return tuple(_reference(one.get("href") or "") for one in children(element, *tags))


def _reference(href: str) -> Reference:
    """Read `#id`, `namespace#id`, or an id alone as some files write it."""
    namespace, mark, identifier = href.strip().rpartition("#")
    return Reference(id=identifier, namespace=namespace or None) if mark else Reference(id=href.strip())
