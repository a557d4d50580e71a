"""Finds input data among the data that were given, and makes them fit their types (DMN 1.5, 10.3.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from app.decisions.expressions.variable import Variable
from app.decisions.model import Decision, InputData
from app.decisions.scope import Run, Scope

if TYPE_CHECKING:
    from app.decisions.graph import DecisionModel


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """The data of one question, told to the model `root`.

    With `replacing`, data under the name of a required decision stand in for it: what if it were so?
    """

    data: Mapping[str, object]
    root: "DecisionModel"
    run: Run
    replacing: bool = False

    def replace(self, model: "DecisionModel", decision: Decision) -> bool:
        """Tell whether the data stand in for a decision."""
        return self.replacing and self._named(model, decision.variable.name) is not None

    @cached_property
    def undeclared(self) -> Mapping[str, object]:
        """The data under names that no element of the model has: every decision sees them.

        A name that the model declares is seen where it is required, and only there (DMN 1.5, 7.1).
        """
        declared = self.root.declared_names
        return {name: value for name, value in self.data.items() if name not in declared}

    def of_element(self, model: "DecisionModel", element: InputData) -> object:
        """Return the value of an input data element, by the name of its variable or its own."""
        value = self._named(model, element.variable.name)
        if value is None and element.name != element.variable.name:
            value = self._named(model, element.name)
        return self._typed(model, element.variable, value)

    def of_variable(self, model: "DecisionModel", variable: Variable) -> object:
        """Return the value of a parameter or of a decision that the data replace."""
        return self._typed(model, variable, self._named(model, variable.name))

    def _typed(self, model: "DecisionModel", variable: Variable, value: object) -> object:
        scope = Scope(names={}, run=self.run, types=model.types, long_names=model.long_names)
        place = f"input {variable.name}"
        return scope.fit(scope.read(value, variable.type_name, place=place), variable)

    def _named(self, model: "DecisionModel", name: str) -> object:
        """Return a value by name; that of an imported model stands behind the import (as `import.name`, or in a
        context under the import's name), or plainly under its own name."""
        for path in self.root.paths.get(model.file, ()):
            qualified = ".".join((*path, name))
            value = self.data[qualified] if qualified in self.data else _within(self.data, (*path, name))
            if value is not None:
                return value
        return self.data.get(name)


def _within(data: object, path: tuple[str, ...]) -> object:
    for name in path:
        if not isinstance(data, Mapping):
            return None
        data = data.get(name)
    return data
