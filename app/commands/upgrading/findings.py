"""What was found while an overlay was carried over, in typed form: kept with a trial or with a commune's upgrade."""

from collections.abc import Iterable
from typing import Any

from app.commands.upgrading.carrying import CarriedOverlay
from app.domain.findings import Finding
from app.procedures.tailoring.found import attention_data, conflict_data

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


def finding_data(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as their sentences, each once."""
    told = {one.message: {"rule": one.rule, "element": one.element or "", "message": one.message} for one in findings}
    return list(told.values())[:MOST_FINDINGS]
