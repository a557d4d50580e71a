"""Reads expressions: operators by their precedence, lowest first (DMN 1.5, grammar rules 2, 4 and 49)."""

from collections.abc import Callable
from dataclasses import replace

from app.feel.limits import LimitReached
from app.feel.reading.boxed import parse_boxed, parse_function, parse_iteration, parse_named_argument
from app.feel.reading.cursor import Cursor
from app.feel.reading.names import KnownNames, NameTree
from app.feel.reading.tokens import Token, Unreadable, text_of_literal
from app.feel.reading.tree import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    Descendants,
    Filter,
    If,
    In,
    InstanceOf,
    Interval,
    Junction,
    Literal,
    Name,
    Negation,
    Node,
    Path,
    UnaryComparison,
    UnaryTests,
)
from app.feel.reading.types import parse_type
from app.feel.values.numbers import CONTEXT, NUMERIC_FAULTS
from app.feel.values.temporal_text import parse_temporal

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER = range(1, 7)
_STRENGTHS = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys((*COMPARISONS, "between", "in"), _COMPARISON),
    **dict.fromkeys("+-", _SUM),
    **dict.fromkeys("*/", _PRODUCT),
    "**": _POWER,
}
Follower = Callable[[Node], Node]
_CONSTANTS = {"true": True, "false": False, "null": None}


def parse(tokens: tuple[Token, ...], *, unary: bool, known: KnownNames, functions: NameTree) -> Node:
    """Return the tree of a text.

    Raises:
        Unreadable: the text is no expression (no unary tests).
        LimitReached: too-deep.
    """
    parser = Parser(Cursor(tokens, known, functions))
    try:
        return parser.whole_tests() if unary else parser.whole_expression()
    except RecursionError:
        raise LimitReached("too-deep") from None


class Parser:
    """One reading of one text."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor

    def whole_expression(self) -> Node:
        """Read an expression up to the end of the text."""
        node = self.expression()
        self._expect_end()
        return node

    def whole_tests(self) -> Node:
        """Read unary tests up to the end of the text (15)."""
        cursor = self.cursor
        position = cursor.token.start
        if cursor.stands("-") and cursor.ahead().kind == "end":
            return UnaryTests(position=position, tests=())
        negated = cursor.stands("not") and cursor.ahead().text == "(" and self._closes_at_end()
        if negated:
            cursor.advance()
            cursor.advance()
        tests = self.tests()
        if negated:
            cursor.expect(")", "after the tests of not(…)")
        self._expect_end()
        return UnaryTests(position=position, tests=tests, negated=negated)

    def _closes_at_end(self) -> bool:
        """Tell whether the parenthesis after the next token closes at the end of the text."""
        depth = 0
        tokens = self.cursor.tokens[self.cursor.index + 1 : -1]
        for index, token in enumerate(tokens):
            if token.kind == "symbol" and token.text in "()":
                depth += 1 if token.text == "(" else -1
            if depth == 0:
                return index == len(tokens) - 1
        return False

    def _expect_end(self) -> None:
        if self.cursor.token.kind != "end":
            raise self.cursor.refusal("the end of the expression")

    # --- tests ---

    def tests(self) -> tuple[Node, ...]:
        """Read positive unary tests (14)."""
        tests = [self.test()]
        while self.cursor.accept(","):
            tests.append(self.test())
        return tuple(tests)

    def test(self) -> Node:
        """Read a positive unary test: a comparison without left side, or an expression (7, 13)."""
        return self._unary_comparison() or self.expression()

    def _unary_comparison(self) -> Node | None:
        token = self.cursor.accept(*COMPARISONS)
        if token is None:
            return None
        return UnaryComparison(position=token.start, operator=token.text, endpoint=self._sum())

    # --- operators, lowest first ---

    def expression(self) -> Node:
        """Read an expression (1)."""
        with self.cursor.nested():
            return self._operation(_OR)

    def _sum(self) -> Node:
        return self._operation(_SUM)

    def _operation(self, lowest: int) -> Node:
        """Read operators that bind at least as strongly as `lowest`; all of them are left associative."""
        position = self.cursor.token.start
        left = (self._unary_comparison() if lowest <= _COMPARISON else None) or self._negation()
        while True:
            operator = self.cursor.token
            strength = _STRENGTHS.get(operator.text, 0) if operator.kind in {"symbol", "name"} else 0
            if strength < max(lowest, _OR):
                return left
            self.cursor.advance()
            left = self._operated(operator, strength, left, position)

    def _operated(self, operator: Token, strength: int, left: Node, position: int) -> Node:
        if operator.text == "between":
            return self._between(left, position)
        if operator.text == "in":
            return In(position=position, value=left, tests=self._tests_after_in())
        right = self._operation(strength + 1)
        if strength == _COMPARISON:
            return Comparison(position=operator.start, operator=operator.text, left=left, right=right)
        if strength <= _AND:
            return _joined(left, right, position, absorbing=strength == _OR)
        return _chained(left, operator.text, right, position)

    def _between(self, value: Node, position: int) -> Node:
        low = self._sum()
        self.cursor.expect("and", "between the two ends of 'between'")
        return Between(position=position, value=value, low=low, high=self._sum())

    def _tests_after_in(self) -> tuple[Node, ...]:
        comparison = self._unary_comparison()
        if comparison is not None:
            return (comparison,)
        opening = self.cursor.accept("(")
        if opening is None:
            return (self._sum(),)
        first = self.test()
        if self.cursor.stands(".."):
            return (self._postfix(self.interval_from(first, opening)),)
        tests = [first]
        while self.cursor.accept(","):
            tests.append(self.test())
        self.cursor.expect(")", "after the tests of 'in'")
        return (self._postfix(first),) if len(tests) == 1 else tuple(tests)

    def _negation(self) -> Node:
        cursor = self.cursor
        sign = cursor.accept("-")
        if sign is None:
            return self._postfix(self._primary())
        if cursor.token.kind == "number":
            return self._postfix(self._number(sign))
        with cursor.nested():
            return Negation(position=sign.start, operand=self._negation())

    # --- what follows a value ---

    def _postfix(self, node: Node) -> Node:
        cursor = self.cursor
        levels = 0
        while True:
            follower = self._follower()
            if follower is None:
                break
            levels += 1
            with cursor.nested():
                node = follower(node)
            cursor.nesting += 1
        cursor.nesting -= levels
        if cursor.stands("instance") and cursor.ahead().text == "of":
            cursor.advance()
            cursor.advance()
            return InstanceOf(position=node.position, value=node, type=parse_type(cursor))
        return node

    def _follower(self) -> Follower | None:
        cursor = self.cursor
        if cursor.token.kind != "symbol":
            return None
        if cursor.stands("["):
            return None if self._ends_interval() else self._filter
        return {".": self._path, "...": self._descendants, "(": self._call}.get(cursor.token.text)

    def _ends_interval(self) -> bool:
        """Tell whether "[" is the open end of a range such as ]1..3[ : nothing that it could enclose follows."""
        return self._nothing_follows()

    def _nothing_follows(self) -> bool:
        """Tell whether what stands after the next token cannot start a value."""
        following = self.cursor.ahead()
        if following.kind == "end" or (following.is_keyword and following.text in _AFTER_A_VALUE):
            return True
        return following.kind == "symbol" and following.text in _NO_START

    def _path(self, target: Node) -> Node:
        self.cursor.advance()
        return Path(position=target.position, target=target, name=self.cursor.take_member())

    def _descendants(self, target: Node) -> Node:
        self.cursor.advance()
        return Descendants(position=target.position, target=target, name=self.cursor.take_member())

    def _filter(self, target: Node) -> Node:
        self.cursor.advance()
        with self.cursor.filter():
            condition = self.expression()
        self.cursor.expect("]", "after a filter")
        return Filter(position=target.position, target=target, condition=condition)

    def _call(self, callee: Node) -> Node:
        cursor = self.cursor
        cursor.advance()
        if cursor.accept(")"):
            return Call(position=callee.position, callee=callee, arguments=())
        names: list[str] = []
        arguments: list[Node] = []
        named = cursor.length_of_name(":") is not None
        while True:
            if named:
                names.append(parse_named_argument(cursor))
            arguments.append(self.expression())
            if not cursor.accept(","):
                break
        cursor.expect(")", "after the arguments of a function")
        return Call(
            position=callee.position,
            callee=callee,
            arguments=tuple(arguments),
            names=tuple(names) if named else None,
        )

    # --- values ---

    def _primary(self) -> Node:
        token = self.cursor.token
        match token.kind:
            case "number":
                return self._number(None)
            case "string":
                self.cursor.advance()
                return Literal(position=token.start, value=text_of_literal(token.text))
            case "symbol":
                return self._symbol(token)
            case "name" if token.is_keyword and not self.cursor.starts_long_name():
                return self._keyword(token)
            case "name" if token.text[0] in ".0123456789":
                raise Unreadable(f"Expected a number such as 1.5, found {token.text}.", token.start)
            case _:
                return Name(position=token.start, name=self.cursor.take_reference())

    def _number(self, sign: Token | None) -> Node:
        token = self.cursor.advance()
        text = f"-{token.text}" if sign else token.text
        try:
            value = CONTEXT.create_decimal(text)
        except NUMERIC_FAULTS:
            raise Unreadable(f"Expected a number within the range of FEEL, found {text[:20]}…", token.start) from None
        return Literal(position=(sign or token).start, value=value)

    def _symbol(self, token: Token) -> Node:
        match token.text:
            case "(":
                return self._parenthesis(self.cursor.advance())
            case "]" if not self._nothing_follows():
                opening = self.cursor.advance()
                return self.interval_from(self.expression(), opening)
            case "[" | "{":
                return parse_boxed(self, self.cursor)
            case "@":
                return self._at_literal()
            case _:
                comparison = self._unary_comparison()
                if comparison is None:
                    raise self.cursor.refusal("a FEEL expression")
                return comparison

    def _parenthesis(self, opening: Token) -> Node:
        node = self.test()
        if self.cursor.stands(".."):
            return self.interval_from(node, opening)
        self.cursor.expect(")", "after an expression in parentheses")
        return node

    def interval_from(self, start: Node, opening: Token) -> Node:
        """Read the rest of a range whose opening bracket and start were read."""
        self.cursor.expect("..", "between the ends of a range")
        end = self.expression()
        closing = self.cursor.accept(")", "]", "[")
        if closing is None:
            raise self.cursor.refusal("')', ']' or '[' after a range")
        return Interval(
            position=opening.start,
            start=start,
            end=end,
            start_included=opening.text == "[",
            end_included=closing.text == "]",
        )

    def _at_literal(self) -> Node:
        position = self.cursor.advance().start
        if self.cursor.token.kind != "string":
            raise self.cursor.refusal("a text after '@'")
        text = text_of_literal(self.cursor.advance().text)
        return Literal(position=position, value=parse_temporal(text))

    def _keyword(self, token: Token) -> Node:
        match token.text:
            case "true" | "false" | "null":
                self.cursor.advance()
                return Literal(position=token.start, value=_CONSTANTS[token.text])
            case "if":
                return self._if()
            case "for" | "some" | "every":
                return parse_iteration(self, self.cursor)
            case "function":
                return parse_function(self, self.cursor)
            case _:
                raise self.cursor.refusal("a FEEL expression")

    def _if(self) -> Node:
        position = self.cursor.advance().start
        condition = self.expression()
        self.cursor.expect("then", "after the condition of 'if'")
        consequence = self.expression()
        self.cursor.expect("else", "after the consequence of 'if'")
        return If(position=position, condition=condition, consequence=consequence, alternative=self.expression())


_AFTER_A_VALUE = frozenset({"and", "or", "then", "else", "return", "satisfies", "in", "between", "instance"})
_NO_START = frozenset({")", "]", "}", ",", ":", *COMPARISONS, "*", "/", "**", "+", "...", "..", "."})


def _joined(left: Node, right: Node, position: int, *, absorbing: bool) -> Node:
    """Return a junction; what is chained stays flat, so that a long one is not deep."""
    if isinstance(left, Junction) and left.absorbing is absorbing and left.position == position:
        return replace(left, operands=(*left.operands, right))
    return Junction(position=position, absorbing=absorbing, operands=(left, right))


def _chained(left: Node, operator: str, right: Node, position: int) -> Node:
    """Return an operation; what is chained stays flat, so that a long one is not deep."""
    same = isinstance(left, Arithmetic) and left.position == position
    if isinstance(left, Arithmetic) and same and _STRENGTHS[left.rest[0][0]] == _STRENGTHS[operator]:
        return replace(left, rest=(*left.rest, (operator, right)))
    return Arithmetic(position=position, first=left, rest=((operator, right),))
