"""Finds who catches an error or an escalation: the border events of the activity, then of those around it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.engine.token import Token
from app.procedures.bpmn import Element


@dataclass(frozen=True, kw_only=True)
class Catcher:
    """A border event that catches, and the token of the activity it sits on."""

    host: Token
    event: Element


def find_catcher(token: Token, kind: str, codes: frozenset[str]) -> Catcher | None:
    """Return the nearest border event for one of the codes; one without a code catches all (BPMN 2.0 §10.5.6)."""
    for host in _hosts(token):
        borders: tuple[Element, ...] = getattr(host.task_spec, "borders", ())
        for exact in (True, False):
            for event in borders:
                if event.event_kind == kind and _catches(event, codes, exact=exact):
                    return Catcher(host=host, event=event)
    return None


def _hosts(token: Token) -> Iterator[Token]:
    """Yield the activity of the token itself, then the activities around it, each as a whole."""
    instance = token.workflow.top_workflow
    current: Token | None = token
    while current is not None:
        yield instance.tokens.get(current.internal_data.get("of", current.id), current)
        scope = current.workflow
        current = None if scope.parent_task_id is None else scope.host


def _catches(event: Element, codes: frozenset[str], *, exact: bool) -> bool:
    definition = event.event
    if definition is None:
        return False
    wanted = {code for code in (definition.code, definition.name, definition.reference) if code}
    return bool(wanted & codes) if exact else not wanted
