"""What an expression sees while it is evaluated: names, the types of its file, and the run that it belongs to."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.decisions.types.conversion import fitted
from app.decisions.types.kinds import DoesNotFit, Type
from app.decisions.types.signatures import with_signature
from app.feel import Function

if TYPE_CHECKING:
    from app.decisions.expressions.literal import Literal
    from app.decisions.expressions.variable import Variable
    from app.decisions.types.definitions import TypeNames

MOST_STEPS = 20_000
"""Calls and turns of loops in one decision; a table of prices needs some hundreds."""

MOST_CALLS_WITHIN_CALLS = 60
"""Depth of functions that call functions, each of which may nest some twenty calls of the interpreter."""

MOST_PROBLEMS = 50


class OverspentError(Exception):
    """The decision needs more steps than are allowed; caught where the decision was asked."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a value is null: the message, the decision in which it happened and the rule at fault."""

    message: str
    decision: str | None = None
    rule: str | None = None

    def __str__(self) -> str:
        place = f"Decision {self.decision}" if self.decision else "Decision model"
        at_rule = f", rule {self.rule}" if self.rule else ""
        return f"{place}{at_rule}: {self.message}"


@dataclass
class Run:
    """One question asked of a model: the moment, what went wrong, the rules that fired, and the steps left."""

    now: datetime
    problems: list[Problem] = field(default_factory=list)
    decision: str | None = None
    rules: list[str] = field(default_factory=list)
    rule: str | None = None
    steps_left: int = MOST_STEPS
    depth: int = 0

    def tell(self, message: str, *, rule: str | None = None) -> None:
        """Note why a value is null."""
        problem = Problem(message=message, decision=self.decision, rule=rule or self.rule)
        if len(self.problems) < MOST_PROBLEMS and problem not in self.problems:
            self.problems.append(problem)

    def step(self) -> None:
        """Count one call or one turn of a loop. Raises OverspentError."""
        self.steps_left -= 1
        if self.steps_left < 0:
            raise OverspentError(f"Expected at most {MOST_STEPS:,} calls and turns of loops, found more: simplify it.")

    @contextmanager
    def within_rule(self) -> Iterator[None]:
        """Note the rules that are looked at in between, so that problems name them."""
        outer = self.rule
        try:
            yield
        finally:
            self.rule = outer

    @contextmanager
    def within_decision(self, name: str) -> Iterator[list[str]]:
        """Enter a decision; give the list in which the rules that fire for it are noted."""
        outer = self.decision, self.rules, self.rule
        self.decision, self.rules, self.rule = name, [], None
        try:
            yield self.rules
        finally:
            self.decision, self.rules, self.rule = outer

    @contextmanager
    def within_call(self) -> Iterator[bool]:
        """Enter a function; give False if too many others are open."""
        self.step()
        self.depth += 1
        try:
            yield self.depth <= MOST_CALLS_WITHIN_CALLS
        finally:
            self.depth -= 1


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The names that an expression may use, with their values; `long_names` are those of several words of its file."""

    names: Mapping[str, object]
    run: Run
    types: "TypeNames"
    long_names: frozenset[str] = frozenset()

    def with_names(self, more: Mapping[str, object]) -> "Scope":
        """Return a scope in which the names of `more` come first."""
        return replace(self, names={**self.names, **more})

    def fit(self, value: object, variable: "Variable") -> object:
        """Return a value made to fit the type of the variable that it is bound to; null if it cannot be."""
        if value is None or variable.type_name is None:
            return value
        return self.fit_type(value, self.types.type_of(variable.type_name), place=variable.name)

    def fit_type(self, value: object, wanted: Type, *, place: str) -> object:
        """Return a value made to fit a type; null if it cannot be, and `place` names what it was for."""
        try:
            fit = fitted(value, wanted, self._passes)
            return self.sign(fit, wanted) if isinstance(fit, Function) else fit
        except DoesNotFit as problem:
            self.run.tell(f"{place}: {problem}")
            return None

    def allows(self, value: object, type_name: str) -> bool:
        """Tell whether a value is one of a type, its allowed values and all; note it where it is not."""
        return self.fit_type(value, self.types.type_of(type_name), place="function") is not None

    def sign(self, function: Function, wanted: Type) -> Function:
        """Return a function that keeps to the signature of a type, where that is one of functions."""
        return with_signature(
            function, wanted.resolved, lambda value, type_: self.fit_type(value, type_, place=function.name)
        )

    def read(self, value: object, type_name: str | None, *, place: str) -> object:
        """Return a value from outside with the dates and durations that its texts spell, where the type has such."""
        if value is None or type_name is None:
            return value
        try:
            return self.types.type_of(type_name).read(value)
        except DoesNotFit as problem:
            self.run.tell(f"{place}: {problem}")
            return None

    def _passes(self, tests: "Literal", value: object, names: Mapping[str, object]) -> bool:
        return tests.test(value, replace(self, names=names))
