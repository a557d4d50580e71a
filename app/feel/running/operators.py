"""Operators: logic, comparison, arithmetic, conditions (DMN 1.5, tables 49 to 62)."""

from decimal import Decimal

from app.feel.reading.tree import (
    Arithmetic,
    Between,
    Comparison,
    If,
    InstanceOf,
    Junction,
    Literal,
    Negation,
)
from app.feel.running.compiler import compiled, compiles
from app.feel.running.scope import Code, Scope
from app.feel.types import is_instance
from app.feel.values.arithmetic import calculate, negate
from app.feel.values.comparison import Test, at_most, equal, less
from app.feel.values.numbers import CONTEXT, NUMERIC_FAULTS


@compiles(Literal)
def _literal(node: Literal) -> Code:
    value = node.value
    return lambda _scope: value


@compiles(Negation)
def _negation(node: Negation) -> Code:
    operand = compiled(node.operand)
    return lambda scope: negate(operand(scope))


_FAST = {"+": CONTEXT.add, "-": CONTEXT.subtract, "*": CONTEXT.multiply, "/": CONTEXT.divide}


@compiles(Arithmetic)
def _arithmetic(node: Arithmetic) -> Code:
    first = compiled(node.first)
    rest = tuple((operator, compiled(operand)) for operator, operand in node.rest)

    def run(scope: Scope) -> object:
        value = first(scope)
        for operator, operand in rest:
            value = _operate(operator, value, operand(scope))
        return value

    return run


def _operate(operator: str, one: object, other: object) -> object:
    fast = _FAST.get(operator)
    if fast is not None and type(one) is Decimal and type(other) is Decimal:
        try:
            return fast(one, other)
        except NUMERIC_FAULTS:
            return None
    return calculate(operator, one, other)


def _different(one: object, other: object) -> bool | None:
    same = equal(one, other)
    return None if same is None else not same


COMPARISONS: dict[str, Test] = {
    "=": equal,
    "!=": _different,
    "<": less,
    "<=": at_most,
    ">": lambda one, other: less(other, one),
    ">=": lambda one, other: at_most(other, one),
}


@compiles(Comparison)
def _comparison(node: Comparison) -> Code:
    left, right, compare = compiled(node.left), compiled(node.right), COMPARISONS[node.operator]
    return lambda scope: compare(left(scope), right(scope))


@compiles(Between)
def _between(node: Between) -> Code:
    value, low, high = compiled(node.value), compiled(node.low), compiled(node.high)

    def run(scope: Scope) -> object:
        middle = value(scope)
        return both(at_most(low(scope), middle), at_most(middle, high(scope)))

    return run


def both(one: bool | None, other: bool | None) -> bool | None:
    """Return the conjunction in three-valued logic (table 50)."""
    if one is False or other is False:
        return False
    return True if one is True and other is True else None


def either(one: bool | None, other: bool | None) -> bool | None:
    """Return the disjunction in three-valued logic (table 50)."""
    if one is True or other is True:
        return True
    return False if one is False and other is False else None


@compiles(Junction)
def _junction(node: Junction) -> Code:
    operands = tuple(compiled(operand) for operand in node.operands)
    absorbing = node.absorbing
    neutral = not absorbing

    def run(scope: Scope) -> object:
        result: bool | None = neutral
        for operand in operands:
            value = operand(scope)
            if value is absorbing:
                return absorbing
            if value is not neutral:
                result = None
        return result

    return run


@compiles(If)
def _if(node: If) -> Code:
    condition, consequence, alternative = (
        compiled(node.condition),
        compiled(node.consequence),
        compiled(node.alternative),
    )

    def run(scope: Scope) -> object:
        chosen = condition(scope)
        if chosen is True:
            return consequence(scope)
        return alternative(scope) if chosen is False or chosen is None else None

    return run


@compiles(InstanceOf)
def _instance_of(node: InstanceOf) -> Code:
    value, type_ = compiled(node.value), node.type
    return lambda scope: is_instance(value(scope), type_)
