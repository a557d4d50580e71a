"""What a rebase found, as a database keeps it: values of the file, days as ISO texts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.procedures.tailoring.operation import ABSENT, Operation
from app.procedures.tailoring.rebasing import Attention, Conflict
from app.procedures.tailoring.stored import operations_to_data

ABSENT_WORD = "absent"


def conflict_data(conflict: Conflict) -> dict[str, Any]:
    """Return a conflict: the operation, the part, and its three values."""
    return {
        "operation": _operation(conflict.operation),
        "part": conflict.part,
        "reason": conflict.reason,
        "before": value_data(conflict.before),
        "now": value_data(conflict.now),
        "local": value_data(conflict.local),
        "message": conflict.message,
    }


def attention_data(attention: Attention) -> dict[str, Any]:
    """Return something to read: the operation, why, and the national values before and now."""
    return {
        "operation": _operation(attention.operation),
        "kind": attention.kind,
        "before": value_data(attention.before),
        "now": value_data(attention.now),
    }


def value_data(value: Any) -> Any:
    """Return a value of a part as JSON: days as ISO texts, what is not there as {"absent": true}."""
    if value is ABSENT:
        return {ABSENT_WORD: True}
    if isinstance(value, Operation):
        return {"operation": _operation(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): value_data(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [value_data(inner) for inner in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _operation(operation: Operation) -> dict[str, Any]:
    return operations_to_data([operation])[0]
