"""The answers of a commune to operations in conflict, as they are kept: one for each operation, by its key."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

import orjson

from app.procedures.tailoring import Operation, operation_from_data, operations_to_data

Choice = Literal["keep", "national", "edit"]
CHOICES: tuple[Choice, ...] = get_args(Choice)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a commune decided about one operation: keep it, leave it to the country, or say it otherwise.

    `operation` is what stands in its place; None where it is left to the country.
    """

    choice: Choice
    operation: Operation | None

    def to_data(self) -> dict[str, Any]:
        """Return the answer as it is kept."""
        written = operations_to_data([self.operation])[0] if self.operation is not None else None
        return {"choice": self.choice, "operation": written}


def operation_key(operation: Operation) -> str:
    """Return the key of an operation: equal operations, of the variant in effect and of the workshop, share one."""
    written = orjson.dumps(operations_to_data([operation]), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(written).hexdigest()[:16]


def answers_from_data(kept: Mapping[str, Any]) -> dict[str, Answer]:
    """Return the kept answers by the key of the operation that each is about."""
    return {
        key: Answer(
            choice=cast(Choice, written["choice"]),
            operation=operation_from_data(written["operation"]) if written["operation"] else None,
        )
        for key, written in kept.items()
    }
