"""Notices of outside systems that came again: kept in the history as received, without effect, once each."""

from collections.abc import Mapping
from typing import Any

from app.commands.bus import Unit
from app.store import cases
from app.store.models import Case


def record_ignored(case: Case, event: str, sender: str, notice: str, about: Mapping[str, Any], unit: Unit) -> None:
    """Note that a notice had no effect; one that is sent again and again is noted once. The case must be locked."""
    if any(known.kind == event and known.data.get("notice") == notice for known in cases.list_events(case)):
        return
    data = {**about, "notice": notice, "effect": "ignored"}
    cases.record_event(case, event, at=unit.now, actor_kind="system", actor_name=sender, data=data)
