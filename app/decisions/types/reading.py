"""Reads item definitions."""

from app.decisions.expressions.literal import Literal, read_text
from app.decisions.expressions.variable import read_variable
from app.decisions.markup import Element, Markup, child, children, id_of, line_of, name_of
from app.decisions.types.definitions import FunctionItem, ItemDefinition


def read_definition(element: Element, markup: Markup) -> ItemDefinition:
    """Read an item definition or a component of one."""
    function = child(element, "functionItem")
    return ItemDefinition(
        name=name_of(element) or id_of(element),
        element=id_of(element),
        line=line_of(element),
        type_name=markup.type_name(element),
        is_collection=element.get("isCollection") in {"true", "1"},
        components=tuple(read_definition(one, markup) for one in children(element, "itemComponent")),
        function=_function(function, markup) if function is not None else None,
        allowed=_tests(element, "allowedValues", markup),
        constraint=_tests(element, "typeConstraint", markup),
    )


def _function(element: Element, markup: Markup) -> FunctionItem:
    parameters = children(element, "parameters", "formalParameter")
    return FunctionItem(
        parameters=tuple(read_variable(one, markup) for one in parameters),
        result=markup.type_name(element, "outputTypeRef"),
    )


def _tests(element: Element, tag: str, markup: Markup) -> Literal | None:
    tests = child(element, tag)
    return read_text(tests, markup, holder=element) if tests is not None else None
