"""The decision table as written, and how it decides (DMN 1.5, 8.3 and 10.3.2.10)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, get_args
from typing import Literal as Among

from app.decisions.expressions.box import Box, Names
from app.decisions.expressions.literal import Literal
from app.decisions.expressions.variable import Variable
from app.decisions.scope import Scope
from app.decisions.shown import shown
from app.decisions.tables.cells import CellTest, cell_test, comparable
from app.decisions.tables.policies import ONE_RULE, Hit, chosen_value, shaped

if TYPE_CHECKING:
    from app.decisions.types.definitions import TypeNames

HitPolicy = Among["UNIQUE", "FIRST", "ANY", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT"]
Aggregation = Among["SUM", "COUNT", "MIN", "MAX"]

HIT_POLICIES: tuple[HitPolicy, ...] = get_args(HitPolicy)
AGGREGATIONS: tuple[Aggregation, ...] = get_args(Aggregation)
IRRELEVANT = frozenset({"", "-"})


@dataclass(frozen=True, kw_only=True)
class Input:
    """A column of conditions; `allowed` are its inputValues, a list of unary tests."""

    label: str
    expression: Literal
    allowed: Literal | None = None


@dataclass(frozen=True, kw_only=True)
class Output:
    """A column of results; `ordered` are its outputValues, highest priority first.

    `whole_type` is the type of the table's own variable, whose allowed values stand in for a list of output values.
    """

    name: str
    element: str
    line: int | None = None
    type_name: str | None = None
    whole_type: str | None = None
    ordered: Literal | None = None
    default: Literal | None = None

    def values(self, types: "TypeNames") -> Literal | None:
        """Return the list of its values, best first: its output values, else the allowed values of its type."""
        if self.ordered is not None and self.ordered.text:
            return self.ordered
        return types.listed_values(self.type_name or self.whole_type)

    @property
    def variable(self) -> Variable:
        """The name and the type of the values of this column."""
        return Variable(name=self.name, type_name=self.type_name, element=self.element, line=self.line)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A row: one unary test an input, one expression an output; annotations are not read."""

    id: str
    number: int
    line: int | None
    conditions: Sequence[Literal]
    results: Sequence[Literal]


@dataclass(frozen=True, kw_only=True)
class ReadyRule:
    """A rule with its cells compiled: `tests` of columns, and the columns that it leaves open with `-`."""

    rule: Rule
    tests: Sequence[tuple[int, CellTest]]
    open_columns: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class DecisionTable(Box):
    """A decision table as written: its hit policy and aggregation may still be words that DMN does not know."""

    hit_policy: str
    aggregation: str | None
    inputs: Sequence[Input]
    outputs: Sequence[Output]
    rules: Sequence[Rule]

    @property
    def fault(self) -> str | None:
        """What forbids to evaluate the table at all: an unknown policy, or no output."""
        if self.hit_policy not in HIT_POLICIES:
            return f"Expected a hit policy among {', '.join(HIT_POLICIES)}, found {self.hit_policy!r}."
        if self.hit_policy == "COLLECT" and self.aggregation not in {None, *AGGREGATIONS}:
            return f"Expected an aggregation among {', '.join(AGGREGATIONS)}, found {self.aggregation!r}."
        return None if self.outputs else "Expected a table with at least one output, found none."

    def whole(self, rule: Rule) -> bool:
        """Tell whether a rule has a cell for each input and each output."""
        return len(rule.conditions) == len(self.inputs) and len(rule.results) == len(self.outputs)

    def evaluate(self, scope: Scope) -> object:
        """Return what the hit policy makes of the rules that match; the default outputs, or null, if none does."""
        if self.fault is not None:
            scope.run.tell(self.fault)
            return None
        with scope.run.within_rule():
            hits = self._hits(scope)
        return chosen_value(self, hits, scope) if hits else self._default(scope)

    def value(self, scope: Scope) -> object:
        """Return the outcome made to fit the table's type; editors write that of one output beside a list of them."""
        several = self.hit_policy not in ONE_RULE and self.aggregation is None
        return self.evaluate(scope) if several else super().value(scope)

    @cached_property
    def _ready(self) -> Sequence[ReadyRule]:
        return tuple(self._made_ready(rule) for rule in self.rules if self.whole(rule))

    def _made_ready(self, rule: Rule) -> ReadyRule:
        columns = range(len(self.inputs))
        left_open = frozenset(column for column in columns if rule.conditions[column].text in IRRELEVANT)
        tests = tuple((column, cell_test(rule.conditions[column])) for column in columns if column not in left_open)
        return ReadyRule(rule=rule, tests=tests, open_columns=left_open)

    def _hits(self, scope: Scope) -> list[Hit]:
        run = scope.run
        if len(self._ready) < len(self.rules):
            self._tell_of_short_rules(scope)
        values = [self._input_value(column, scope) for column in self.inputs]
        outside = self._outside(values, scope)
        values = [None if number in outside else value for number, value in enumerate(values)]
        hits: list[Hit] = []
        for ready in self._ready:
            run.rule = ready.rule.id
            if outside and not outside.isdisjoint(ready.open_columns):
                continue
            if all(test(values[column], scope) for column, test in ready.tests):
                hits.append(Hit(rule=ready.rule, outputs=self._outputs(ready.rule, scope)))
                if self.hit_policy == "FIRST":
                    break
        return hits

    def _tell_of_short_rules(self, scope: Scope) -> None:
        for rule in self.rules:
            if not self.whole(rule):
                found = "Expected one cell an input and an output, found another number of cells."
                scope.run.tell(found, rule=rule.id)

    def _input_value(self, column: Input, scope: Scope) -> object:
        """Return the value of an input expression; the label names the value where there is no expression."""
        expression = column.expression
        value = expression.evaluate(scope) if expression.text else scope.names.get(column.label)
        return comparable(scope.read(value, expression.type_name, place=f"input {column.label}"))

    def _outside(self, values: Sequence[object], scope: Scope) -> frozenset[int]:
        """Return the columns whose value is none of the input values: it is null there, and `-` does not match."""
        outside: set[int] = set()
        for number, (column, value) in enumerate(zip(self.inputs, values, strict=True)):
            allowed = column.allowed
            if allowed is None or allowed.text in IRRELEVANT or allowed.test(value, scope):
                continue
            outside.add(number)
            if value is not None:
                scope.run.tell(f"input {column.label}: Expected one of {allowed.text}, found {shown(value)}.")
        return frozenset(outside)

    def _outputs(self, rule: Rule, scope: Scope) -> Sequence[object]:
        pairs = zip(self.outputs, rule.results, strict=True)
        return tuple(self._output(column, cell, scope) for column, cell in pairs)

    def _output(self, column: Output, cell: Literal, scope: Scope) -> object:
        if cell.text in IRRELEVANT:
            return None
        value = scope.fit(cell.value(scope), column.variable)
        if value is None or not self._listed(column, value, scope):
            return None
        return value

    def _listed(self, column: Output, value: object, scope: Scope) -> bool:
        if column.ordered is None or column.ordered.text in IRRELEVANT:
            return True
        items = value if isinstance(value, list) else [value]
        if all(column.ordered.test(item, scope) for item in items):
            return True
        scope.run.tell(f"output {column.name}: Expected an output among {column.ordered.text}, found {shown(value)}.")
        return False

    def _default(self, scope: Scope) -> object:
        if all(column.default is None for column in self.outputs):
            return None
        values = (self._output(column, column.default, scope) if column.default else None for column in self.outputs)
        return shaped(self, tuple(values))

    def inner(self, names: Names) -> Iterator[tuple[Box, Names]]:
        """Yield the texts that are expressions: inputs, results and defaults; conditions are unary tests."""
        results = (cell for rule in self.rules for cell in rule.results)
        defaults = (column.default for column in self.outputs if column.default)
        inputs = (column.expression for column in self.inputs)
        return ((text, names) for text in (*inputs, *results, *defaults) if text.text not in IRRELEVANT)
