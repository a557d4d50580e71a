"""Finds who catches an error or an escalation: border events and event sub-processes, from the inside outwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.engine.token import Token
from app.procedures.bpmn import Element, EventDefinition


@dataclass(frozen=True, kw_only=True)
class Catcher:
    """An event that catches: on the border of the activity `host`, or the start of an event sub-process of `scope`."""

    scope: Any
    event: Element
    host: Token | None = None


@dataclass(frozen=True, kw_only=True)
class Thrown:
    """An error or escalation on its way: its code, or what names it when it has none."""

    kind: str
    code: str | None = None
    name: str | None = None
    reference: str | None = None

    def fits(self, definition: EventDefinition) -> bool:
        """Tell whether an event names what was thrown: by the code where both have one, else by the declaration.

        Two declarations may share a name, and those of two files an id; what has no code is known by its name or id.
        """
        if self.code is not None and definition.code is not None:
            return self.code == definition.code
        if self.reference is not None and self.reference == definition.reference:
            return True
        known = self.code or self.name
        return definition.code is None and known is not None and known in (definition.name, definition.reference)


def find_catcher(token: Token, thrown: Thrown) -> Catcher | None:
    """Return the nearest event for what was thrown; one that names nothing catches all (BPMN 2.0 §10.5.6).

    Each activity around the token is asked first by its border events, then the scope it stands in by its event
    sub-processes.
    """
    for host in _hosts(token):
        borders: tuple[Element, ...] = getattr(host.task_spec, "borders", ())
        event = _matching(borders, thrown)
        if event is not None:
            return Catcher(scope=host.workflow, event=event, host=host)
        event = _matching(_event_starts(host), thrown)
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


def _matching(events: tuple[Element, ...], thrown: Thrown) -> Element | None:
    """Return the event that names what was thrown, else one that catches all of its kind."""
    of_kind = [(event, event.event) for event in events if event.event and event.event.kind == thrown.kind]
    named = (event for event, definition in of_kind if thrown.fits(definition))
    return next(named, next((event for event, definition in of_kind if _catches_all(definition)), None))


def _catches_all(definition: EventDefinition) -> bool:
    return not (definition.code or definition.name or definition.reference)
