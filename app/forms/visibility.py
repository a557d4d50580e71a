"""Decides what is hidden and what is read-only, and with that the values that the form stands on.

Conditions see each other's fields, so they are computed until nothing changes. A hidden field counts as null in
conditions, as in form-js; a read-only or computed one counts with the value that the platform holds, so that nothing in
the request can make itself editable.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from app.forms.filling import Filling
from app.forms.registry import first_answer, get_type
from app.forms.scopes import MOST_ROWS, former_rows, is_list, read_rows
from app.forms.structure import FormComponent, fields_of

_MOST_ROUNDS = 20
Components = tuple[FormComponent, ...]


@dataclass(frozen=True, kw_only=True)
class Visibility:
    """`hidden` and `readonly` hold component ids; `values` the values that conditions saw, by field key."""

    hidden: frozenset[str]
    readonly: frozenset[str]
    values: Mapping[str, object]

    def is_shown(self, component: FormComponent) -> bool:
        """Tell whether the component is shown (its groups too)."""
        return component.id not in self.hidden

    def is_editable(self, component: FormComponent) -> bool:
        """Tell whether a person may answer the field."""
        return self.is_shown(component) and component.id not in self.readonly


def see(
    components: Components,
    fields: Components,
    *,
    given: Mapping[str, object],
    held: Mapping[str, object],
    filling: Filling,
) -> Visibility:
    """Return what is visible. `given`: clean values from the person; `held`: values that the platform holds."""
    hidden, readonly = frozenset[str](), frozenset(field.id for field in fields if field.readonly is not False)
    if not readonly and not any(component.may_hide for component in components):
        return Visibility(
            hidden=hidden, readonly=readonly, values=_values(fields, given, held, hidden, readonly, filling)
        )
    for _ in range(_MOST_ROUNDS):
        values = _values(fields, given, held, hidden, readonly, filling)
        scene = filling.with_answers(values)
        now_hidden = frozenset(_hidden(components, scene, parent_hidden=False))
        now_readonly = frozenset(field.id for field in fields if scene.resolve(field.readonly) is True)
        if (now_hidden, now_readonly) == (hidden, readonly):
            return Visibility(hidden=hidden, readonly=readonly, values=values)
        hidden, readonly = now_hidden, now_readonly
    # Two conditions contradict each other: what was hidden in the last round stays out of reach.
    values = _values(fields, given, held, hidden, readonly, filling)
    return Visibility(hidden=hidden, readonly=readonly, values=values)


def _hidden(components: Components, scene: Filling, *, parent_hidden: bool) -> Iterator[str]:
    for component in components:
        if not (parent_hidden or component.may_hide):
            continue
        is_hidden = parent_hidden or (component.hide is not None and scene.evaluate(component.hide) is True)
        if is_hidden:
            yield component.id
        yield from _hidden(component.children, scene, parent_hidden=is_hidden)


def _values(
    fields: Components,
    given: Mapping[str, object],
    held: Mapping[str, object],
    hidden: frozenset[str],
    readonly: frozenset[str],
    filling: Filling,
) -> dict[str, object]:
    values: dict[str, object] = {}
    computed: list[FormComponent] = []
    scopes: list[FormComponent] = []
    for field in fields:
        key = field.field_key
        values[key] = None
        if field.id in hidden:
            continue
        if get_type(field.type).is_computed:
            computed.append(field)
            continue
        values[key] = held.get(key) if field.id in readonly or key not in given else given[key]
        if field.is_scope:
            scopes.append(field)
    for field in sorted(computed, key=lambda field: field.rank):
        values[field.field_key] = _compute(field, filling.with_answers(values))
    for field in scopes:
        shown = field.id not in readonly and field.field_key in given
        values[field.field_key] = see_scope(field, values, held, filling, entered=shown)
    return values


def see_scope(
    scope: FormComponent,
    values: Mapping[str, object],
    held: Mapping[str, object],
    filling: Filling,
    *,
    entered: bool,
) -> object:
    """Return the answer of a list or of a group with a path as conditions see it: hidden fields of each row null."""
    key = scope.field_key
    rows, own = read_rows(scope, values[key]), fields_of(scope.children)
    former = former_rows(rows, read_rows(scope, held.get(key))) if entered else rows
    scene = filling.with_answers(values)
    seen = [
        dict(
            see(
                scope.children,
                own,
                given=row if entered else {},
                held=with_row_defaults(own, former[index]),
                filling=scene_of(scope, index, scene),
            ).values
        )
        for index, row in enumerate(rows[:MOST_ROWS])
    ]
    return seen if is_list(scope) else (seen[0] if seen else None)


def scene_of(scope: FormComponent, index: int, filling: Filling) -> Filling:
    """Return the circumstances in which a row of a list, or a group with a path, is filled in."""
    return filling.in_row(index) if is_list(scope) else filling.in_group(scope.field_key)


def with_row_defaults(fields: Components, row: Mapping[str, object]) -> dict[str, object]:
    """Return the values held for the fields of a row: its own, else the form's defaults."""
    return {field.field_key: row.get(field.field_key, first_answer(field)) for field in fields}


def _compute(field: FormComponent, scene: Filling) -> object:
    expression = field.settings.get("expression")
    return as_json(scene.evaluate(expression)) if isinstance(expression, str) and expression else None


def as_json(value: object) -> object:
    """Return a value of FEEL as answers keep it: days, times and durations as text."""
    if isinstance(value, Mapping):
        return {str(key): as_json(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(entry) for entry in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"PT{int(value.total_seconds())}S"
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)
