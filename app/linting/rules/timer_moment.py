"""A timer's expression gives a period of the law, a duration or a date, never a bare number.

Why: parameters.l5519.answer is worth a number in a computation; the timer could not tell days from months, and the case
would stop.
Wrong: =parameters.l5519.answer + 3, or =max(parameters.a.small, parameters.a.large)
Right: =parameters.l5519.answer, =if urgent then parameters.a.urgent else parameters.a.usual, or =duration("P3D")
Source: law 55-19 art. 31 (periods are counted by the legal calendar); BPMN 2.0 (timers).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from app import feel
from app.linting.places import element_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage
from app.procedures.bpmn import Element
from app.procedures.bpmn.timers import is_literal

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
"""A moment for what the expression computes; only the kind of its value matters."""


@rule("timer-moment", severity="error", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    context = {"parameters": package.parameters.nested_on(date.max)}
    for element in package.bpmn.elements.values():
        for value in _computed(element, context):
            if isinstance(value, int | float) and not isinstance(value, bool):
                message = (
                    f"Expected a period, a duration or a date from the timer of {title(element)}, found the number "
                    f"{value:g}: name a period alone, or choose one by if … then … else."
                )
                yield element_remark(package, element, message)
                break


def _computed(element: Element, context: Mapping[str, object]) -> tuple[object, ...]:
    event = element.event
    if event is None or event.kind != "timer" or not event.expression or is_literal(event.expression):
        return ()
    try:
        return feel.values_computed(event.expression, context, now=NOW)
    except feel.FeelError:
        return ()
