"""What a DMN file says, without its XML: decisions, their tables and expressions, and what they require."""

from dataclasses import dataclass
from typing import Literal, get_args

HitPolicy = Literal["UNIQUE", "FIRST", "ANY", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT"]
Aggregation = Literal["SUM", "COUNT", "MIN", "MAX"]

HIT_POLICIES: tuple[HitPolicy, ...] = get_args(HitPolicy)
AGGREGATIONS: tuple[Aggregation, ...] = get_args(Aggregation)


@dataclass(frozen=True, kw_only=True)
class Expression:
    """A FEEL text with the id and line of the element it stands in; `type_name` is its typeRef."""

    text: str
    element: str
    line: int | None = None
    type_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Input:
    """A column of conditions; `allowed` are its inputValues, a list of unary tests."""

    label: str
    expression: Expression
    allowed: Expression | None = None


@dataclass(frozen=True, kw_only=True)
class Output:
    """A column of results; `ordered` are its outputValues, highest priority first."""

    name: str
    element: str
    ordered: Expression | None = None
    default: Expression | None = None


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A row: one unary test an input, one expression an output."""

    id: str
    number: int
    line: int | None
    conditions: tuple[Expression, ...]
    results: tuple[Expression, ...]


@dataclass(frozen=True, kw_only=True)
class DecisionTable:
    """A decision table as written: its hit policy and aggregation may still be words that DMN does not know."""

    element: str
    line: int | None
    hit_policy: str
    aggregation: str | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


Logic = DecisionTable | Expression


@dataclass(frozen=True, kw_only=True)
class InputData:
    """A piece of data that a model expects from outside."""

    id: str
    name: str
    type_name: str | None


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """A business knowledge model: a function that decisions may call."""

    id: str
    name: str
    parameters: tuple[str, ...]
    body: Expression | None
    requires: tuple[str, ...]
    line: int | None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One decision; `requires` are ids of decisions and input data, `knowledge` ids of functions.

    `logic` is None where the file holds none, or a boxed expression other than a table and a text.
    """

    id: str
    name: str
    variable: str
    line: int | None
    logic: Logic | None
    requires: tuple[str, ...]
    knowledge: tuple[str, ...]
