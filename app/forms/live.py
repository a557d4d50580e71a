"""What a page tells the browser so that conditions and computed values follow the typing.

A condition is live when every name in it is a field of the form, or a name of the context that the page may hold
(`shared`). Only the values that live expressions name are put into the page. The server computes all of it again.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from app.domain.clock import CASABLANCA
from app.feel import FeelError, names_used
from app.forms.choices import list_options
from app.forms.filling import Filling
from app.forms.registry import get_type
from app.forms.scopes import is_list
from app.forms.structure import FormComponent, fields_of, option_text
from app.forms.visibility import Components, Visibility

_ROW_NAMES = frozenset(("this", "parent", "i", "_this_", "_parent_", "_i_"))
_READ_AS = {"number": "number", "checkbox": "box", "radio": "one", "select": "one", "checklist": "many"}
_READ_AS |= {"taglist": "many", "textfield": "text", "textarea": "text"}
_MOMENTS = {"date": "text", "time": "time", "datetime": "moment"}


class LivePage:
    """Collects the expressions of one page as they are written into it; `data` is then what they need."""

    def __init__(self, fields: Components, *, scene: Filling, visibility: Visibility, shared: frozenset[str]) -> None:
        """`fields`: those of the whole form; `scene` sees their values; `shared`: names of the context."""
        self._fields = {field.field_key: field for field in fields}
        self._scene, self._visibility, self._shared = scene, visibility, shared
        self._used: set[str] = set()

    def take(self, expression: object, *, scope: FormComponent | None = None, inside: str = "") -> str | None:
        """Return the expression to write into the page, None when the browser cannot compute it.

        `scope` is the list in whose row it stands, `inside` the row's name (`children[0].`): there `this` and its kin
        have a meaning.
        """
        names = _names(expression)
        if names is None or not isinstance(expression, str) or (scope is not None and not _is_readable(scope)):
            return None
        in_row = _ROW_NAMES if scope is not None else frozenset[str]()
        if not self._is_known(names, and_known=in_row) or not self._can_send(names):
            return None
        self._used |= names
        if scope is not None:
            self._used.add(re.split(r"[\[.]", inside, maxsplit=1)[0])
        return expression

    def follows_typing(self, expression: str) -> bool:
        """Tell whether a value may change while the page is filled in: it reads a question, or what is around a row."""
        roots = {name.partition(".")[0] for name in _names(expression) or ()}
        return bool(roots & (self._fields.keys() | _ROW_NAMES))

    def data(self, shown: Components) -> str:
        """Return JSON: `fields` of the page to read, `computed` values in order, `held` values, the present moment.

        Empty when nothing on the page is live.
        """
        if not self._used:
            return ""
        computed = self._computed()
        names = self._used_with(computed)
        roots = {name.partition(".")[0] for name in names}
        fields = [field for field in shown if field.key in roots and not _is_computed(field)]
        read = {field.field_key for field in (*fields, *computed)} | _ROW_NAMES
        local = self._scene.now.astimezone(CASABLANCA)
        told = {
            "fields": [self._describe(field) for field in fields],
            "computed": [_computed_entry(field) for field in computed],
            "held": self._held(sorted(name for name in names if name.partition(".")[0] not in read)),
            **_present(local),
        }
        return json.dumps(told, default=float, ensure_ascii=False, separators=(",", ":"))

    def _held(self, names: Iterable[str]) -> dict[str, object]:
        """Return what the page cannot read: answers of other pages, values of the context."""
        held: dict[str, object] = {}
        for name in names:
            root = name.partition(".")[0]
            if root in self._fields:
                held[root] = _plain(self._visibility.values.get(root))
            else:
                _put(held, name, self._look_up(name))
        return held

    def _computed(self) -> list[FormComponent]:
        """Return the computed values that the page's expressions need, and those that these need, in order."""
        found: dict[str, FormComponent] = {}
        waiting = [name.partition(".")[0] for name in self._used]
        while waiting:
            field = self._fields.get(waiting.pop())
            if field is None or field.field_key in found or not get_type(field.type).is_computed:
                continue
            needs = [_names(expression) for expression in _expressions_of(field)]
            if any(names is None or not self._is_known(names) for names in needs):
                continue  # its value of now is held
            found[field.field_key] = field
            waiting += [name.partition(".")[0] for names in needs if names for name in names]
        return sorted(found.values(), key=lambda field: field.rank)

    def _is_known(self, names: Iterable[str], *, and_known: frozenset[str] = frozenset()) -> bool:
        roots = {name.partition(".")[0] for name in names}
        readable = {key for key, field in self._fields.items() if not field.is_scope or _is_readable(field)}
        return roots <= readable | self._shared | and_known

    def _used_with(self, computed: Iterable[FormComponent]) -> set[str]:
        names = set(self._used)
        for field in computed:
            for expression in _expressions_of(field):
                names |= _names(expression) or frozenset()
        return names

    def _can_send(self, names: Iterable[str]) -> bool:
        """Tell whether the constants among the names can travel as JSON."""
        outside = (name for name in names if name.partition(".")[0] not in self._fields.keys() | _ROW_NAMES)
        return all(_is_plain(self._look_up(name)) for name in outside)

    def _look_up(self, name: str) -> object:
        value: object = {**self._scene.context}
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return value

    def _describe(self, field: FormComponent) -> dict[str, object]:
        """Return how the browser reads one field."""
        if field.is_scope:
            kind = "rows" if is_list(field) else "group"
            inner = [self._describe(child) for child in fields_of(field.children) if not _is_computed(child)]
            return {"key": field.field_key, "as": kind, "fields": inner}
        if field.id in self._visibility.readonly or field.type == "filepicker":
            held = _plain(self._visibility.values.get(field.field_key))
            return {"key": field.field_key, "as": "held", "value": held}
        entry: dict[str, object] = {"key": field.field_key, "as": _read_as(field)}
        if isinstance(field.readonly, str):
            entry["held"] = _plain(self._visibility.values.get(field.field_key))
        if field.type in ("radio", "select", "checklist", "taglist") and field.options:
            options = [option.value for option in list_options(field, self._scene)]
            typed = {option_text(value): value for value in options if not isinstance(value, str)}
            entry |= {"values": typed} if typed else {}
        return entry


def _is_readable(scope: FormComponent) -> bool:
    """Tell whether the browser can read every answer of a list or group: each one can be typed in it."""
    own = fields_of(scope.children)
    return all(
        not _is_computed(field) and field.readonly is False and (not field.is_scope or _is_readable(field))
        for field in own
    )


def _computed_entry(field: FormComponent) -> dict[str, object]:
    return {"key": field.field_key, "expression": field.settings.get("expression"), "hide": field.hide}


def _present(local: datetime) -> dict[str, str]:
    moment = local.replace(microsecond=0).isoformat()
    return {"today": moment[:10], "now": moment, "offset": moment[19:]}


def _is_computed(field: FormComponent) -> bool:
    return get_type(field.type).is_computed


def _expressions_of(field: FormComponent) -> Iterator[str]:
    for expression in (field.settings.get("expression"), field.hide):
        if isinstance(expression, str) and expression:
            yield expression


def _read_as(field: FormComponent) -> str:
    if field.kind == "amount":
        return "amount"
    if field.type == "datetime":
        return _MOMENTS[str(field.settings.get("subtype") or "date")]
    if field.type == "number" and field.settings.get("serializeToString") is True:
        return "digits"
    return _READ_AS.get(field.type, "text")


def _names(expression: object) -> frozenset[str] | None:
    if not isinstance(expression, str):
        return None
    try:
        return names_used(expression)
    except FeelError:
        return None  # reported where expressions are checked


def _put(target: dict[str, object], path: str, value: object) -> None:
    *parents, last = path.split(".")
    for name in parents:
        inner = target.setdefault(name, {})
        if not isinstance(inner, dict):
            return
        target = inner
    target[last] = value


def _is_plain(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(_is_plain(entry) for entry in value.values())
    if isinstance(value, list | tuple):
        return all(_is_plain(entry) for entry in value)
    return value is None or isinstance(value, str | bool | int | float | Decimal)


def _plain(value: object) -> object:
    return value if _is_plain(value) else None
