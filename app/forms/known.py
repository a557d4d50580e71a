"""Answers that the administration already has: shown in the field with their source, for the person to confirm."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.languages import Text


@dataclass(frozen=True, kw_only=True)
class KnownAnswer:
    """A clean answer, and in words where it comes from: “your request 2026-… of 3 March 2026”."""

    value: object
    source: Text


Known = Mapping[str, KnownAnswer]


def may_prefill(properties: Mapping[str, object]) -> bool:
    """Tell whether an author lets an empty field begin with what is known (`properties.prefill` "true")."""
    return str(properties.get("prefill", "")).lower() == "true"
