"""Correcting the data of a case that stands still."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.commands.bus import Unit
from app.commands.repairs.fields import checked_by_forms
from app.commands.repairs.incident import NotFitting, OnIncident, Outcome
from app.domain.changes import Change, SetValue, apply_changes, find_value, read_path
from app.domain.languages import Language
from app.store.cases import write_case


@dataclass(frozen=True, kw_only=True)
class RepairData(OnIncident):
    """Set or remove values of the case document; the history keeps each before and after.

    A value whose variable a form of the deployment owns obeys the rules of its field. The case stays where it is: run
    the incident again afterwards. Raises ChangeRefused, AnswersRefused, NotFitting.
    """

    changes: Sequence[Change]
    language: Language = "fr"

    def handle(self, unit: Unit) -> Outcome:
        repair = self.begin(unit)
        case = repair.case
        if case.state != "open":
            raise NotFitting(f"Expected an open case, found it {case.state}.", why="case-closed")
        document = apply_changes(case.document, self.changes)
        set_names = {str(read_path(change.path)[0]) for change in self.changes if isinstance(change, SetValue)}
        names = {name for name in set_names if document.get(name) != case.document.get(name)}
        document |= checked_by_forms(repair, document, names, language=self.language)
        told = self._told(case.document, document)
        if not told:
            raise NotFitting("Expected a value that differs, found the data as they were.", why="no-change")
        write_case(case, expected_version=case.version, values={"document": document, "updated_at": unit.now})
        repair.record("DataRepaired", {"changes": told})
        return Outcome(
            case_id=case.id,
            commune_id=case.commune_id,
            reference=case.reference,
            resolved=False,
            version=case.version,
        )

    def _told(self, before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
        """Return path, before and after of what differs, each path once."""
        paths = dict.fromkeys(change.path for change in self.changes)
        told = [{"path": path, "before": find_value(before, path), "after": find_value(after, path)} for path in paths]
        return [change for change in told if change["before"] != change["after"]]
