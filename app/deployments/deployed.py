"""One deployment in memory: never changed after it was built, so it may be shared between threads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.deadlines import Calendar, due_at
from app.decisions import DecisionError, DecisionModel, DecisionResult, read_package_decision
from app.deployments.clocks import ClockPlan, plan_clock
from app.deployments.periods import period_of
from app.domain.clock import local_day
from app.domain.errors import MastaraError
from app.engine import Environment, ProcessDefinition, compile_definition
from app.forms import FormDefinition
from app.forms.packages import read_forms
from app.procedures import ProcedurePackage

KEPT_PLANS = 1_000
"""Days of filing whose legal clock is remembered."""


class FormUnknown(MastaraError):
    """The deployment has no form of that name."""

    code = "form-unknown"


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """A package ready to run."""

    package: ProcedurePackage
    definition: ProcessDefinition
    decisions: Mapping[str, DecisionModel]
    forms: Mapping[str, FormDefinition]

    _plans: dict[date, ClockPlan] = field(default_factory=dict, init=False, repr=False, compare=False)

    def clock_plan(self, filed_at: datetime) -> ClockPlan:
        """Return the legal clock of cases filed at a moment: `plan_clock`, made once a day of filing."""
        day = local_day(filed_at)
        plan = self._plans.get(day)
        if plan is None:
            if len(self._plans) >= KEPT_PLANS:
                self._plans.clear()
            plan = self._plans[day] = plan_clock(self.package, filed_at)
        return plan

    def form(self, name: str) -> FormDefinition:
        """Return a form by name. Raises FormUnknown."""
        try:
            return self.forms[name]
        except KeyError:
            raise FormUnknown(
                f"Expected a form of “{self.package.key}”, found “{name}”: add forms/{self.package.key}/{name}.json."
            ) from None

    @property
    def start_form(self) -> FormDefinition:
        """The form that a citizen files."""
        return self.form(self.package.manifest["start_form"])

    def decide(self, name: str, data: Mapping[str, object], *, now: datetime) -> DecisionResult:
        """Take a decision by its id. Raises DecisionError."""
        if name not in self.decisions:
            known = ", ".join(sorted(self.decisions)) or "none"
            raise DecisionError(f"Expected one of the decisions {known}, found “{name}”: list its file.", decision=name)
        return self.decisions[name].decide(name, data, now=now)

    def environment(
        self, case: Mapping[str, object], *, calendar: Callable[[], Calendar], filed_at: datetime, now: datetime
    ) -> Environment:
        """Return what the diagram may see at `now`; parameters are those of the filing day.

        `calendar` is asked for only when a period is counted.
        """
        parameters = self.package.parameters

        def due(path: str, start: datetime) -> datetime:
            return due_at(period_of(parameters[path], filed_at), start, calendar())

        def decide(name: str, data: Mapping[str, object]) -> DecisionResult:
            return self.decide(name, data, now=now)

        context = {"case": dict(case), "parameters": parameters.nested_on(local_day(filed_at))}
        return Environment(now=now, context=context, due=due, decide=decide)


def prepare(package: ProcedurePackage) -> Deployed:
    """Compile a package. Raises DefinitionRefused with findings, or DecisionError."""
    decisions: dict[str, DecisionModel] = {}
    for name in package.decisions:
        model = read_package_decision(package, name)
        decisions |= dict.fromkeys(model.ids, model)
    return Deployed(
        package=package,
        definition=compile_definition(package.bpmn, called=package.flows.models),
        decisions=decisions,
        forms=read_forms(package),
    )
