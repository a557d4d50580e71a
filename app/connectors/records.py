"""Where simulators keep what they did: the outbox, the bills, the parcels that a demonstration can look at."""

from collections.abc import Mapping, Sequence
from typing import Protocol

Record = Mapping[str, object]
"""A JSON object."""


class SimulatedRecords(Protocol):
    """A small shelf of JSON objects, by kind and key; implemented by the store, and in memory for tests."""

    def put(self, kind: str, key: str, value: Record) -> None:
        """Keep the value under the key, in place of what was there; a replaced value keeps its age."""
        ...

    def find(self, kind: str, key: str) -> Record | None:
        """Return the value, or None."""
        ...

    def list_recent(self, kind: str, limit: int) -> Sequence[Record]:
        """Return at most `limit` values of the kind, the newest first."""
        ...


class RecordsInMemory:
    """Records that live as long as the object: for tests and scenarios."""

    def __init__(self) -> None:
        self._kinds: dict[str, dict[str, Record]] = {}

    def put(self, kind: str, key: str, value: Record) -> None:
        self._kinds.setdefault(kind, {})[key] = dict(value)

    def find(self, kind: str, key: str) -> Record | None:
        return self._kinds.get(kind, {}).get(key)

    def list_recent(self, kind: str, limit: int) -> Sequence[Record]:
        return list(reversed(self._kinds.get(kind, {}).values()))[:limit]
