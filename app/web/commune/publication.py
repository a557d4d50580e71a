"""What was typed for a publication: why, on whose decision, from which day to which; read, checked, kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.commands.tailoring.noting import LONGEST_REASON, SHORTEST_REASON
from app.domain.texts import plain_text
from app.procedures.tailoring import Operation, OverlayRefused, operations_from_data, operations_to_data
from app.queries.tailoring_words import National, tell_operation
from app.web.interface import gettext, language

NAMES = ("reason", "decision_reference", "decision_taken", "since", "until")
DAYS = ("decision_taken", "since", "until")
LONGEST_REFERENCE = 240
MOST_SEEN = 400_000
"""Signs of the operations that a page sends back."""

Typed = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ChangedMeanwhile:
    """A thing that another administrator changed: the sentence of when the page was opened, and the one of now."""

    before: str
    now: str


def read_typed(form: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed, as it is kept."""
    typed = {name: " ".join(form.get(name, "").split())[:LONGEST_REFERENCE] for name in NAMES}
    return typed | {"reason": plain_text(form.get("reason", ""), longest=LONGEST_REASON)}


def problems_of(typed: Typed, *, today: date) -> dict[str, str]:
    """Return what is wrong with what was typed, by input."""
    errors: dict[str, str] = {}
    if len(typed["reason"]) < SHORTEST_REASON:
        errors["reason"] = gettext("Dites pourquoi, en %(least)s signes au moins.", least=SHORTEST_REASON)
    if bool(typed["decision_reference"]) != bool(typed["decision_taken"]):
        missing = "decision_taken" if typed["decision_reference"] else "decision_reference"
        errors[missing] = gettext("La délibération a une référence et une date : donnez les deux, ou aucune.")
    for name in DAYS:
        if typed[name] and _day(typed[name]) is None:
            errors[name] = gettext("Choisissez un jour du calendrier.")
    first, last = _day(typed["since"]) or today, _day(typed["until"])
    if last and last < first:
        errors["until"] = gettext("Le dernier jour vient après le premier.")
    return errors


def seen_operations(operations: tuple[Operation, ...]) -> str:
    """Return the operations that a page shows, for the page to send back."""
    return json.dumps(operations_to_data(operations), ensure_ascii=False)


def changed_meanwhile(national: National, seen: str, now: tuple[Operation, ...]) -> list[ChangedMeanwhile]:
    """Return what changed between what a page showed and what stands, both in words."""
    before = {one.identity: one for one in _read(seen)}
    after = {one.identity: one for one in now}

    def said(operation: Operation | None) -> str:
        return tell_operation(national, operation, language()) if operation else ""

    return [
        ChangedMeanwhile(before=said(before.get(identity)), now=said(after.get(identity)))
        for identity in dict.fromkeys([*before, *after])
        if before.get(identity) != after.get(identity)
    ]


def _read(seen: str) -> tuple[Operation, ...]:
    try:
        data: Any = json.loads(seen[:MOST_SEEN])
        return operations_from_data(data) if isinstance(data, list) else ()
    except (ValueError, AttributeError, OverlayRefused):
        return ()  # what a browser sent back only helps to tell the difference


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        return None
