"""The operators of the policy COLLECT: + < > # (DMN 1.5, 8.2.10 and 10.3.2.10)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.decisions.scope import Scope
from app.decisions.shown import shown
from app.feel import FeelError, evaluate

if TYPE_CHECKING:
    from app.decisions.tables.policies import Hit
    from app.decisions.tables.table import DecisionTable

FUNCTIONS = {"SUM": "sum", "MIN": "min", "MAX": "max", "COUNT": "count"}
"""The FEEL function of each operator: smallest and largest are also known of texts, dates and durations."""

WANTED = {"SUM": "a number", "MIN": "values of one type that has an order", "MAX": "values of one type with an order"}


def aggregated(table: "DecisionTable", hits: Sequence["Hit"], scope: Scope) -> object:
    """Return the sum, the smallest, the largest or the number of the outputs of the rules that matched."""
    operator = table.aggregation or ""
    if len(table.outputs) > 1:
        scope.run.tell(f"Expected one output for {operator}, found {len(table.outputs)}.")
        return None
    values = [hit.outputs[0] for hit in hits]
    try:
        result = evaluate(f"{FUNCTIONS[operator]}(outputs)", {"outputs": values}, now=scope.run.now, functions=True)
    except FeelError as error:
        scope.run.tell(error.message)
        return None
    if result is None:
        scope.run.tell(
            f"Expected {WANTED[operator]} for {operator}, found {shown(_odd(values))}.", rule=hits[0].rule.id
        )
    return result


def _odd(values: Sequence[object]) -> object:
    """Return the first value that is null, else the first of another type than the first, else the first."""
    if None in values:
        return None
    return next((value for value in values if type(value) is not type(values[0])), values[0])
