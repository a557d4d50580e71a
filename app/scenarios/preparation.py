"""Turns a package into what the engine and the forms need, and builds the environment of each engine call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.deadlines import Calendar, Period, due_at, morocco_calendar
from app.decisions import DecisionError, DecisionModel, DecisionResult, read_decisions
from app.domain.clock import local_day
from app.engine import Environment, ProcessDefinition, compile_definition
from app.forms import FormDefinition
from app.linting.forms import read_forms
from app.procedures import ProcedurePackage
from app.procedures.parameters import Parameter


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A package ready to run; never changed after it was built."""

    package: ProcedurePackage
    definition: ProcessDefinition
    decisions: Mapping[str, DecisionModel]
    forms: Mapping[str, FormDefinition]
    calendar: Calendar

    def decide(self, name: str, data: Mapping[str, object], *, now: datetime) -> DecisionResult:
        """Take a decision by its id. Raises DecisionError."""
        if name not in self.decisions:
            known = ", ".join(sorted(self.decisions)) or "none"
            raise DecisionError(f"Expected one of the decisions {known}, found “{name}”: list its file.", decision=name)
        return self.decisions[name].decide(name, data, now=now)

    def environment(self, case: Mapping[str, object], *, filed_at: datetime, now: datetime) -> Environment:
        """Return what the diagram may see at `now`; parameters are those of the filing day."""
        parameters = self.package.parameters

        def due(path: str, start: datetime) -> datetime:
            return due_at(period_of(parameters[path], filed_at), start, self.calendar)

        def decide(name: str, data: Mapping[str, object]) -> DecisionResult:
            return self.decide(name, data, now=now)

        context = {"case": dict(case), "parameters": parameters.nested_on(local_day(filed_at))}
        return Environment(now=now, context=context, due=due, decide=decide)


def period_of(parameter: Parameter, on: datetime) -> Period:
    """Return the legal period of a parameter in force at a moment."""
    return Period.from_parameter(parameter.value_on(local_day(on)).value, parameter.unit, parameter.kind or None)


def prepare(package: ProcedurePackage) -> Prepared:
    """Compile a package. Raises DefinitionRefused (an engine's finding) or DecisionError."""
    decisions: dict[str, DecisionModel] = {}
    for name, content in package.decisions.items():
        model = read_decisions(content, file=f"processes/{package.key}/{name}")
        decisions |= dict.fromkeys((decision.id for decision in model.decisions), model)
    return Prepared(
        package=package,
        definition=compile_definition(package.bpmn),
        decisions=decisions,
        forms=read_forms(package),
        calendar=morocco_calendar(),
    )
