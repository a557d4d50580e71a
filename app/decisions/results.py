"""What a model answers: the value, the rules that fired, the decisions taken on the way, and what went wrong."""

from dataclasses import dataclass
from functools import cached_property

from app.decisions.scope import Problem
from app.feel import plain


@dataclass(frozen=True, kw_only=True)
class DecisionStep:
    """One decision taken on the way: its id, its exact value, and the ids of the rules that fired."""

    decision: str
    value: object
    rules: tuple[str, ...]

    @cached_property
    def result(self) -> object:
        """The value as Python data."""
        return plain(self.value)


@dataclass(frozen=True, kw_only=True)
class DecisionResult:
    """The answer; `rules` and `steps` also tell of the decisions that were required.

    `value` is exact, as FEEL has it; `problems` tell why values are null that need not be.
    """

    value: object
    rules: tuple[str, ...]
    steps: tuple[DecisionStep, ...]
    problems: tuple[Problem, ...] = ()

    @cached_property
    def result(self) -> object:
        """The value as Python data: whole numbers as int, others as float, dates and times of Python.

        Raises:
            FeelError: the value is a function, or a date that Python cannot hold.
        """
        return plain(self.value)
