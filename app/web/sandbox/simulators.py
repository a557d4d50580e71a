"""The simulators behind the pages, and what their callbacks were answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import abort

from app.commands.services import current_services
from app.connectors.registry import SimulatedConnectors
from app.store.simulation import StoredRecords
from app.web.operations.callbacks import CallbackAnswer

ANSWERS = "sandbox-answers"
KEPT_ANSWERS = 12


def simulators() -> SimulatedConnectors:
    """Return the simulated connectors; where a connector is real there is no page."""
    connectors = current_services().connectors
    if not isinstance(connectors, SimulatedConnectors):
        abort(404)
    return connectors


def records() -> StoredRecords:
    """Return what the simulators remember."""
    return StoredRecords(current_services().clock)


def keep_answer(key: str, what: str, answer: CallbackAnswer) -> None:
    """Remember what our callback answered to a notice of the bill or envelope `key`."""
    line = {
        "what": what,
        "status": answer.status,
        "body": dict(answer.body),
        "at": current_services().clock.now().isoformat(),
    }
    records().put(ANSWERS, key, {"lines": [line, *_kept(key)][:KEPT_ANSWERS]})


def list_answers(key: str) -> list[Mapping[str, Any]]:
    """Return what was answered, the newest first; `at` as a moment."""
    return [{**line, "at": datetime.fromisoformat(line["at"])} for line in _kept(key)]


def _kept(key: str) -> list[Any]:
    found = records().find(ANSWERS, key)
    return list(found["lines"]) if found else []
