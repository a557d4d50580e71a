"""Checks decision tables: policies that cannot work, cells that cannot be read, overlaps, gaps (DMN 1.5, chapter 8)."""

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from app.decisions.expressions.box import Names
from app.decisions.expressions.literal import Literal
from app.decisions.review.coverage import Coverage
from app.decisions.review.notes import Notes
from app.decisions.tables.table import AGGREGATIONS, HIT_POLICIES, IRRELEVANT, DecisionTable, Rule

if TYPE_CHECKING:
    from app.decisions.review.logic import Texts

ORDERED_POLICIES = frozenset({"PRIORITY", "OUTPUT ORDER"})
COMPLETE_POLICIES = frozenset({"UNIQUE", "FIRST", "ANY", "PRIORITY"})
REPORTED_OVERLAPS = 10
LARGEST_TABLE = 500


def check_table(table: DecisionTable, texts: "Texts", known: Names, *, complete: bool) -> None:
    """Note what is wrong with a table; its expressions are checked where all texts are, its unary tests here."""
    sound = all([_policy(table, texts), _order(table, texts), _cells(table, texts, known, complete=complete)])
    if not table.rules:
        texts.notes.warning("decision-empty", table.element, table.line, "Expected rules, found an empty table.")
    elif len(table.rules) > LARGEST_TABLE:
        message = (
            f"Expected at most {LARGEST_TABLE} rules to look for overlaps and gaps, found {len(table.rules)}: split it."
        )
        texts.notes.warning("decision-large-table", table.element, table.line, message)
    elif sound:
        coverage = Coverage(table)
        _overlaps(table, coverage, texts.notes)
        _gap(table, coverage, texts.notes)


def _policy(table: DecisionTable, texts: "Texts") -> bool:
    faults = [message for test, message in POLICY_FAULTS if test(table)]
    for message in faults:
        found = message.format(hit_policy=table.hit_policy, aggregation=table.aggregation)
        texts.notes.error("decision-hit-policy", table.element, table.line, found)
    return not faults


def _order(table: DecisionTable, texts: "Texts") -> bool:
    """Tell whether the outputs have an order where the policy needs one: output values, or those of their type."""
    if table.hit_policy not in ORDERED_POLICIES or any(column.values(texts.types) for column in table.outputs):
        return True
    message = "Expected output values, which give the order of this hit policy, found none: list them, best first."
    texts.notes.error("decision-hit-policy", table.element, table.line, message)
    return False


def _cells(table: DecisionTable, texts: "Texts", known: Names, *, complete: bool) -> bool:
    tests = [column.allowed for column in table.inputs] + [column.ordered for column in table.outputs]
    listed = [_unary(test, texts, known, complete=complete) for test in tests if test is not None]
    return all([*listed, *[_rule(table, rule, texts, known, complete=complete) for rule in table.rules]])


def _unary(test: Literal, texts: "Texts", known: Names, *, complete: bool) -> bool:
    return test.text in IRRELEVANT or texts.check_text(test, known, complete=complete, unary=True)


def _rule(table: DecisionTable, rule: Rule, texts: "Texts", known: Names, *, complete: bool) -> bool:
    if not table.whole(rule):
        message = (
            f"Expected {len(table.inputs)} inputs and {len(table.outputs)} outputs in rule {rule.number}, "
            f"found {len(rule.conditions)} and {len(rule.results)}."
        )
        texts.notes.error("decision-cells", rule.id, rule.line, message)
        return False
    return all([_unary(cell, texts, known, complete=complete) for cell in rule.conditions])


def _overlaps(table: DecisionTable, coverage: Coverage, notes: Notes) -> None:
    if table.hit_policy not in {"UNIQUE", "ANY"}:
        return
    for first, second in islice(coverage.overlaps(), REPORTED_OVERLAPS):
        rules = table.rules[first], table.rules[second]
        if table.hit_policy == "ANY" and _outputs(rules[0]) == _outputs(rules[1]):
            continue
        notes.error(
            "decision-overlap",
            rules[1].id,
            rules[1].line,
            f"Expected rules that exclude each other ({table.hit_policy}), found that rules {rules[0].number} and "
            f"{rules[1].number} both match {coverage.example(first, second)}.",
        )


def _gap(table: DecisionTable, coverage: Coverage, notes: Notes) -> None:
    if table.hit_policy not in COMPLETE_POLICIES or any(output.default for output in table.outputs):
        return
    gap = coverage.find_gap()
    if gap is not None:
        message = f"Expected a rule for every case, found none for {gap}: add a rule or a default output."
        notes.warning("decision-gap", table.element, table.line, message)


def _outputs(rule: Rule) -> list[str]:
    return [cell.text for cell in rule.results]


POLICY_FAULTS: tuple[tuple[Callable[[DecisionTable], bool], str], ...] = (
    (
        lambda table: table.hit_policy not in HIT_POLICIES,
        f"Expected a hit policy among {', '.join(HIT_POLICIES)}, found {{hit_policy!r}}.",
    ),
    (
        lambda table: table.aggregation is not None and table.aggregation not in AGGREGATIONS,
        f"Expected an aggregation among {', '.join(AGGREGATIONS)}, found {{aggregation!r}}.",
    ),
    (
        lambda table: table.hit_policy == "COLLECT" and table.aggregation is not None and len(table.outputs) > 1,
        "Expected one output where results are aggregated, found several.",
    ),
    (lambda table: not table.outputs, "Expected at least one output, found none."),
)
