"""Evaluates decision tables: which rules match, and what the hit policy makes of them (DMN 1.5, 8.2.10 and 8.2.11)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.decisions.errors import DecisionError
from app.decisions.model import AGGREGATIONS, HIT_POLICIES, DecisionTable, Expression, Rule
from app.decisions.types import typed
from app.feel import FeelError, evaluate, unary_test

IRRELEVANT = frozenset({"", "-"})


@dataclass(frozen=True, kw_only=True)
class TableResult:
    """The value of a table and the ids of the rules that gave it."""

    value: object
    rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A rule that matched, and its outputs in the order of the columns."""

    rule: Rule
    outputs: tuple[object, ...]


@dataclass(frozen=True, kw_only=True)
class _Evaluation:
    table: DecisionTable
    context: Mapping[str, object]
    decision: str
    now: datetime

    def error(self, message: str, rule: Rule | None = None) -> DecisionError:
        return DecisionError(message, decision=self.decision, rule=rule.id if rule else None)

    def input_values(self) -> list[object]:
        return [self._input_value(column.expression, column.label) for column in self.table.inputs]

    def _input_value(self, expression: Expression, label: str) -> object:
        try:
            return typed(evaluate(expression.text, self.context, now=self.now), expression.type_name)
        except (FeelError, ValueError) as error:
            raise self.error(f"input {label}: {error}") from error

    def matches(self, rule: Rule, values: Sequence[object]) -> bool:
        if len(rule.conditions) != len(values) or len(rule.results) != len(self.table.outputs):
            raise self.error("Expected one cell an input and an output, found another number of cells.", rule)
        pairs = zip(rule.conditions, values, strict=True)
        return all(self._passes(cell, value, rule) for cell, value in pairs)

    def _passes(self, cell: Expression, value: object, rule: Rule) -> bool:
        if cell.text in IRRELEVANT:
            return True
        try:
            return unary_test(cell.text, value, self.context, now=self.now)
        except FeelError as error:
            raise self.error(f"cell {cell.element}: {error.message}", rule) from error

    def value(self, expression: Expression, rule: Rule | None = None) -> object:
        if not expression.text:
            return None
        try:
            return evaluate(expression.text, self.context, now=self.now)
        except FeelError as error:
            raise self.error(f"cell {expression.element}: {error.message}", rule) from error

    def hits(self, *, only_first: bool) -> list[Hit]:
        values = self.input_values()
        hits: list[Hit] = []
        for rule in self.table.rules:
            if self.matches(rule, values):
                outputs = tuple(self.value(cell, rule) for cell in rule.results)
                hits.append(Hit(rule=rule, outputs=outputs))
                if only_first:
                    break
        return hits

    def shaped(self, outputs: tuple[object, ...]) -> object:
        """Return a single output as itself, several as a context under their names."""
        if len(outputs) == 1:
            return outputs[0]
        return {column.name: output for column, output in zip(self.table.outputs, outputs, strict=True)}

    def default(self) -> object:
        columns = self.table.outputs
        if all(column.default is None for column in columns):
            return None
        return self.shaped(tuple(self.value(column.default) if column.default else None for column in columns))


def evaluate_table(table: DecisionTable, context: Mapping[str, object], *, decision: str, now: datetime) -> TableResult:
    """Return what `table` gives for the names of `context`; `decision` names it in errors.

    Raises:
        DecisionError: rules contradict the hit policy, a cell cannot be evaluated, or the table is malformed.
    """
    run = _Evaluation(table=table, context=context, decision=decision, now=now)
    if table.hit_policy not in HIT_POLICIES:
        raise run.error(f"Expected a hit policy among {', '.join(HIT_POLICIES)}, found {table.hit_policy!r}.")
    if not table.outputs:
        raise run.error("Expected a table with at least one output, found none.")
    hits = run.hits(only_first=table.hit_policy == "FIRST")
    if not hits and (table.hit_policy in ONE_RULE or run.default() is not None):
        return TableResult(value=run.default(), rules=())
    chosen = CHOICES[table.hit_policy](run, hits)
    rules = tuple(hit.rule.id for hit in chosen)
    if table.hit_policy in ONE_RULE:
        return TableResult(value=run.shaped(chosen[0].outputs), rules=rules)
    return TableResult(value=_collected(run, chosen), rules=rules)


def _unique(run: _Evaluation, hits: list[Hit]) -> list[Hit]:
    if len(hits) > 1:
        found = ", ".join(f"{hit.rule.number} ({hit.rule.id})" for hit in hits)
        raise run.error(
            f"Expected at most one rule to match (UNIQUE), found {len(hits)}: rules {found}. Make them exclusive.",
            hits[1].rule,
        )
    return hits


def _any(run: _Evaluation, hits: list[Hit]) -> list[Hit]:
    for hit in hits[1:]:
        if hit.outputs != hits[0].outputs:
            raise run.error(
                f"Expected all matching rules to agree (ANY), found {hits[0].outputs!r} in rule "
                f"{hits[0].rule.id} and {hit.outputs!r}.",
                hit.rule,
            )
    return hits


def _by_priority(run: _Evaluation, hits: list[Hit]) -> list[Hit]:
    orders = [_order(run, column.ordered) for column in run.table.outputs]
    if not any(orders):
        raise run.error(
            f"Expected output values, which give the order of {run.table.hit_policy}, found none: list them."
        )
    return sorted(hits, key=lambda hit: _rank(run, hit, orders))


def _order(run: _Evaluation, expression: Expression | None) -> list[object]:
    if expression is None or not expression.text:
        return []
    try:
        values = evaluate(f"[{expression.text}]", run.context, now=run.now)
    except FeelError as error:
        raise run.error(f"output values {expression.element}: {error.message}") from error
    return values if isinstance(values, list) else []


def _rank(run: _Evaluation, hit: Hit, orders: Sequence[list[object]]) -> list[int]:
    ranks: list[int] = []
    for output, order in zip(hit.outputs, orders, strict=True):
        if order and output not in order:
            raise run.error(f"Expected an output among {order!r}, found {output!r}.", hit.rule)
        ranks.append(order.index(output) if order else 0)
    return ranks


def _as_found(run: _Evaluation, hits: list[Hit]) -> list[Hit]:
    return hits


def _first(run: _Evaluation, hits: list[Hit]) -> list[Hit]:
    return hits[:1]


def _best(run: _Evaluation, hits: list[Hit]) -> list[Hit]:
    return _by_priority(run, hits)[:1]


ONE_RULE = frozenset({"UNIQUE", "FIRST", "ANY", "PRIORITY"})
CHOICES: dict[str, Callable[[_Evaluation, list[Hit]], list[Hit]]] = {
    "UNIQUE": _unique,
    "FIRST": _first,
    "ANY": _any,
    "PRIORITY": _best,
    "RULE ORDER": _as_found,
    "OUTPUT ORDER": _by_priority,
    "COLLECT": _as_found,
}


def _collected(run: _Evaluation, hits: list[Hit]) -> object:
    aggregation = run.table.aggregation
    if aggregation is None or run.table.hit_policy != "COLLECT":
        return [run.shaped(hit.outputs) for hit in hits]
    if aggregation not in AGGREGATIONS:
        raise run.error(f"Expected an aggregation among {', '.join(AGGREGATIONS)}, found {aggregation!r}.")
    if len(run.table.outputs) > 1:
        raise run.error(f"Expected one output for {aggregation}, found {len(run.table.outputs)}.")
    if aggregation == "COUNT":
        return len(hits)
    return _aggregate(run, aggregation, hits)


def _aggregate(run: _Evaluation, aggregation: str, hits: list[Hit]) -> object:
    if not hits:
        return None
    numbers: list[int | float] = []
    for hit in hits:
        output = hit.outputs[0]
        if isinstance(output, bool) or not isinstance(output, int | float):
            raise run.error(f"Expected a number for {aggregation}, found {output!r}.", hit.rule)
        numbers.append(output)
    return AGGREGATES[aggregation](numbers)


AGGREGATES: dict[str, Callable[[list[int | float]], int | float]] = {"SUM": sum, "MIN": min, "MAX": max}
