"""Adds and removes the rows of dynamic lists when their buttons are pressed, without script."""

from collections.abc import Mapping

from app.forms.answers import is_posted, read_raw
from app.forms.registry import get_type
from app.forms.scopes import MOST_ROWS, ORIGIN, gather_rows, is_list, named_row
from app.forms.structure import FormComponent, fields_of

ADD, REMOVE = "add_row", "remove_row"
Fields = tuple[FormComponent, ...]


def apply_row_action(
    asked: Fields, answers: Mapping[str, object], posted: Mapping[str, object]
) -> dict[str, object] | None:
    """Return the answers to show again, None when no such button was pressed. Buttons of unknown rows do nothing."""
    raw = read_raw(posted)
    added, removed = _button(raw, ADD), _button(raw, REMOVE)
    if added is None and removed is None:
        return None
    shown = {**answers, **_entered(asked, raw)}
    if added is not None:
        _change(asked, shown, added, index=None)
    elif removed is not None and (named := named_row(removed)) is not None:
        _change(asked, shown, named[0], index=named[1])
    return shown


def _button(raw: Mapping[str, object], name: str) -> str | None:
    value = raw.get(name)
    text = value[0] if isinstance(value, list) and value else value
    return text if isinstance(text, str) and text else None


def _entered(asked: Fields, raw: Mapping[str, object]) -> dict[str, object]:
    """Return what was typed, as `render` takes it: rows brought together, boxes that are not ticked as empty."""
    entered: dict[str, object] = {}
    posted = is_posted(raw)
    for field in asked:
        key = field.field_key
        if field.is_scope:
            found = gather_rows(field, raw)
            if found is not None:
                entered[key] = _entered_rows(field, found)
        elif key in raw:
            entered[key] = raw[key]
        elif posted and (field.type == "checkbox" or (get_type(field.type).takes_many and field.type != "filepicker")):
            entered[key] = []
    return entered


def _entered_rows(scope: FormComponent, found: object) -> object:
    own = fields_of(scope.children)
    rows = found if isinstance(found, list) else [found]
    clean = [
        {**_entered(own, row), **({ORIGIN: row[ORIGIN]} if ORIGIN in row else {})}
        for row in rows[:MOST_ROWS]
        if isinstance(row, Mapping)
    ]
    return clean if is_list(scope) else (clean[0] if clean else {})


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
