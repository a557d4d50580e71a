"""What goes wrong in a scenario on purpose, so that a reader finds it: each package shows each of these once."""

from collections.abc import Mapping
from typing import Any

CITIZEN_ERRS = "citizen-errs"
"""Whoever fills in a form is mistaken: the form refuses it, or the file is sent back."""
ADMINISTRATION_LATE = "administration-late"
"""A period of the administration passes before it has acted."""
SYSTEM_FAILS = "system-fails"
"""A system or body outside fails, keeps silent, answers too late or answers twice."""
SHOWN = (CITIZEN_ERRS, ADMINISTRATION_LATE, SYSTEM_FAILS)
"""The words that `shows` of a scenario may hold."""


def shown_by(scenarios: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return for each of the words the files of the scenarios that show it; none where it is still missing."""
    return {word: [file for file, raw in scenarios.items() if word in _words(raw.get("shows"))] for word in SHOWN}


def _words(shows: object) -> list[object]:
    return shows if isinstance(shows, list) else []
