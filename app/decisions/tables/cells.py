"""Compiles the cells of conditions: constants, comparisons and intervals are tested without the interpreter.

What a cell of another kind means, and what any cell means for a value of another type, is left to FEEL.
"""

from collections.abc import Callable
from decimal import Decimal

from app.decisions.expressions.literal import Literal
from app.decisions.scope import Scope
from app.decisions.tables.domains import Cell, Interval, read_cell

CellTest = Callable[[object, Scope], bool]


def comparable(value: object) -> object:
    """Return a number in the form in which cells compare it: 0.1 is the decimal 0.1."""
    return Decimal(repr(value)) if isinstance(value, float) else value


def cell_test(literal: Literal) -> CellTest:
    """Return the test of one cell: does a value pass it, in a scope?"""
    cell = read_cell(literal.text)
    if cell is None or literal.refused:
        return literal.test
    if all(isinstance(part, Interval) for part in cell.parts):
        return _number_test(cell, literal)
    if all(isinstance(part, str) and "\\" not in part for part in cell.parts):
        return _constant_test(cell, literal, str)
    return literal.test if isinstance(cell.parts[0], str) else _constant_test(cell, literal, bool)


def _constant_test(cell: Cell, literal: Literal, kind: type) -> CellTest:
    constants, passed = frozenset(cell.parts), not cell.negated

    def test(value: object, scope: Scope) -> bool:
        if type(value) is kind:
            return (value in constants) is passed
        return literal.test(value, scope)

    return test


def _number_test(cell: Cell, literal: Literal) -> CellTest:
    intervals = tuple(part for part in cell.parts if isinstance(part, Interval))
    passed = not cell.negated

    def test(value: object, scope: Scope) -> bool:
        if type(value) is int or type(value) is Decimal:
            return any(interval.has(value) for interval in intervals) is passed
        return literal.test(value, scope)

    return test
