"""Unary tests, ranges and the operator in (DMN 1.5, grammar rules 7 to 15, table 55)."""

from collections.abc import Callable

from app.feel.limits import spend
from app.feel.reading.structure import mentions
from app.feel.reading.tree import In, Interval, Node, UnaryComparison, UnaryTests
from app.feel.running.compiler import compiled, compiles
from app.feel.running.operators import COMPARISONS, both, either
from app.feel.running.scope import Code, Scope
from app.feel.values.comparison import equal
from app.feel.values.inclusion import includes, make_range
from app.feel.values.incoming import Context
from app.feel.values.ranges import Range

TESTED = "?"
TestCode = Callable[[Scope, object], bool | None]


@compiles(Interval)
def _interval(node: Interval) -> Code:
    start, end = compiled(node.start), compiled(node.end)
    flags = {"start_included": node.start_included, "end_included": node.end_included}

    def run(scope: Scope) -> object:
        first, last = start(scope), end(scope)
        if (first is None and node.start_included) or (last is None and node.end_included):
            return None
        return make_range(first, last, **flags)

    return run


@compiles(UnaryComparison)
def _open_range(node: UnaryComparison) -> Code:
    """A comparison without left side is a range with one end (table 42); = is the range of one value."""
    endpoint, operator = compiled(node.endpoint), node.operator

    def run(scope: Scope) -> object:
        value = endpoint(scope)
        match operator:
            case "=":
                return make_range(value, value)
            case "<" | "<=":
                return make_range(None, value, start_included=False, end_included=operator == "<=")
            case ">" | ">=":
                return make_range(value, None, start_included=operator == ">=", end_included=False)
        return None

    return run


@compiles(In)
def _in(node: In) -> Code:
    value = compiled(node.value)
    test = _any_test(node.tests)
    bound = any(mentions(part, TESTED) for part in node.tests)

    def run(scope: Scope) -> object:
        tested = value(scope)
        return test(scope.inner(Context({TESTED: tested})) if bound else scope, tested)

    return run


@compiles(UnaryTests)
def _unary_tests(node: UnaryTests) -> Code:
    """The value under test is the name "?" of the scope."""
    if not node.tests:
        return lambda _scope: True
    test, negated = _any_test(node.tests), node.negated

    def run(scope: Scope) -> object:
        passed = test(scope, scope.find(TESTED, None))
        return (None if passed is None else not passed) if negated else passed

    return run


def _any_test(nodes: tuple[Node, ...]) -> TestCode:
    tests = tuple(_test(node) for node in nodes)
    if len(tests) == 1:
        return tests[0]

    def run(scope: Scope, value: object) -> bool | None:
        passed: bool | None = False
        for test in tests:
            passed = either(passed, test(scope, value))
            if passed:
                return True
        return passed

    return run


def _test(node: Node) -> TestCode:
    if isinstance(node, UnaryComparison):
        endpoint, compare = compiled(node.endpoint), COMPARISONS[node.operator]
        return lambda scope, value: compare(value, endpoint(scope))
    if isinstance(node, Interval):
        return _interval_test(node)
    code = compiled(node)
    if mentions(node, TESTED):
        return lambda scope, value: _verdict(code(scope), value)
    return lambda scope, value: passes(value, code(scope))


def _interval_test(node: Interval) -> TestCode:
    """A range in a test is two comparisons (table 55): [5..1] contains nothing."""
    start, end = compiled(node.start), compiled(node.end)
    above = COMPARISONS[">=" if node.start_included else ">"]
    below = COMPARISONS["<=" if node.end_included else "<"]
    return lambda scope, value: both(above(value, start(scope)), below(value, end(scope)))


def _verdict(result: object, value: object) -> bool | None:
    """A test that names "?" is a condition; where it gives something else, the value is compared with that."""
    return result if isinstance(result, bool) or result is None else passes(value, result)


def passes(value: object, test: object) -> bool | None:
    """Tell whether a value is what a test gives: equal to it, within the range, or an element of the list."""
    if isinstance(test, Range):
        return includes(test, value)
    if not isinstance(test, list):
        return equal(value, test)
    spend(len(test))
    if isinstance(value, list) and equal(value, test) is True:
        return True
    return _passes_any(value, test)


def _passes_any(value: object, tests: list[object]) -> bool | None:
    passed: bool | None = False
    for test in tests:
        found = includes(test, value) if isinstance(test, Range) else equal(value, test) is True
        passed = either(passed, found)
        if passed:
            return True
    return passed
