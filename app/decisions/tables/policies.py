"""What each hit policy makes of the rules that match (DMN 1.5, 8.2.10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.decisions.scope import Scope
from app.decisions.shown import shown
from app.decisions.tables.aggregation import aggregated
from app.feel import FeelError, evaluate

if TYPE_CHECKING:
    from app.decisions.tables.table import DecisionTable, Output, Rule


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A rule that matched, and its outputs in the order of the columns."""

    rule: "Rule"
    outputs: Sequence[object]


def chosen_value(table: "DecisionTable", hits: list[Hit], scope: Scope) -> object:
    """Return what the policy of `table` gives for the rules that matched, of which there is at least one.

    The rules that gave the value are noted in the run; rules that contradict the policy give null and a problem.
    """
    chosen = CHOICES[table.hit_policy](table, hits, scope)
    if not chosen:
        return None
    scope.run.rules.extend(hit.rule.id for hit in chosen)
    if table.hit_policy in ONE_RULE:
        return shaped(table, chosen[0].outputs)
    if table.hit_policy == "COLLECT" and table.aggregation is not None:
        return aggregated(table, chosen, scope)
    return [shaped(table, hit.outputs) for hit in chosen]


def shaped(table: "DecisionTable", outputs: Sequence[object]) -> object:
    """Return a single output as itself, several as a context under their names."""
    if len(outputs) == 1:
        return outputs[0]
    return {column.name: output for column, output in zip(table.outputs, outputs, strict=True)}


def _unique(table: "DecisionTable", hits: list[Hit], scope: Scope) -> list[Hit]:
    if len(hits) == 1:
        return hits
    found = ", ".join(f"{hit.rule.number} ({hit.rule.id})" for hit in hits)
    scope.run.tell(
        f"Expected at most one rule to match (UNIQUE), found {len(hits)}: rules {found}. Make them exclusive.",
        rule=hits[1].rule.id,
    )
    return []


def _any(table: "DecisionTable", hits: list[Hit], scope: Scope) -> list[Hit]:
    for hit in hits[1:]:
        if hit.outputs != hits[0].outputs:
            scope.run.tell(
                f"Expected all matching rules to agree (ANY), found {shown(hits[0].outputs)} in rule "
                f"{hits[0].rule.id} and {shown(hit.outputs)}.",
                rule=hit.rule.id,
            )
            return []
    return hits


def _by_priority(table: "DecisionTable", hits: list[Hit], scope: Scope) -> list[Hit]:
    orders = [_order(column, scope) for column in table.outputs]
    if not any(orders):
        found = f"Expected output values, which give the order of {table.hit_policy}, found none: list them."
        scope.run.tell(found)
        return []
    return sorted(hits, key=lambda hit: _ranks(hit, orders))


def _order(column: "Output", scope: Scope) -> list[object]:
    listed = column.values(scope.types)
    if listed is None or not listed.text:
        return []
    try:
        values = evaluate(f"[{listed.text}]", scope.names, now=scope.run.now, functions=True)
    except FeelError as error:
        scope.run.tell(f"output values {listed.element}: {error.message}")
        return []
    return values if isinstance(values, list) else []


def _ranks(hit: Hit, orders: Sequence[list[object]]) -> list[int]:
    """Return the place of each output in its order, the last place for one that is not in it."""
    pairs = zip(hit.outputs, orders, strict=True)
    return [order.index(output) if output in order else len(order) for output, order in pairs]


def _as_found(table: "DecisionTable", hits: list[Hit], scope: Scope) -> list[Hit]:
    return hits


def _first(table: "DecisionTable", hits: list[Hit], scope: Scope) -> list[Hit]:
    return hits[:1]


def _best(table: "DecisionTable", hits: list[Hit], scope: Scope) -> list[Hit]:
    return _by_priority(table, hits, scope)[:1]


ONE_RULE = frozenset({"UNIQUE", "FIRST", "ANY", "PRIORITY"})
CHOICES: dict[str, Callable[["DecisionTable", list[Hit], Scope], list[Hit]]] = {
    "UNIQUE": _unique,
    "FIRST": _first,
    "ANY": _any,
    "PRIORITY": _best,
    "RULE ORDER": _as_found,
    "OUTPUT ORDER": _by_priority,
    "COLLECT": _as_found,
}
