"""Relations between points and ranges, and range(…) (DMN 1.5, tables 72 and 78)."""

from app.feel.builtins.registry import REGISTERED, builtin
from app.feel.limits import LimitReached
from app.feel.reading.names import NOTHING_KNOWN, NameTree
from app.feel.reading.parser import parse
from app.feel.reading.tokens import Token, Unreadable, tokens_of
from app.feel.reading.tree import Call, Literal, Name, Node
from app.feel.values.comparison import equal, less
from app.feel.values.inclusion import exceeds, includes, make_range
from app.feel.values.ranges import Range

Verdict = bool | None
_POINTS = "point: point, range: range"


def _all(*verdicts: Verdict) -> Verdict:
    if any(verdict is False for verdict in verdicts):
        return False
    return None if None in verdicts else True


def _any(*verdicts: Verdict) -> Verdict:
    if any(verdict is True for verdict in verdicts):
        return True
    return None if None in verdicts else False


def _ends_before(one: Range, other: Range) -> Verdict:
    """Tell whether no point of the first lies at or after the start of the second."""
    touching = _all(equal(one.end, other.start), not (one.end_included and other.start_included))
    return _any(less(one.end, other.start), touching)


def _starts_no_later(one: Range, other: Range) -> Verdict:
    """Tell whether the first starts where the second does, or earlier."""
    return _any(
        less(one.start, other.start),
        _all(equal(one.start, other.start), one.start_included or not other.start_included),
    )


def _ends_no_later(one: Range, other: Range) -> Verdict:
    """Tell whether the first ends where the second does, or earlier."""
    return _any(less(one.end, other.end), _all(equal(one.end, other.end), other.end_included or not one.end_included))


@builtin("before(point1: point, point2: point)")
def _before_points(one: object, other: object) -> Verdict:
    return less(one, other)


@builtin(f"before({_POINTS})")
def _before_point(point: object, interval: Range) -> Verdict:
    return exceeds(interval.start, point, included=not interval.start_included)


@builtin("before(range: range, point: point)")
def _before_range(interval: Range, point: object) -> Verdict:
    return exceeds(point, interval.end, included=not interval.end_included)


@builtin("before(range1: range, range2: range)")
def _before_ranges(one: Range, other: Range) -> Verdict:
    return _ends_before(one, other)


@builtin("after(point1: point, point2: point)")
def _after_points(one: object, other: object) -> Verdict:
    return less(other, one)


@builtin(f"after({_POINTS})")
def _after_point(point: object, interval: Range) -> Verdict:
    return _before_range(interval, point)


@builtin("after(range: range, point: point)")
def _after_range(interval: Range, point: object) -> Verdict:
    return _before_point(point, interval)


@builtin("after(range1: range, range2: range)")
def _after_ranges(one: Range, other: Range) -> Verdict:
    return _ends_before(other, one)


@builtin("meets(range1: range, range2: range)")
def _meets(one: Range, other: Range) -> Verdict:
    return _all(one.end_included, other.start_included, equal(one.end, other.start))


@builtin("met by(range1: range, range2: range)")
def _met_by(one: Range, other: Range) -> Verdict:
    return _meets(other, one)


@builtin("overlaps(range1: range, range2: range)")
def _overlaps(one: Range, other: Range) -> Verdict:
    apart = _any(_ends_before(one, other), _ends_before(other, one))
    return None if apart is None else not apart


@builtin("overlaps before(range1: range, range2: range)")
def _overlaps_before(one: Range, other: Range) -> Verdict:
    later = _starts_no_later(other, one)
    separate = _ends_before(one, other)
    return _all(
        None if later is None else not later,
        None if separate is None else not separate,
        _ends_no_later(one, other),
    )


@builtin("overlaps after(range1: range, range2: range)")
def _overlaps_after(one: Range, other: Range) -> Verdict:
    return _overlaps_before(other, one)


@builtin(f"finishes({_POINTS})")
def _finishes_point(point: object, interval: Range) -> Verdict:
    return _all(interval.end_included, equal(interval.end, point))


@builtin("finishes(range1: range, range2: range)")
def _finishes(one: Range, other: Range) -> Verdict:
    same_end = _all(one.end_included == other.end_included, equal(one.end, other.end))
    return _all(same_end, _starts_no_later(other, one))


@builtin("finished by(range: range, point: point)")
def _finished_by_point(interval: Range, point: object) -> Verdict:
    return _finishes_point(point, interval)


@builtin("finished by(range1: range, range2: range)")
def _finished_by(one: Range, other: Range) -> Verdict:
    return _finishes(other, one)


@builtin("includes(range: range, point: point)")
def _includes_point(interval: Range, point: object) -> Verdict:
    return includes(interval, point)


@builtin("includes(range1: range, range2: range)")
def _includes(one: Range, other: Range) -> Verdict:
    return _all(_starts_no_later(one, other), _ends_no_later(other, one))


@builtin(f"during({_POINTS})")
def _during_point(point: object, interval: Range) -> Verdict:
    return includes(interval, point)


@builtin("during(range1: range, range2: range)")
def _during(one: Range, other: Range) -> Verdict:
    return _includes(other, one)


@builtin(f"starts({_POINTS})")
def _starts_point(point: object, interval: Range) -> Verdict:
    return _all(interval.start_included, equal(interval.start, point))


@builtin("starts(range1: range, range2: range)")
def _starts(one: Range, other: Range) -> Verdict:
    same_start = _all(one.start_included == other.start_included, equal(one.start, other.start))
    return _all(same_start, _ends_no_later(one, other))


@builtin("started by(range: range, point: point)")
def _started_by_point(interval: Range, point: object) -> Verdict:
    return _starts_point(point, interval)


@builtin("started by(range1: range, range2: range)")
def _started_by(one: Range, other: Range) -> Verdict:
    return _starts(other, one)


@builtin("coincides(point1: point, point2: point)")
def _coincide_points(one: object, other: object) -> Verdict:
    return equal(one, other)


@builtin("coincides(range1: range, range2: range)")
def _coincide(one: Range, other: Range) -> Verdict:
    flags = (one.start_included, one.end_included) == (other.start_included, other.end_included)
    return _all(flags, equal(one.start, other.start), equal(one.end, other.end))


# --- range("[1..3]") ---


@builtin("range(from: string)")
def _range(text: str) -> Range | None:
    """Return the range that a text spells: its ends are literals, one of them may be left out next to ( or )."""
    try:
        tokens = tokens_of(text)[:-1]
        if len(tokens) < 4 or tokens[0].text not in _OPENINGS or tokens[-1].text not in _CLOSINGS:
            return None
        places = [index for index, token in enumerate(tokens) if token.kind == "symbol" and token.text == ".."]
        if len(places) != 1:
            return None
        start, end = _end(tokens[1 : places[0]]), _end(tokens[places[0] + 1 : -1])
    except (Unreadable, LimitReached, _NoLiteral):
        return None
    return _checked_range(start, end, _OPENINGS[tokens[0].text], _CLOSINGS[tokens[-1].text])


_OPENINGS = {"[": True, "(": False, "]": False}
_CLOSINGS = {"]": True, ")": False, "[": False}


class _NoLiteral(Exception):
    """The end of a range in a text is no literal."""


def _checked_range(start: object, end: object, start_included: bool, end_included: bool) -> Range | None:
    if (start is None and start_included) or (end is None and end_included):
        return None
    return make_range(start, end, start_included=start_included, end_included=end_included)


def _end(tokens: tuple[Token, ...]) -> object:
    if not tokens:
        return None
    last = tokens[-1]
    closed = (*tokens, Token("end", "", last.end, last.end))
    value = _literal(parse(closed, unary=False, known=NOTHING_KNOWN, functions=_MAKERS_TREE))
    if value is None:
        raise _NoLiteral
    return value


def _literal(node: Node) -> object:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Call) and isinstance(node.callee, Name) and node.callee.name in _MAKERS and node.names is None:
        return REGISTERED[node.callee.name].invoke([_literal(argument) for argument in node.arguments])
    raise _NoLiteral


_MAKERS = frozenset({"date", "time", "date and time", "duration"})
_MAKERS_TREE = NameTree()
_MAKERS_TREE.add("date and time")
