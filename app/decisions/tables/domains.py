"""The simple cells of a table as sets of atoms, so that overlaps and gaps can be counted instead of guessed.

An atom is a text, a boolean, a number, an open interval between two neighbouring numbers, or "any other text".
Cells that are no list of constants, comparisons and intervals have no set: they are unknown (None).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

INFINITY = Decimal("Infinity")
INTEGER_TYPES = frozenset({"integer", "int", "long", "short"})
OTHER_TEXT = "any other text"

TEXT = r'"(?:[^"\\]|\\.)*"'
NUMBER = r"-?\d+(?:\.\d+)?"
PARTS = re.compile(
    rf"\s*(?:(?P<text>{TEXT})|(?P<boolean>true|false)\b"
    rf"|(?P<open>[\[(\]])\s*(?P<low>{NUMBER})\s*\.\.\s*(?P<high>{NUMBER})\s*(?P<close>[\])\[])"
    rf"|(?P<compare>[<>]=?)?\s*(?P<number>{NUMBER}))\s*(?:,|$)"
)
NEGATION = re.compile(r"not\s*\((?P<inside>.*)\)", re.DOTALL)


@dataclass(frozen=True)
class Interval:
    """Numbers between two bounds, each inside or outside."""

    low: Decimal
    high: Decimal
    low_inside: bool
    high_inside: bool

    def holds(self, other: "Interval") -> bool:
        """Tell whether `other` lies within this interval."""
        starts = self.low < other.low or (self.low == other.low and (self.low_inside or not other.low_inside))
        ends = other.high < self.high or (other.high == self.high and (self.high_inside or not other.high_inside))
        return starts and ends

    def has(self, number: Decimal | int) -> bool:
        """Tell whether a number lies within this interval."""
        above = self.low < number or (self.low_inside and self.low == number)
        return above and (number < self.high or (self.high_inside and self.high == number))


Atom = str | bool | Interval


@dataclass(frozen=True)
class Cell:
    """A cell that could be read: any value at all, or one of `parts` (or none of them)."""

    any_value: bool = False
    negated: bool = False
    parts: tuple[Atom, ...] = ()


def read_cell(text: str) -> Cell | None:
    """Return the content of an input cell, or None if it is more than constants, comparisons and intervals."""
    if text in {"", "-"}:
        return Cell(any_value=True)
    negation = NEGATION.fullmatch(text)
    parts = tuple(_parts(negation["inside"] if negation else text))
    if not parts or None in parts:
        return None
    known = tuple(part for part in parts if part is not None)
    return Cell(negated=negation is not None, parts=known) if _one_type(known) else None


def _one_type(parts: Iterable[Atom]) -> bool:
    return len({type(part) for part in parts}) == 1


def _parts(text: str) -> Iterator[Atom | None]:
    position = 0
    while position < len(text):
        match = PARTS.match(text, position)
        if match is None or match.end() == position:
            yield None
            return
        yield _part(match)
        position = match.end()


def _part(match: re.Match[str]) -> Atom:
    if match["text"] is not None:
        return match["text"][1:-1]
    if match["boolean"] is not None:
        return match["boolean"] == "true"
    if match["open"] is not None:
        return Interval(Decimal(match["low"]), Decimal(match["high"]), match["open"] == "[", match["close"] == "]")
    number = Decimal(match["number"])
    match match["compare"]:
        case None:
            return Interval(number, number, True, True)
        case "<" | "<=" as sign:
            return Interval(-INFINITY, number, False, sign == "<=")
        case sign:
            return Interval(number, INFINITY, sign == ">=", False)


class Column:
    """The atoms of one input: every value that its cells tell apart, within what its input values allow."""

    def __init__(self, cells: list[str], *, type_name: str | None, allowed: str | None) -> None:
        self._cells = [read_cell(text) for text in cells]
        self._allowed = read_cell(allowed) if allowed else None
        mentioned = [part for cell in (*self._cells, self._allowed) if cell for part in cell.parts]
        self.known = not mentioned or _one_type(mentioned)
        whole = type_name in INTEGER_TYPES
        atoms = _atoms(mentioned, whole=whole) if self.known else []
        self.atoms = [atom for atom in atoms if self._allowed is None or _covers(self._allowed, atom)]

    def set_of(self, row: int) -> frozenset[int] | None:
        """Return the numbers of the atoms that a row's cell lets pass, or None if the cell is unknown."""
        cell = self._cells[row]
        if cell is None or not self.known:
            return None
        return frozenset(number for number, atom in enumerate(self.atoms) if _covers(cell, atom))

    def case(self, label: str, number: int) -> str:
        """Return "label = value" for an atom, as a reader would write it."""
        atom = self.atoms[number]
        if isinstance(atom, bool):
            return f"{label} = {'true' if atom else 'false'}"
        if isinstance(atom, str):
            return f"{label} = {atom}" if atom == OTHER_TEXT else f'{label} = "{atom}"'
        return f"{label} {_interval_name(atom)}"


def _interval_name(atom: Interval) -> str:
    if atom.low == atom.high:
        return f"= {atom.low:g}"
    if atom.low == -INFINITY:
        return f"< {atom.high:g}" if atom.high < INFINITY else "= any value"
    return f"> {atom.low:g}" if atom.high == INFINITY else f"in ({atom.low:g}..{atom.high:g})"


def _covers(cell: Cell, atom: Atom) -> bool:
    if cell.any_value:
        return True
    if isinstance(atom, Interval):
        inside = any(isinstance(part, Interval) and part.holds(atom) for part in cell.parts)
    else:
        inside = atom in cell.parts
    return inside is not cell.negated


def _atoms(mentioned: list[Atom], *, whole: bool) -> list[Atom]:
    if not mentioned:
        return [Interval(-INFINITY, INFINITY, False, False)]
    if isinstance(mentioned[0], bool):
        return [True, False]
    if isinstance(mentioned[0], str):
        return [*dict.fromkeys(mentioned), OTHER_TEXT]
    intervals = [part for part in mentioned if isinstance(part, Interval)]
    bounds = sorted({bound for part in intervals for bound in (part.low, part.high)} | {-INFINITY, INFINITY})
    return [atom for low, high in pairwise(bounds) for atom in _between(low, high, whole=whole)]


def _between(low: Decimal, high: Decimal, *, whole: bool) -> Iterator[Atom]:
    if low > -INFINITY:
        yield Interval(low, low, True, True)
    has_whole_number = high - low > 1 or high == INFINITY or low == -INFINITY
    if not whole or has_whole_number:
        yield Interval(low, high, False, False)
