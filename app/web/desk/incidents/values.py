"""Values of a case as they stand in a page, and as a person types them: each has a kind, and JSON comes out.

Fields are named `value:<path>` and `kind:<path>`, so that the page works without a script and several rows travel.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from app.domain.changes import Change, ChangeRefused, RemoveValue, SetValue, find_value, read_path
from app.web.desk.incidents.fields import UNKNOWN, FieldWords
from app.web.desk.incidents.words import refusal
from app.web.interface import gettext

KINDS = ("text", "number", "boolean", "json", "free")
"""How a text is read; `free` is JSON where it can be, else a text: for places that hold nothing yet."""
MOST_ROWS = 300
VALUE = "value:"


@dataclass(frozen=True, kw_only=True)
class DataRow:
    """One value in a table: its path, the words of its field, its kind, and the text as it stands.

    `before` is what the case holds, when another value was typed; `removed` that it is to go.
    """

    path: str
    kind: str
    text: str
    words: FieldWords = UNKNOWN
    before: str = ""
    error: str = ""
    removed: bool = False

    @property
    def label(self) -> str:
        """Return what a person reads as its name."""
        return self.words.label or self.path

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """Return the choices of a text that has some; a text that is none of them stays one."""
        known = self.words.options if self.kind == "text" else ()
        return known if not known or self.text in dict(known) else ((self.text, self.text), *known)

    @property
    def is_long(self) -> bool:
        """Tell whether the field needs several lines."""
        return self.kind == "json" or len(self.text) > 60 or "\n" in self.text


def rows_of(document: Mapping[str, Any], fields: Mapping[str, FieldWords]) -> list[DataRow]:
    """Return a row for each value of a document; objects are opened, lists are JSON."""
    rows = []
    for path, value in _leaves(document, ""):
        kind, text = _shown(value)
        rows.append(DataRow(path=path, kind=kind, text=text, words=fields.get(path, UNKNOWN)))
    return rows[:MOST_ROWS]


def read_typed(kind: str, text: str) -> object:
    """Return the JSON value of what was typed. Raises ValueError when it is not of that kind."""
    text = text.replace("\r\n", "\n")
    stripped = text.strip()
    if kind == "text":
        return text
    if not stripped:
        return None
    if kind == "number":
        value = json.loads(stripped.replace(",", ".").replace("\u202f", "").replace(" ", ""))
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(text)
        return value
    if kind == "boolean":
        return {"true": True, "false": False}[stripped] if stripped in ("true", "false") else None
    try:
        return json.loads(stripped)
    except ValueError:
        if kind == "free":
            return text
        raise


def read_changes(form: MultiDict[str, str], document: Mapping[str, Any]) -> tuple[list[Change], list[DataRow]]:
    """Return what was typed that differs from the document, and its rows to show again, with what is wrong in them."""
    changes: list[Change] = []
    rows: list[DataRow] = []
    removed = set(form.getlist("remove"))
    for path, kind, text in _typed(form):
        row, change = _read_row(path, kind, text, document, removed=path in removed)
        if row is not None:
            rows.append(row)
        if change is not None:
            changes.append(change)
    return changes, rows


def _read_row(
    path: str, kind: str, text: str, document: Mapping[str, Any], *, removed: bool
) -> tuple[DataRow | None, Change | None]:
    try:
        before = find_value(document, path)
    except ChangeRefused as refused:
        return DataRow(path=path, kind=kind, text=text, error=refusal(refused)), None
    shown = _shown(before)[1]
    if removed:
        return DataRow(path=path, kind=kind, text=text, before=shown, removed=True), RemoveValue(path=path)
    try:
        value = read_typed(kind, text)
    except ValueError:
        return DataRow(path=path, kind=kind, text=text, before=shown, error=_unreadable(kind)), None
    if json.dumps(value) == json.dumps(before):
        return None, None
    return DataRow(path=path, kind=kind, text=text, before=shown), SetValue(path=path, value=value)


def _typed(form: MultiDict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield path, kind and text of each posted row, and of the new one when it has a name."""
    for name, text in form.items():
        if name.startswith(VALUE):
            path = name.removeprefix(VALUE)
            yield path, _kind(form.get(f"kind:{path}")), text
    path = form.get("new-path", "").strip()
    if path:
        yield path, _kind(form.get("new-kind")), form.get("new-value", "")


def _kind(given: str | None) -> str:
    return given if given in KINDS else "text"


def _unreadable(kind: str) -> str:
    if kind == "number":
        return gettext("Écrivez un nombre, par exemple 12 ou 12,5.")
    return gettext("Écrivez du JSON : une liste entre crochets, ou un objet entre accolades.")


def _shown(value: object) -> tuple[str, str]:
    """Return the kind of a value and the text of its field."""
    if value is None:
        return "free", ""
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, int | float):
        return "number", json.dumps(value)
    if isinstance(value, str):
        return "text", value
    return "json", json.dumps(value, ensure_ascii=False, indent=1)


def _leaves(document: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, object]]:
    for name, value in document.items():
        path = f"{prefix}.{name}" if prefix else name
        if not _is_path(path):
            continue
        if isinstance(value, Mapping) and value and all(_is_path(f"{path}.{key}") for key in value):
            yield from _leaves(value, path)
        else:
            yield path, value


def _is_path(path: str) -> bool:
    try:
        read_path(path)
    except ChangeRefused:
        return False
    return True
