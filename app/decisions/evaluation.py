"""Takes decisions: first what each requires, then its own logic (DMN 1.5, 7.1 and 10.4)."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.decisions.inputs import Inputs
from app.decisions.invocables import knowledge_function, service_function
from app.decisions.model import Decision, DecisionService, InputData, Knowledge, Reference
from app.decisions.results import DecisionStep
from app.decisions.scope import Run, Scope
from app.feel import Function

if TYPE_CHECKING:
    from app.decisions.graph import DecisionModel, Found

Key = tuple[str, str]
"""A file and the id of an element in it."""


@dataclass(kw_only=True)
class Evaluation:
    """What is known while one question is answered, or while one decision service is called.

    `given` are values of elements that are known already: those that were found out, or the inputs of a service.
    """

    run: Run
    inputs: Inputs
    given: dict[Key, object] = field(default_factory=dict)
    steps: list[DecisionStep] = field(default_factory=list)
    open: list[Key] = field(default_factory=list)
    functions: dict[Key, Function | None] = field(default_factory=dict)

    def without_data(self, model: "DecisionModel", *, given: dict[Key, object]) -> "Evaluation":
        """Return what is known inside a function: its arguments, and nothing of the data."""
        inputs = Inputs(data={}, root=model, run=self.run)
        return Evaluation(run=self.run, inputs=inputs, given=given, steps=self.steps, functions=self.functions)

    def take(self, model: "DecisionModel", decision: Decision) -> object:
        """Return the value of a decision, found out once however often it is required."""
        key = (model.file, decision.id)
        if key not in self.given:
            self.given[key] = self._taken(model, decision, key)
        return self.given[key]

    def _taken(self, model: "DecisionModel", decision: Decision, key: Key) -> object:
        with self.run.within_decision(decision.name) as rules:
            if key in self.open:
                ids = [identifier for _, identifier in self.open[self.open.index(key) :]]
                self.run.tell(f"Expected requirements without a circle, found {' → '.join([*ids, decision.id])}.")
                return None
            self.open.append(key)
            value = self._decided(model, decision)
            self.open.pop()
        self.steps.append(DecisionStep(decision=decision.id, value=value, rules=tuple(rules)))
        return value

    def _decided(self, model: "DecisionModel", decision: Decision) -> object:
        scope = self.scope(model, (*decision.requires, *decision.knowledge))
        if decision.logic is None:
            self.run.tell("Expected a decision table or another boxed expression, found neither: draw one.")
            return None
        return decision.logic.bound(scope, decision.variable)

    def empty_scope(self, model: "DecisionModel") -> Scope:
        """Return a scope that knows the types of a model and no names."""
        return Scope(names={}, run=self.run, types=model.types, long_names=model.long_names)

    def scope(self, model: "DecisionModel", references: Iterable[Reference]) -> Scope:
        """Return the names that required elements give, besides those of data that no element declares."""
        names: dict[str, object] = {}
        for reference in references:
            found = model.find(reference)
            if found is None:
                message = f"Expected the required element {str(reference)!r} in this file or an import, found none."
                self.run.tell(message)
            else:
                _place(names, (*found.path, _name_of(found)), self.value(found))
        return replace(self.empty_scope(model), names={**self.inputs.undeclared, **names})

    def value(self, found: "Found") -> object:
        """Return the value of an element: of a decision its result, of a function or a service the function."""
        element, model = found.element, found.model
        if isinstance(element, Decision):
            replaced = self.inputs.replace(model, element)
            return self.inputs.of_variable(model, element.variable) if replaced else self.take(model, element)
        if isinstance(element, InputData):
            return self._input(model, element)
        return self.function(model, element)

    def _input(self, model: "DecisionModel", element: InputData) -> object:
        key = (model.file, element.id)
        if key not in self.given:
            self.given[key] = self.inputs.of_element(model, element)
        return self.given[key]

    def function(self, model: "DecisionModel", element: Knowledge | DecisionService) -> Function | None:
        """Return a business knowledge model or a decision service as a function; null if it is of a foreign kind."""
        key = (model.file, element.id)
        if key not in self.functions:
            self.functions[key] = self._made(model, element)
        return self.functions[key]

    def _made(self, model: "DecisionModel", element: Knowledge | DecisionService) -> Function | None:
        if isinstance(element, DecisionService):
            return service_function(self, model, element)
        return knowledge_function(self, model, element)


def _name_of(found: "Found") -> str:
    element = found.element
    return element.variable.name if isinstance(element, Decision | InputData) else element.name


def _place(names: dict[str, object], path: tuple[str, ...], value: object) -> None:
    """Put a value under a name, within the contexts that stand for imports."""
    *imports, name = path
    for part in imports:
        inner = names.get(part)
        if not isinstance(inner, _ImportedNames):
            inner = names[part] = _ImportedNames()
        names = inner
    names[name] = value


class _ImportedNames(dict[str, object]):
    """The names of an import, told apart from a decision whose value is a context."""
