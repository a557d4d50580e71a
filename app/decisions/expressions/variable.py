"""A name for a value: the information item of DMN (DMN 1.5, 7.3.4)."""

from dataclasses import dataclass

from app.decisions.markup import Element, Markup, id_of, line_of, name_of


@dataclass(frozen=True, kw_only=True)
class Variable:
    """A name, and the type that its values must have if one is named."""

    name: str
    type_name: str | None = None
    element: str = ""
    line: int | None = None


def read_variable(element: Element | None, markup: Markup, *, name: str = "") -> Variable:
    """Read a variable, parameter or column; `name` stands in where the file gives none."""
    if element is None:
        return Variable(name=name)
    return Variable(
        name=name_of(element) or name,
        type_name=markup.type_name(element),
        element=id_of(element),
        line=line_of(element),
    )
