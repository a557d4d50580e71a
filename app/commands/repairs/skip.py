"""Passing over a step that cannot be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.commands.bus import Unit
from app.commands.repairs.fields import checked_by_forms
from app.commands.repairs.incident import NotFitting, OnIncident, Outcome, Repair
from app.domain.changes import SetValue, apply_changes, check_name
from app.domain.languages import Language


@dataclass(frozen=True, kw_only=True)
class SkipStep(OnIncident):
    """Count the step as done with the values that a person types, and let the case go on.

    `values` (JSON) by variable; `flow` names the way out where the diagram has a choice. A job of the platform is
    dropped. Raises ChangeRefused, AnswersRefused, NotFitting, RepairRefused.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    flow: str | None = None
    language: Language = "fr"

    def handle(self, unit: Unit) -> Outcome:
        repair = self.begin(unit)
        if repair.is_of_platform:
            return self._drop(repair)
        repair.must_concern_the_process()
        for name in self.values:
            check_name(name)
        case, before = repair.case, repair.elements
        changes = [SetValue(path=name, value=value) for name, value in self.values.items()]
        values = checked_by_forms(
            repair, apply_changes(case.document, changes), frozenset(self.values), language=self.language
        )
        former = {name: case.document.get(name) for name in values}
        step = unit.services.engine.skip(
            repair.deployed.definition,
            case.engine_state,
            case.document,
            repair.environment,
            keys=repair.keys(),
            values=values,
            flow=self.flow,
        )
        repair.drop_job()
        repair.write(step)
        repair.record(
            "StepSkipped",
            {
                "flow": self.flow,
                "before": {"at": before, "values": former},
                "after": {"at": repair.elements, "values": values},
            },
        )
        return repair.close("skip")

    def _drop(self, repair: Repair) -> Outcome:
        if self.values or self.flow:
            raise NotFitting("Expected no value: a job of the platform gives none to the case.", why="no-values")
        repair.drop_job()
        repair.touch()
        at = repair.elements
        repair.record("StepSkipped", {"flow": None, "before": {"at": at}, "after": {"at": at}})
        return repair.close("skip")
