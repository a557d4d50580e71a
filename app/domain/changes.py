"""Typed changes of a case document: set or remove the value at a path such as `children[0].name`."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, ClassVar

from app.domain.errors import MastaraError

MOST_CHANGES = 100
MOST_BYTES = 256_000
"""Size of a case document as JSON."""
DEEPEST = 20
RESERVED = frozenset({"case", "parameters"})
"""Names that expressions see as read-only: no variable of a case may have them."""

_NAME, _INDEX = r"[^\W\d]\w*", r"\[\d{1,4}\]"
_PATH = re.compile(rf"{_NAME}(?:\.{_NAME}|{_INDEX})*")
_STEP = re.compile(r"([^\W\d]\w*)|\[(\d+)\]")
_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")
Path = tuple[str | int, ...]


class ChangeRefused(MastaraError):
    """A change that the document cannot take; `path` and `rule` name what is wrong.

    Rules: path, reserved, missing, json, depth, size, count.
    """

    code: ClassVar[str] = "change-refused"


@dataclass(frozen=True, kw_only=True)
class SetValue:
    """Put a JSON value at a path; objects on the way that do not exist are made."""

    path: str
    value: object


@dataclass(frozen=True, kw_only=True)
class RemoveValue:
    """Take the value at a path away."""

    path: str


Change = SetValue | RemoveValue


def read_path(text: str) -> Path:
    """Return the steps of a path: names and positions in lists (from 0). Raises ChangeRefused."""
    if not _PATH.fullmatch(text):
        raise _refuse(text, "path", "a path such as “fee” or “children[0].name”", f"“{text[:80]}”")
    steps = [int(index) if index else name for name, index in _STEP.findall(text)]
    if steps[0] in RESERVED:
        raise _refuse(text, "reserved", "a variable of the case", f"the read-only name “{steps[0]}”")
    return tuple(steps)


def check_name(name: str) -> None:
    """Refuse what is not the plain name of a variable. Raises ChangeRefused."""
    if len(read_path(name)) > 1:
        raise _refuse(name, "path", "the name of one variable", f"the path “{name[:80]}”")


def find_value(document: Mapping[str, Any], path: str) -> object:
    """Return a copy of the value at a path, None where there is nothing. Raises ChangeRefused for a wrong path."""
    value: Any = document
    for step in read_path(path):
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, Mapping) else None
        else:
            value = value[step] if isinstance(value, list) and step < len(value) else None
    return deepcopy(value)


def apply_changes(document: Mapping[str, Any], changes: Sequence[Change]) -> dict[str, Any]:
    """Return the document with the changes, in their order; the given one is untouched. Raises ChangeRefused."""
    if len(changes) > MOST_CHANGES:
        raise _refuse("", "count", f"at most {MOST_CHANGES} changes at once", str(len(changes)))
    changed: dict[str, Any] = deepcopy(dict(document))
    for change in changes:
        steps = read_path(change.path)
        if isinstance(change, SetValue):
            check_json(change.value, path=change.path)
            _set(changed, steps, deepcopy(change.value), change.path)
        else:
            _remove(changed, steps, change.path)
    size = len(json.dumps(changed, ensure_ascii=False).encode())
    if size > MOST_BYTES:
        raise _refuse("", "size", f"a document of at most {MOST_BYTES} bytes", f"{size}")
    return changed


def check_json(value: object, *, path: str, depth: int = 0) -> None:
    """Refuse what is not plain JSON, what a database does not keep, and what is nested too deeply."""
    if depth > DEEPEST:
        raise _refuse(path, "depth", f"at most {DEEPEST} levels", "more")
    if isinstance(value, Mapping):
        for key, entry in value.items():
            check_json(key, path=path, depth=depth + 1)
            check_json(entry, path=path, depth=depth + 1)
            if not isinstance(key, str):
                raise _refuse(path, "json", "texts as names of an object", type(key).__name__)
    elif isinstance(value, list | tuple):
        for entry in value:
            check_json(entry, path=path, depth=depth + 1)
    elif not _is_plain(value):
        raise _refuse(path, "json", "a text, a number, true, false, null, a list or an object", repr(value)[:80])


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return _NO_TEXT.search(value) is None
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, int)


def _set(document: dict[str, Any], steps: Path, value: object, path: str) -> None:
    *way, last = steps
    holder: Any = document
    for step, following in zip(way, steps[1:], strict=True):
        makes_object = isinstance(holder, dict) and isinstance(step, str) and isinstance(following, str)
        if makes_object and holder.get(step) is None:
            holder[step] = {}
        holder = _inside(holder, step, path)
    if isinstance(holder, dict) and isinstance(last, str):
        holder[last] = value
    elif isinstance(holder, list) and isinstance(last, int) and last <= len(holder):
        holder[last : last + 1] = [value]
    else:
        raise _refuse(path, "missing", "an object or a list with that place", "another value on the way")


def _remove(document: dict[str, Any], steps: Path, path: str) -> None:
    *way, last = steps
    holder: Any = document
    for step in way:
        holder = _inside(holder, step, path)
    _inside(holder, last, path)
    del holder[last]


def _inside(holder: Any, step: str | int, path: str) -> Any:
    named = isinstance(step, str) and isinstance(holder, dict) and step in holder
    placed = isinstance(step, int) and isinstance(holder, list) and step < len(holder)
    if not named and not placed:
        raise _refuse(path, "missing", f"something at “{step}”", "nothing there")
    return holder[step]


def _refuse(path: str, rule: str, expected: str, found: str) -> ChangeRefused:
    return ChangeRefused(
        f"Expected {expected}, found {found}{f' at “{path}”' if path else ''}: correct the change.",
        path=path,
        rule=rule,
    )
