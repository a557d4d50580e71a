"""What the scenarios of a draft reach of its diagram; runs are kept in memory as long as nothing changes."""

from functools import cache

from app.decisions import DecisionError
from app.engine import DefinitionRefused
from app.queries.studio import OpenDraft, read_draft
from app.scenarios.coverage import Coverage
from app.scenarios.workshop import Workshop

PATIENCE = 3.0
"""Seconds that a page waits for scenarios; those that are left run at its next visit."""


@cache
def workshop() -> Workshop:
    """Return what this process keeps of the procedures that are tried."""
    return Workshop()


def draft_coverage(draft: OpenDraft, *, within: float | None = PATIENCE) -> Coverage | None:
    """Return the coverage of a draft's scenarios, None where it cannot be run at all: its findings say why."""
    package = read_draft(draft).package
    if package is None:
        return None
    try:
        return workshop().coverage(package, within=within)
    except (DefinitionRefused, DecisionError):
        return None
