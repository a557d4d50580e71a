"""Finds who catches an error or an escalation: border events and event sub-processes, from the inside outwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.engine.token import Token
from app.procedures.bpmn import Element


@dataclass(frozen=True, kw_only=True)
class Catcher:
    """An event that catches: on the border of the activity `host`, or the start of an event sub-process of `scope`."""

    scope: Any
    event: Element
    host: Token | None = None


def find_catcher(token: Token, kind: str, codes: frozenset[str]) -> Catcher | None:
    """Return the nearest event for one of the codes; one without a code catches all (BPMN 2.0 §10.5.6).

    Each activity around the token is asked first by its border events, then the scope it stands in by its event
    sub-processes.
    """
    for host in _hosts(token):
        borders: tuple[Element, ...] = getattr(host.task_spec, "borders", ())
        event = _matching(borders, kind, codes)
        if event is not None:
            return Catcher(scope=host.workflow, event=event, host=host)
        event = _matching(_event_starts(host), kind, codes)
        if event is not None:
            return Catcher(scope=host.workflow, event=event)
    return None


def is_interrupted(scope: Any) -> bool:
    """Tell whether an interrupting event sub-process of the scope has taken over."""
    starts = {start.id: start for start in scope.spec.event_starts}
    return any(
        "watch" not in token.internal_data
        and getattr(token.task_spec, "starts_on", None) in starts
        and starts[token.task_spec.starts_on].interrupting
        for token in scope.tasks.values()
    )


def _hosts(token: Token) -> Iterator[Token]:
    """Yield the activity of the token itself, then the activities around it, each as a whole."""
    instance = token.workflow.top_workflow
    current: Token | None = token
    while current is not None:
        yield instance.tokens.get(current.internal_data.get("of", current.id), current)
        scope = current.workflow
        current = None if scope.parent_task_id is None else scope.host


def _event_starts(host: Token) -> tuple[Element, ...]:
    """Return the starts that may catch what comes out of `host`: an event sub-process never catches its own."""
    scope = host.workflow
    if not scope.spec.catches or is_interrupted(scope):
        return ()
    own = getattr(host.task_spec, "starts_on", None)
    return tuple(start for start in scope.spec.catches if start.id != own)


def _matching(events: tuple[Element, ...], kind: str, codes: frozenset[str]) -> Element | None:
    for exact in (True, False):
        for event in events:
            if event.event_kind == kind and _catches(event, codes, exact=exact):
                return event
    return None


def _catches(event: Element, codes: frozenset[str], *, exact: bool) -> bool:
    definition = event.event
    if definition is None:
        return False
    wanted = {code for code in (definition.code, definition.name, definition.reference) if code}
    return bool(wanted & codes) if exact else not wanted
