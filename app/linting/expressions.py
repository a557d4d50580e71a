"""Every expression that a package's manifest and diagram hold, with the place where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from app import feel
from app.linting.places import manifest_file, manifest_line
from app.procedures import ProcedurePackage
from app.procedures.bpmn import BpmnModel, Element
from app.procedures.bpmn.timers import is_literal


@dataclass(frozen=True, kw_only=True)
class Expression:
    """One FEEL text, what it is for, and where."""

    text: str
    what: str
    file: str
    element: str | None
    line: int | None


def manifest_expressions(package: ProcedurePackage) -> Iterator[Expression]:
    """Give the expressions of the manifest: whether a piece is required, when a fee is due."""
    for group, key in (("pieces", "required"), ("fees", "when")):
        for index, entry in enumerate(package.manifest[group]):
            text = entry.get(key)
            if isinstance(text, str) and text.strip():
                yield Expression(
                    text=text,
                    what=f"“{key}” of {entry['key']}",
                    file=manifest_file(package),
                    element=entry["key"],
                    line=manifest_line(package, group, index, key),
                )


def diagram_expressions(model: BpmnModel) -> Iterator[Expression]:
    """Give the expressions of the diagram: conditions, scripts, timers, inputs, correlations, repetitions."""
    for flow in model.flows.values():
        if flow.condition:
            yield Expression(
                text=flow.condition, what="the condition", file=model.file, element=flow.id, line=flow.line
            )
    for element in model.elements.values():
        for what, text in _texts(element):
            if text:
                yield Expression(text=text, what=what, file=model.file, element=element.id, line=element.line)


def _texts(element: Element) -> Iterator[tuple[str, str | None]]:
    yield "the script", element.script
    yield "the correlation", element.correlation
    if element.event and element.event.expression and not is_literal(element.event.expression):
        yield "the timer" if element.event.kind == "timer" else "the condition", element.event.expression
    for mapping in (element.inputs, element.outputs):
        for name, text in mapping.items():
            if text.startswith("="):
                yield f"“{name}”", text
    if element.multi_instance:
        yield "the collection", element.multi_instance.collection
        yield "the completion", element.multi_instance.completion


def names_of(expression: Expression) -> frozenset[str]:
    """Return the free names of an expression; none when it cannot be read (another finding says so)."""
    try:
        return feel.names_used(expression.text)
    except feel.FeelError:
        return frozenset()
