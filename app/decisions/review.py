"""Checks decisions without running them: cells that cannot be read, wrong requirements, overlaps and gaps."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice, product
from math import prod

from app.decisions.domains import Column
from app.decisions.model import (
    AGGREGATIONS,
    HIT_POLICIES,
    Decision,
    DecisionTable,
    Expression,
    InputData,
    Knowledge,
    Rule,
)
from app.decisions.tables import IRRELEVANT
from app.domain.findings import Finding, Severity
from app.feel import FeelError, check

ORDERED_POLICIES = frozenset({"PRIORITY", "OUTPUT ORDER"})
COMPLETE_POLICIES = frozenset({"UNIQUE", "FIRST", "ANY", "PRIORITY"})
LARGEST_GRID = 20_000
REPORTED_OVERLAPS = 10


def review(
    file: str, decisions: Sequence[Decision], input_data: Sequence[InputData], knowledge: Sequence[Knowledge]
) -> list[Finding]:
    """Return the findings of one file, in the order of its decisions."""
    return _Review(file=file, decisions=decisions, input_data=input_data, knowledge=knowledge).run()


class _Review:
    def __init__(
        self,
        *,
        file: str,
        decisions: Sequence[Decision],
        input_data: Sequence[InputData],
        knowledge: Sequence[Knowledge],
    ) -> None:
        self.file = file
        self.decisions = {decision.id: decision for decision in decisions}
        self.knowledge = {function.id: function for function in knowledge}
        self.elements = {*self.decisions, *self.knowledge, *(item.id for item in input_data)}
        self.names = [
            *(item.name for item in input_data),
            *(decision.variable for decision in decisions),
            *(function.name for function in knowledge),
        ]
        self.all = decisions
        self.findings: list[Finding] = []

    def add(self, rule: str, severity: Severity, element: str, line: int | None, message: str) -> None:
        self.findings.append(
            Finding(rule=rule, severity=severity, file=self.file, element=element, line=line, message=message)
        )

    def run(self) -> list[Finding]:
        for function in self.knowledge.values():
            self._function(function)
        for decision in self.all:
            self._requirements(decision)
            self._logic(decision)
        self._duplicates()
        return self.findings

    def _duplicates(self) -> None:
        seen: set[str] = set()
        for decision in self.all:
            for word in {decision.id, decision.name}:
                if word in seen:
                    self.add(
                        "decision-duplicate",
                        "error",
                        decision.id,
                        decision.line,
                        f"Expected ids and names of decisions to differ, found {word!r} twice: rename one.",
                    )
                seen.add(word)

    def _requirements(self, decision: Decision) -> None:
        for reference in (*decision.requires, *decision.knowledge):
            if reference not in self.elements:
                self.add(
                    "decision-missing-requirement",
                    "error",
                    decision.id,
                    decision.line,
                    f"Expected the required element {reference!r} in this file, found none: draw it.",
                )
        if self._reaches(decision.id, decision.id, set()):
            self.add(
                "decision-requirement-circle",
                "error",
                decision.id,
                decision.line,
                "Expected requirements without a circle, found that this decision requires itself.",
            )

    def _reaches(self, start: str, goal: str, seen: set[str]) -> bool:
        decision = self.decisions.get(start)
        for reference in decision.requires if decision else ():
            if reference == goal:
                return True
            if reference not in seen:
                seen.add(reference)
                if self._reaches(reference, goal, seen):
                    return True
        return False

    def _function(self, function: Knowledge) -> None:
        if function.body is None:
            self.add(
                "decision-no-logic",
                "error",
                function.id,
                function.line,
                "Expected a function with a literal expression, found another or none.",
            )
            return
        self._expression(function.body, names=function.parameters)

    def _logic(self, decision: Decision) -> None:
        match decision.logic:
            case None:
                self.add(
                    "decision-no-logic",
                    "error",
                    decision.id,
                    decision.line,
                    "Expected a decision table or a literal expression, found neither: draw one.",
                )
            case DecisionTable():
                self._table(decision.logic)
            case Expression():
                self._expression(decision.logic)

    def _expression(self, expression: Expression, *, unary: bool = False, names: Sequence[str] = ()) -> bool:
        try:
            check(expression.text, unary=unary, names=[*self.names, *names])
        except FeelError as error:
            self.add("decision-expression", "error", expression.element, expression.line, error.message)
            return False
        return True

    def _table(self, table: DecisionTable) -> None:
        sound = all([self._policy(table), self._cells(table)])
        if not table.rules:
            self.add("decision-empty", "warning", table.element, table.line, "Expected rules, found an empty table.")
        elif sound:
            coverage = _Coverage(table)
            self._overlaps(table, coverage)
            self._gap(table, coverage)

    def _policy(self, table: DecisionTable) -> bool:
        faults = [message for test, message in POLICY_FAULTS if test(table)]
        for message in faults:
            found = message.format(hit_policy=table.hit_policy, aggregation=table.aggregation)
            self.add("decision-hit-policy", "error", table.element, table.line, found)
        return not faults

    def _cells(self, table: DecisionTable) -> bool:
        results = [self._expression(column.expression) for column in table.inputs]
        for column in table.inputs:
            if column.allowed is not None and column.allowed.text:
                results.append(self._expression(column.allowed, unary=True))
        for output in table.outputs:
            if output.default is not None and output.default.text:
                results.append(self._expression(output.default))
            if output.ordered is not None and output.ordered.text:
                results.append(self._expression(output.ordered, unary=True))
        return all([*results, *(self._rule(table, rule) for rule in table.rules)])

    def _rule(self, table: DecisionTable, rule: Rule) -> bool:
        if len(rule.conditions) != len(table.inputs) or len(rule.results) != len(table.outputs):
            self.add(
                "decision-cells",
                "error",
                rule.id,
                rule.line,
                f"Expected {len(table.inputs)} inputs and {len(table.outputs)} outputs in rule {rule.number}, "
                f"found {len(rule.conditions)} and {len(rule.results)}.",
            )
            return False
        tests = [self._expression(cell, unary=True) for cell in rule.conditions if cell.text not in IRRELEVANT]
        return all([*tests, *(self._expression(cell) for cell in rule.results if cell.text)])

    def _overlaps(self, table: DecisionTable, coverage: "_Coverage") -> None:
        if table.hit_policy not in {"UNIQUE", "ANY"}:
            return
        for first, second in islice(coverage.overlaps(), REPORTED_OVERLAPS):
            rules = table.rules[first], table.rules[second]
            if table.hit_policy == "ANY" and _outputs(rules[0]) == _outputs(rules[1]):
                continue
            self.add(
                "decision-overlap",
                "error",
                rules[1].id,
                rules[1].line,
                f"Expected rules that exclude each other ({table.hit_policy}), found that rules {rules[0].number} and "
                f"{rules[1].number} both match {coverage.example(first, second)}.",
            )

    def _gap(self, table: DecisionTable, coverage: "_Coverage") -> None:
        if table.hit_policy not in COMPLETE_POLICIES or any(output.default for output in table.outputs):
            return
        gap = coverage.find_gap()
        if gap is not None:
            self.add(
                "decision-gap",
                "warning",
                table.element,
                table.line,
                f"Expected a rule for every case, found none for {gap}: add a rule or a default output.",
            )


def _outputs(rule: Rule) -> list[str]:
    return [cell.text for cell in rule.results]


POLICY_FAULTS: tuple[tuple[Callable[[DecisionTable], bool], str], ...] = (
    (
        lambda table: table.hit_policy not in HIT_POLICIES,
        f"Expected a hit policy among {', '.join(HIT_POLICIES)}, found {{hit_policy!r}}.",
    ),
    (
        lambda table: (
            table.hit_policy in ORDERED_POLICIES
            and not any(output.ordered and output.ordered.text for output in table.outputs)
        ),
        "Expected output values, which give the order of this hit policy, found none: list them, best first.",
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


class _Coverage:
    """The grid of a table: one column of atoms an input, one set of atoms a cell."""

    def __init__(self, table: DecisionTable) -> None:
        self.table = table
        self.columns = [
            Column(
                [rule.conditions[index].text for rule in table.rules],
                type_name=column.expression.type_name,
                allowed=column.allowed.text if column.allowed else None,
            )
            for index, column in enumerate(table.inputs)
        ]
        self.rows = [[column.set_of(row) for column in self.columns] for row in range(len(table.rules))]

    def overlaps(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of rows that surely share a case: unknown cells share one only if written alike."""
        for first, second in combinations(range(len(self.rows)), 2):
            if all(self._shared(first, second, column) for column in range(len(self.columns))):
                yield first, second

    def _shared(self, first: int, second: int, column: int) -> bool:
        one, other = self.rows[first][column], self.rows[second][column]
        if one is not None and other is not None:
            return bool(one & other)
        texts = {self.table.rules[row].conditions[column].text for row in (first, second)}
        return len(texts) == 1 or bool(texts & IRRELEVANT)

    def example(self, first: int, second: int) -> str:
        """Return a case that both rows match, in words."""
        parts: list[str] = []
        for index, column in enumerate(self.columns):
            one, other = self.rows[first][index], self.rows[second][index]
            if one is not None and other is not None and len(column.atoms) > 1:
                parts.append(column.case(self.table.inputs[index].label, min(one & other)))
        return ", ".join(parts) or "every case"

    def find_gap(self) -> str | None:
        """Return a case that surely no row matches, in words; None if there is none or the grid is too large."""
        if prod(len(column.atoms) for column in self.columns) * len(self.rows) > LARGEST_GRID * 10:
            return None
        for case in product(*(range(len(column.atoms)) for column in self.columns)):
            if not any(self._may_match(row, case) for row in self.rows):
                return ", ".join(
                    column.case(self.table.inputs[index].label, case[index])
                    for index, column in enumerate(self.columns)
                )
        return None

    @staticmethod
    def _may_match(row: Sequence[frozenset[int] | None], case: Sequence[int]) -> bool:
        return all(cell is None or atom in cell for cell, atom in zip(row, case, strict=True))
