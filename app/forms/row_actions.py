"""Adds and removes the rows of dynamic lists when their buttons are pressed, without script."""

import copy
from collections.abc import Mapping

from app.forms.answers import read_raw
from app.forms.scopes import MOST_ROWS, ORIGIN, is_list, named_row
from app.forms.structure import FormComponent, fields_of

ADD, REMOVE = "add_row", "remove_row"
Fields = tuple[FormComponent, ...]


def apply_row_action(
    asked: Fields, entered: Mapping[str, object], posted: Mapping[str, object]
) -> dict[str, object] | None:
    """Return the answers to show again, None when no such button was pressed. Buttons of unknown rows do nothing."""
    raw = read_raw(posted)
    added, removed = _button(raw, ADD), _button(raw, REMOVE)
    if added is None and removed is None:
        return None
    shown = copy.deepcopy(dict(entered))
    if added is not None:
        _change(asked, shown, added, index=None)
    elif removed is not None and (named := named_row(removed)) is not None:
        _change(asked, shown, named[0], index=named[1])
    return shown


def _button(raw: Mapping[str, object], name: str) -> str | None:
    value = raw.get(name)
    text = value[0] if isinstance(value, list) and value else value
    return text if isinstance(text, str) and text else None


def _change(fields: Fields, shown: dict[str, object], path: str, *, index: int | None) -> None:
    """Add an empty row to the list at a path (`children`, `children[0].schools`, `mother.names`), or remove one."""
    for field in fields:
        key = field.field_key
        if not field.is_scope or not (path == key or path.startswith((f"{key}[", f"{key}."))):
            continue
        if path == key and is_list(field):
            _change_rows(field, shown, index)
            return
        place, _, rest = path[len(key) :].partition(".")
        named = named_row(f"{key}{place}")
        rows = shown.get(key)
        row = rows[named[1]] if named and isinstance(rows, list) and named[1] < len(rows) else rows
        if rest and isinstance(row, dict):
            _change(fields_of(field.children), row, rest, index=index)
        return


def _change_rows(field: FormComponent, shown: dict[str, object], index: int | None) -> None:
    held = shown.get(field.field_key)
    rows = list(held) if isinstance(held, list) else []
    if field.settings.get("allowAddRemove") is False:
        return
    if index is None and len(rows) < MOST_ROWS:
        rows.append({ORIGIN: [""]})
    elif index is not None and index < len(rows):
        rows = [_with_origin(row, place) for place, row in enumerate(rows) if place != index]
    shown[field.field_key] = rows


def _with_origin(row: object, place: int) -> object:
    return {ORIGIN: [str(place)], **row} if isinstance(row, dict) else row
