"""Checks each expression of a model at reading, so that a typing error never waits for a citizen's case."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app import feel
from app.domain.findings import Finding
from app.procedures.bpmn.juel import Untranslatable, feel_of
from app.procedures.bpmn.model import BpmnModel, Element, SequenceFlow
from app.procedures.bpmn.structure import title
from app.procedures.bpmn.timers import TimerRefused, check_literal, is_literal

_QUOTED = re.compile(r'\s*=?\s*"([^"\\]*)"\s*')
_CRON = re.compile(r"\s*(?:[\d*?/,LW#-]+\s+){4,6}[\w*?/,#-]+\s*", re.ASCII)
_ASSIGNMENT = re.compile(r"\s*=?\s*[A-Za-z_][\w.]*\s*=(?!=)", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class _Place:
    """One expression and where it stands; `title` names the element to a person."""

    element: str
    title: str
    line: int | None
    what: str
    text: str


def expression_findings(model: BpmnModel) -> list[Finding]:
    """Return an `invalid-expression` error for each expression that is not FEEL, `invalid-timer` for each bad timer."""
    findings = [finding for place in _expressions(model) if (finding := _check(model, place))]
    findings += [finding for element in model.elements.values() for finding in _check_timer(model, element)]
    findings += [finding for element in model.elements.values() for finding in _check_script(model, element)]
    return findings


def _expressions(model: BpmnModel) -> Iterator[_Place]:
    for flow in model.flows.values():
        yield from _of_flow(flow)
    for element in model.elements.values():
        yield from _of_element(element)


def _of_flow(flow: SequenceFlow) -> Iterator[_Place]:
    if flow.condition:
        yield _Place(element=flow.id, title=title(flow), line=flow.line, what="condition", text=flow.condition)


def _of_element(element: Element) -> Iterator[_Place]:
    several = element.multi_instance
    texts: list[tuple[str, str | None]] = [
        ("correlation", element.correlation),
        ("loop condition", element.loop.condition if element.loop else None),
        ("collection", several.collection if several else None),
        ("cardinality", several.cardinality if several else None),
        ("completion condition", several.completion if several else None),
        ("output item", several.output_item if several else None),
    ]
    if element.script_format is None or "feel" in element.script_format.lower():
        texts.append(("script", element.script))
    if element.event and element.event.kind == "conditional":
        texts.append(("condition", element.event.expression))
    called = element.called
    mappings = [("input", called.inputs if called else element.inputs), ("output", element.outputs)]
    for what, mapping in mappings:
        texts += [(f"{what} “{name}”", text) for name, text in mapping.items() if text.startswith("=")]
    for what, text in texts:
        if text:
            yield _Place(element=element.id, title=title(element), line=element.line, what=what, text=text)


def _check(model: BpmnModel, place: _Place) -> Finding | None:
    reason = _java_in(place.text)
    if reason:
        found = _quoted(place.text.removeprefix("="))
        message = (
            f"Expected FEEL in the {place.what} of {place.title}, found {found}, in which "
            f"{reason} has no equivalent: write it in FEEL, over variables of the case."
        )
        return _finding(model, "invalid-expression", place, message)
    try:
        feel.check(place.text)
    except feel.FeelError as error:
        return _finding(
            model,
            "invalid-expression",
            place,
            f"Expected FEEL in the {place.what} of {place.title}, found {_quoted(place.text)}: {error}",
        )
    return None


def _quoted(text: str) -> str:
    return repr(feel.excerpt_of(text))


def _java_in(text: str) -> str | None:
    """Return what keeps an expression of Camunda 7 from being FEEL; None when there is no such expression."""
    if not text.startswith(("=${", "=#{")):
        return None
    try:
        feel_of(text[1:])
    except Untranslatable as reason:
        return str(reason)
    return None


def _check_timer(model: BpmnModel, element: Element) -> Iterator[Finding]:
    event = element.event
    if event is None or event.kind != "timer":
        return
    place = _Place(element=element.id, title=title(element), line=event.line, what="timer", text=event.expression or "")
    if not event.expression:
        yield _finding(
            model,
            "invalid-timer",
            place,
            f"Expected a duration or a date in the timer of {place.title}, found nothing: write one such as P10D.",
        )
    elif _CRON.fullmatch(event.expression):
        message = (
            f"Expected an ISO 8601 repetition in the timer of {place.title}, found the cron text {event.expression!r}: "
            "write one such as R/PT5M or R/2026-01-05T09:00:00+01:00/P1D."
        )
        yield _finding(model, "invalid-timer", place, message)
    elif is_literal(event.expression) or _QUOTED.fullmatch(event.expression):
        quoted = _QUOTED.fullmatch(event.expression)
        try:
            check_literal(quoted[1] if quoted else event.expression, event.timer or "duration")
        except TimerRefused as refused:
            message = f"{refused.message} Correct the timer of {place.title}."
            yield _finding(model, "invalid-timer", place, message)
    elif finding := _check(model, place):
        yield finding


def _check_script(model: BpmnModel, element: Element) -> Iterator[Finding]:
    """A script written as an assignment is a comparison in FEEL: it would give true or false, never a context."""
    if element.kind != "scriptTask" or element.result or not _ASSIGNMENT.match(element.script or ""):
        return
    place = _Place(
        element=element.id, title=title(element), line=element.line, what="script", text=element.script or ""
    )
    message = (
        f"Expected a FEEL context such as {{total: price * copies}} in the script of {place.title}, found "
        f"{place.text[:60]!r}, which only compares: write it as a context."
    )
    yield _finding(model, "script-without-context", place, message)


def _finding(model: BpmnModel, rule: str, place: _Place, message: str) -> Finding:
    return Finding(
        rule=rule, severity="error", file=model.file, element=place.element, line=place.line, message=message
    )
