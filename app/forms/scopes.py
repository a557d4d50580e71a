"""Answers that stand inside an answer: the rows of a dynamic list, and groups with a path.

A page posts `children` = number of rows, `children[0].name` = a field of the first row, and `children[0]._origin` = the
row of the former answers that it continues, so that removing a row never gives its read-only values to another.
"""

import re
from collections.abc import Iterable, Mapping

from app.forms.structure import FormComponent

MOST_ROWS = 50
ORIGIN = "_origin"
"""Posted beside the fields of a row; no key may begin with "_"."""

_ROW_NAME = re.compile(r"\[([0-9]{1,4})\]\.(.+)", re.DOTALL)
_BUTTON = re.compile(r"(.+)\[([0-9]{1,4})\]")

Row = dict[str, object]


def is_list(component: FormComponent) -> bool:
    """Tell whether the scope has any number of rows; a group with a path has one."""
    return component.type == "dynamiclist"


def first_rows(component: FormComponent) -> list[Row]:
    """Return the empty rows that a new form shows (`defaultRepetitions`, one unless told otherwise)."""
    if not is_list(component):
        return [{}]
    count = component.settings.get("defaultRepetitions", 1)
    return [{} for _ in range(count if isinstance(count, int) and 0 <= count <= MOST_ROWS else 1)]


def read_rows(component: FormComponent, held: object) -> list[Row]:
    """Return the rows of an answer: a list of objects, or the one object of a group. Other shapes are left out.

    An answer that was never given is the rows of a new form.
    """
    if held is None:
        return first_rows(component)
    entries = held if isinstance(held, list) and is_list(component) else [held]
    return [{str(key): value for key, value in row.items()} for row in entries if isinstance(row, Mapping)]


def gather_rows(component: FormComponent, entered: Mapping[str, object]) -> object:
    """Return what was given for a scope: posted names brought together by row, or the JSON answer as it stands."""
    key = component.field_key
    if not is_list(component):
        start = f"{key}."
        posted = {name[len(start) :]: value for name, value in entered.items() if name.startswith(start)}
        return posted or entered.get(key)
    rows = _posted_rows(key, entered)
    count = _posted_count(entered.get(key))
    if count is None:
        return [rows[index] for index in sorted(rows)] if rows else entered.get(key)
    return [rows.get(index, {ORIGIN: [""]}) for index in range(count)]


def origin_of(row: Mapping[str, object], index: int) -> int | None:
    """Return the row of the former answers that a row continues; a JSON row continues the one at its place."""
    if ORIGIN not in row:
        return index
    origin = row[ORIGIN]
    text = origin[0] if isinstance(origin, list) and origin else origin
    return int(text) if isinstance(text, str) and re.fullmatch("[0-9]{1,4}", text) else None


def former_rows(rows: Iterable[Mapping[str, object]], former: list[Row]) -> list[Row]:
    """Return for each row the former row that it continues, at most once each; a new row continues an empty one."""
    taken: set[int] = set()
    found: list[Row] = []
    for index, row in enumerate(rows):
        origin = origin_of(row, index)
        known = origin is not None and origin < len(former) and origin not in taken
        found.append(former[origin] if known and origin is not None else {})
        taken |= {origin} if origin is not None else set()
    return found


def named_row(name: str) -> tuple[str, int] | None:
    """Return (list, index) that the button of a row names: `children[1]`."""
    found = _BUTTON.fullmatch(name)
    return (found[1], int(found[2])) if found else None


def inner_errors(errors: Mapping[str, str], start: str) -> dict[str, str]:
    """Return the errors of one row or group by the key of its field: `children[0].` gives `name`."""
    return {key[len(start) :]: message for key, message in errors.items() if key.startswith(start)}


def row_name(component: FormComponent, index: int) -> str:
    """Return what stands before the names of a row's fields: `children[0].`, or `mother.` for a group."""
    return f"{component.field_key}[{index}]." if is_list(component) else f"{component.field_key}."


def _posted_rows(key: str, entered: Mapping[str, object]) -> dict[int, Row]:
    rows: dict[int, Row] = {}
    for name, value in entered.items():
        found = _ROW_NAME.fullmatch(name[len(key) :]) if name.startswith(f"{key}[") else None
        if found and (int(found[1]) in rows or len(rows) <= MOST_ROWS):
            rows.setdefault(int(found[1]), {})[found[2]] = value
    return rows


def _posted_count(entered: object) -> int | None:
    text = entered[0] if isinstance(entered, list) and len(entered) == 1 else entered
    if not isinstance(text, str) or not re.fullmatch("[0-9]{1,4}", text):
        return None
    return min(int(text), MOST_ROWS + 1)
