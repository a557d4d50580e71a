"""Evaluates a decision: first what it requires, then its own table or expression."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.decisions.errors import DecisionError
from app.decisions.model import Decision, DecisionTable, Expression, InputData, Knowledge
from app.decisions.tables import TableResult, evaluate_table
from app.decisions.types import typed
from app.feel import FeelError, evaluate


@dataclass(frozen=True, kw_only=True)
class DecisionStep:
    """One decision taken on the way: its id, its result, and the ids of the rules that fired."""

    decision: str
    result: object
    rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DecisionResult:
    """The result of the decision asked for; `rules` and `steps` also tell of the decisions that it required."""

    result: object
    rules: tuple[str, ...]
    steps: tuple[DecisionStep, ...]


@dataclass
class _Run:
    """One evaluation: what is known, and what has been decided so far."""

    decisions: Mapping[str, Decision]
    input_data: Mapping[str, InputData]
    knowledge: Mapping[str, Knowledge]
    data: Mapping[str, object]
    now: datetime
    steps: dict[str, DecisionStep] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)

    def take(self, decision: Decision) -> DecisionStep:
        """Return the step of `decision`, evaluated once however often it is required."""
        if decision.id in self.steps:
            return self.steps[decision.id]
        if decision.id in self.open:
            circle = " → ".join([*self.open[self.open.index(decision.id) :], decision.id])
            raise DecisionError(f"Expected requirements without a circle, found {circle}.", decision=decision.name)
        self.open.append(decision.id)
        context = {**self.data, **self._required(decision)}
        result = self._evaluate(decision, context)
        self.open.pop()
        step = DecisionStep(decision=decision.id, result=result.value, rules=result.rules)
        self.steps[decision.id] = step
        return step

    def _required(self, decision: Decision) -> dict[str, object]:
        values: dict[str, object] = {}
        for reference in decision.requires:
            if reference in self.decisions:
                required = self.decisions[reference]
                values[required.variable] = self.take(required).result
            elif reference in self.input_data:
                needed = self.input_data[reference]
                values[needed.name] = self._datum(needed, decision)
            else:
                raise DecisionError(
                    f"Expected the required element {reference!r} in the same file, found none.",
                    decision=decision.name,
                )
        return values

    def _datum(self, needed: InputData, decision: Decision) -> object:
        try:
            return typed(self.data.get(needed.name), needed.type_name)
        except ValueError as error:
            raise DecisionError(f"input {needed.name}: {error}", decision=decision.name) from error

    def _evaluate(self, decision: Decision, context: Mapping[str, object]) -> TableResult:
        match decision.logic:
            case None:
                raise DecisionError(
                    "Expected a decision table or a literal expression, found neither: draw one.",
                    decision=decision.name,
                )
            case DecisionTable():
                return evaluate_table(decision.logic, context, decision=decision.name, now=self.now)
            case Expression():
                return TableResult(value=self._literal(decision, decision.logic, context), rules=())

    def _literal(self, decision: Decision, expression: Expression, context: Mapping[str, object]) -> object:
        text = with_functions(expression.text, self._functions(decision))
        try:
            return evaluate(text, context, now=self.now)
        except FeelError as error:
            raise DecisionError(f"expression {expression.element}: {error.message}", decision=decision.name) from error

    def _functions(self, decision: Decision) -> list[Knowledge]:
        """Return the functions that a decision needs, each after those that it calls itself."""
        ordered: list[Knowledge] = []

        def add(reference: str, path: tuple[str, ...]) -> None:
            function = self.knowledge.get(reference)
            if function is None or reference in path:
                raise DecisionError(
                    f"Expected the function {reference!r} in the same file, without a circle.", decision=decision.name
                )
            for needed in function.requires:
                add(needed, (*path, reference))
            if function not in ordered:
                ordered.append(function)

        for reference in decision.knowledge:
            add(reference, ())
        return ordered


def with_functions(text: str, functions: Sequence[Knowledge]) -> str:
    """Return `text` with the functions it may call before it: one FEEL context whose last entry is the result."""
    if not functions:
        return text
    entries = [_entry(function) for function in functions]
    return "{" + ", ".join([*entries, f'"mastara_result": ({text})']) + "}.mastara_result"


def _entry(function: Knowledge) -> str:
    body = function.body.text if function.body else "null"
    return f'"{function.name}": function({", ".join(function.parameters)}) ({body})'


def evaluate_decision(
    decision: Decision,
    *,
    decisions: Sequence[Decision],
    input_data: Sequence[InputData],
    knowledge: Sequence[Knowledge],
    data: Mapping[str, object],
    now: datetime,
) -> DecisionResult:
    """Return the result of `decision` and of all that it requires, in the order in which they were taken.

    Raises:
        DecisionError: with the decision and the rule at fault.
    """
    run = _Run(
        decisions={item.id: item for item in decisions},
        input_data={item.id: item for item in input_data},
        knowledge={item.id: item for item in knowledge},
        data=data,
        now=now,
    )
    result = run.take(decision).result
    steps = tuple(run.steps.values())
    return DecisionResult(result=result, rules=tuple(rule for step in steps for rule in step.rules), steps=steps)
