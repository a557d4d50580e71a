"""The dated values of a procedure as a form: read, checked, written back into the manifest."""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.procedures.authoring.sheet_form import Posted, cleaned
from app.procedures.authoring.sheet_writing import Problem
from app.procedures.layout import manifest_path
from app.procedures.parameters import PERIOD_UNITS, SOURCES, ParameterValue
from app.procedures.yaml_editing import edited, put, put_at, put_rows
from app.procedures.yaml_source import kept_mapping

KINDS_OF_UNIT: Mapping[str, tuple[str, ...]] = {
    "day": ("franc", "calendar", "working"),
    "working_day": ("working",),
    "month": ("calendar", "franc"),
    "year": ("calendar", "franc"),
    "hour": ("calendar",),
    "centime": ("amount",),
    "dirham": ("amount",),
    "dirham_per_m2": ("amount",),
    "percent": ("ratio",),
    "ratio": ("ratio",),
    "count": ("count",),
    "month_day": ("text",),
    "quarter": ("text",),
    "text": ("text",),
}
"""The units of values, each with the ways in which it counts; the first is the usual one."""
TEXT_UNITS = ("month_day", "quarter", "text")
LARGEST = {"day": 36_600, "working_day": 5_000, "month": 1_200, "year": 100, "hour": 87_600, "percent": 100, "ratio": 1}
"""What goes beyond is a mistake of typing."""
LARGEST_NUMBER = 10**12
MOST_VALUES = 40
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


@dataclass(frozen=True, kw_only=True)
class TypedValue:
    """One dated value as it was typed."""

    since: str = ""
    value: str = ""
    legal_ref: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class ValueForm:
    """One parameter as it was typed; `was` is its key in the file, "" for a new one."""

    was: str = ""
    key: str = ""
    unit: str = "day"
    kind: str = ""
    title_fr: str = ""
    title_ar: str = ""
    note: str = ""
    values: tuple[TypedValue, ...] = ()


SINGLE = ("key", "unit", "kind", "title_fr", "title_ar", "note")
DATED = ("since", "value", "legal_ref", "source")


def read_value_forms(slug: str, files: Mapping[str, bytes]) -> dict[str, ValueForm]:
    """Return the procedure's own parameters by key, as its manifest writes them. Raises SourceRefused."""
    path = manifest_path(slug)
    manifest = kept_mapping(files[path], path) if path in files else {}
    return {str(row.get("key")): _read(row) for row in _rows(manifest)}


def posted_value_form(posted: Posted, was: str) -> ValueForm:
    """Read the form that a page sends."""

    def first(name: str) -> str:
        return cleaned(next(iter(posted.getlist(name)), ""))[:2_000]

    rows = [index for index in range(MOST_VALUES) if posted.getlist(f"values.{index}.since")]
    return ValueForm(
        was=was,
        **{name: first(name) for name in SINGLE},
        values=tuple(TypedValue(**{name: first(f"values.{index}.{name}") for name in DATED}) for index in rows),
    )


def with_value_action(form: ValueForm, action: str) -> ValueForm:
    """Return the form after a button: `values.add`, `values.2.remove`."""
    if action == "values.add" and len(form.values) < MOST_VALUES:
        last = form.values[-1] if form.values else TypedValue()
        return replace(
            form, values=(*form.values, TypedValue(legal_ref=last.legal_ref, source=last.source or "sourced"))
        )
    found = re.fullmatch(r"values\.(\d{1,3})\.remove", action)
    if found is not None:
        kept = tuple(value for index, value in enumerate(form.values) if index != int(found[1]))
        return replace(form, values=kept)
    return form


def problems_of_value(form: ValueForm, *, own: Sequence[str], shared: Sequence[str]) -> dict[str, Problem]:
    """Return what is wrong, by the name of the input: also `same-day`, `number`, `absurd`, `reference`, `group`."""
    problems = _problems_of_key(form, own, shared)
    if form.unit not in KINDS_OF_UNIT:
        problems["unit"] = Problem(code="choice", detail=form.unit)
    elif form.kind and form.kind not in KINDS_OF_UNIT[form.unit]:
        problems["kind"] = Problem(code="kind", detail=form.kind)
    for name, title in (("title_fr", form.title_fr), ("title_ar", form.title_ar)):
        if not title:
            problems[name] = Problem(code="required")
    if not form.values:
        problems["values"] = Problem(code="required")
    days = [value.since for value in form.values]
    for index, value in enumerate(form.values):
        problems |= {f"values.{index}.{name}": found for name, found in _problems_of_dated(value, form.unit).items()}
        if value.since and value.since in days[:index]:
            problems[f"values.{index}.since"] = Problem(code="same-day", detail=value.since)
    return problems


def value_changes(slug: str, files: Mapping[str, bytes], form: ValueForm) -> dict[str, bytes]:
    """Return the manifest with the parameter as it was typed; the form has no problem. Raises SourceRefused."""
    if form.was and read_value_forms(slug, files).get(form.was) == form:
        return {}

    def change(manifest: MutableMapping[str, Any]) -> None:
        row = next((row for row in _rows(manifest) if row.get("key") == form.was), None) if form.was else None
        if row is None:
            put_rows(manifest, "parameters", [*map(dict, _rows(manifest)), _new_row(form)], identity="key")
        else:
            _write(row, form)

    return _changed(slug, files, change)


def without_value(slug: str, files: Mapping[str, bytes], key: str) -> dict[str, bytes]:
    """Return the manifest without a parameter. Raises SourceRefused."""

    def change(manifest: MutableMapping[str, Any]) -> None:
        kept = [dict(row) for row in _rows(manifest) if row.get("key") != key]
        put_rows(manifest, "parameters", kept, identity="key")

    return _changed(slug, files, change)


def stored_number(text: str, unit: str) -> ParameterValue | None:
    """Return a typed value: a whole or decimal number, or a text for units that are texts; None where it is neither."""
    if unit in TEXT_UNITS:
        return text or None
    number = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    if re.fullmatch(r"\d{1,13}", number, re.ASCII):
        return int(number)
    return float(number) if re.fullmatch(r"\d{1,13}\.\d{1,6}", number, re.ASCII) else None


def _changed(slug: str, files: Mapping[str, bytes], change: Any) -> dict[str, bytes]:
    path = manifest_path(slug)
    content = edited(files[path], path, change)
    return {} if content == files[path] else {path: content}


def _rows(manifest: Mapping[str, Any]) -> list[Any]:
    listed = manifest.get("parameters")
    return [row for row in listed if isinstance(row, Mapping)] if isinstance(listed, list) else []


def _new_row(form: ValueForm) -> dict[str, Any]:
    row = {
        "key": form.key,
        "unit": form.unit,
        "kind": form.kind or KINDS_OF_UNIT[form.unit][0],
        "title": {"fr": form.title_fr, "ar": form.title_ar},
    }
    return row | ({"note": form.note} if form.note else {}) | {"values": _dated(form)}


def _write(row: MutableMapping[str, Any], form: ValueForm) -> None:
    put(row, "unit", form.unit)
    put(row, "kind", form.kind or KINDS_OF_UNIT[form.unit][0])
    put_at(row, ("title", "fr"), form.title_fr)
    put_at(row, ("title", "ar"), form.title_ar)
    put(row, "note", form.note or None)
    put_rows(row, "values", _dated(form), identity="from")


def _dated(form: ValueForm) -> list[dict[str, Any]]:
    return [
        {
            "from": date.fromisoformat(value.since),
            "value": stored_number(value.value, form.unit),
            "legal_ref": value.legal_ref,
            "source": value.source,
        }
        for value in sorted(form.values, key=lambda value: value.since)
    ]


def _read(row: Mapping[str, Any]) -> ValueForm:
    titles = row.get("title")
    title = titles if isinstance(titles, Mapping) else {}
    values = row.get("values")
    return ValueForm(
        was=str(row.get("key") or ""),
        key=str(row.get("key") or ""),
        unit=str(row.get("unit") or ""),
        kind=str(row.get("kind") or ""),
        title_fr=str(title.get("fr") or ""),
        title_ar=str(title.get("ar") or ""),
        note=str(row.get("note") or ""),
        values=tuple(_read_dated(value) for value in values if isinstance(value, Mapping))
        if isinstance(values, list)
        else (),
    )


def _read_dated(value: Mapping[str, Any]) -> TypedValue:
    found = {"since": value.get("from"), **{name: value.get(name) for name in DATED[1:]}}
    return TypedValue(**{name: "" if item is None else str(item) for name, item in found.items()})


def _problems_of_key(form: ValueForm, own: Sequence[str], shared: Sequence[str]) -> dict[str, Problem]:
    if form.was:
        return {}
    if not _KEY.fullmatch(form.key):
        return {"key": Problem(code="key" if form.key else "required", detail=form.key)}
    if form.key in own:
        return {"key": Problem(code="twice", detail=form.key)}
    if form.key in shared:
        return {"key": Problem(code="shared", detail=form.key)}
    for other in (*own, *shared):
        if other.startswith(f"{form.key}.") or form.key.startswith(f"{other}."):
            return {"key": Problem(code="group", detail=other)}
    return {}


def _problems_of_dated(value: TypedValue, unit: str) -> dict[str, Problem]:
    problems: dict[str, Problem] = {}
    try:
        if not EARLIEST <= date.fromisoformat(value.since) <= LATEST:
            problems["since"] = Problem(code="absurd-day", detail=value.since)
    except ValueError:
        problems["since"] = Problem(code="day", detail=value.since)
    number = stored_number(value.value, unit)
    if number is None:
        problems["value"] = Problem(code="number" if value.value else "required", detail=value.value)
    elif isinstance(number, int | float):
        problems |= _problem_of_size(number, unit)
    if len(value.legal_ref) < 3:
        problems["legal_ref"] = Problem(code="reference")
    if value.source not in SOURCES:
        problems["source"] = Problem(code="choice", detail=value.source)
    return problems


def _problem_of_size(number: float, unit: str) -> dict[str, Problem]:
    if unit in (*PERIOD_UNITS, "centime", "count") and not float(number).is_integer():
        return {"value": Problem(code="whole", detail=str(number))}
    largest = LARGEST.get(unit, LARGEST_NUMBER)
    return {"value": Problem(code="absurd", detail=str(largest))} if number > largest else {}
