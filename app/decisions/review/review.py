"""Checks one file: requirements, logic, types; the findings come in the order of these checks."""

from typing import TYPE_CHECKING

from app.decisions.review.logic import check_logic
from app.decisions.review.notes import Notes
from app.decisions.review.requirements import check_requirements
from app.decisions.review.typing import check_types
from app.domain.findings import Finding

if TYPE_CHECKING:
    from app.decisions.graph import DecisionModel


def review(model: "DecisionModel") -> list[Finding]:
    """Return the findings of one file; imported files are reviewed when they are asked themselves."""
    notes = Notes(file=model.file, findings=list(model.faults))
    for check in (check_logic, check_requirements, check_types):
        check(model, notes)
    return notes.findings
