"""What was found while an overlay was carried over, in typed form: kept with a trial or with a commune's upgrade."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.commands.upgrading.carrying import CarriedOverlay
from app.domain.findings import Finding
from app.procedures.tailoring import ABSENT, Attention, Conflict, Operation, operations_to_data

ABSENT_WORD = "absent"
MOST_FINDINGS = 20


def found_data(old_id: str, carried: CarriedOverlay) -> dict[str, Any]:
    """Return {base, conflicts, attention, findings, scenarios} of one overlay as JSON can hold it.

    `base` is the id of the version on which the overlay stood: words about what was before are read of it.
    """
    return {
        "base": old_id,
        "conflicts": [conflict_data(one) for one in carried.found.conflicts],
        "attention": [attention_data(one) for one in carried.found.attention],
        "findings": finding_data(carried.errors),
        "scenarios": list(carried.moved_scenarios),
    }


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


def finding_data(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as their sentences, each once."""
    told = {one.message: {"rule": one.rule, "element": one.element or "", "message": one.message} for one in findings}
    return list(told.values())[:MOST_FINDINGS]


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
