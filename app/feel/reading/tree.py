"""The tree of an expression; the numbers are those of the grammar rules (DMN 1.5, 10.3.1.2)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A part of an expression; `position` counts characters from the start of the text."""

    position: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Type:
    """A type (52): its name, and what stands in its angle brackets; `result` is that of a function.

    `of_model` is the name by which the model calls it, if it is one of the model's own.
    """

    name: str
    arguments: tuple["Type", ...] | None = None
    fields: tuple[tuple[str, "Type"], ...] = ()
    result: "Type | None" = None
    of_model: str | None = field(default=None, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Literal(Node):
    """A number, text, boolean, null or at-literal (31 to 35, 65)."""

    value: object


@dataclass(frozen=True, kw_only=True, slots=True)
class Name(Node):
    """A name (25)."""

    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Path(Node):
    """target.name (43)."""

    target: Node
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Descendants(Node):
    """target...name: all that has the name, however deep inside (DMN 1.6)."""

    target: Node
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter(Node):
    """target[condition] (50)."""

    target: Node
    condition: Node


@dataclass(frozen=True, kw_only=True, slots=True)
class Call(Node):
    """callee(arguments) (38 to 42); `names` are those of named arguments, None for positional ones."""

    callee: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Negation(Node):
    """-operand (24)."""

    operand: Node


@dataclass(frozen=True, kw_only=True, slots=True)
class Arithmetic(Node):
    """first, then each (operator, operand) from left to right (19 to 23)."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison(Node):
    """left operator right (49.a)."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, kw_only=True, slots=True)
class Between(Node):
    """value between low and high (49.b)."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, kw_only=True, slots=True)
class In(Node):
    """value in tests (49.c, 49.d)."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Junction(Node):
    """Conjunction or disjunction of several operands (47, 48); `absorbing` is the value that decides alone."""

    absorbing: bool
    operands: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class InstanceOf(Node):
    """value instance of type (51)."""

    value: Node
    type: Type


@dataclass(frozen=True, kw_only=True, slots=True)
class If(Node):
    """if condition then consequence else alternative (45)."""

    condition: Node
    consequence: Node
    alternative: Node


@dataclass(frozen=True, kw_only=True, slots=True)
class Iterator(Node):
    """name in source, or name in source..end (44, 46, 63)."""

    name: str
    source: Node
    end: Node | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class For(Node):
    """for iterators return body (44)."""

    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantified(Node):
    """some or every iterators satisfies condition (46); `deciding` is the value of the condition that decides."""

    deciding: bool
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctionDefinition(Node):
    """function(parameters) body (55, 56)."""

    parameters: tuple[tuple[str, Type | None], ...]
    body: Node


@dataclass(frozen=True, kw_only=True, slots=True)
class ContextLiteral(Node):
    """{key: value, …} (57 to 59)."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ListLiteral(Node):
    """[item, …] (54)."""

    items: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval(Node):
    """A range with two ends (7.b, 8)."""

    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class UnaryComparison(Node):
    """operator endpoint: a test, or a range with one end (7.a)."""

    operator: str
    endpoint: Node


@dataclass(frozen=True, kw_only=True, slots=True)
class UnaryTests(Node):
    """The content of an input cell (15): `tests` is empty for "-"."""

    tests: tuple[Node, ...]
    negated: bool = False
