"""Puts a filled-in sheet into the files of a package, and says what cannot be put there."""

import re
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from app import feel
from app.procedures.authoring.sheet_fields import PARTS, Field, Part
from app.procedures.authoring.sheet_form import (
    Answer,
    Answers,
    SheetForm,
    inputs_of,
    key_from,
    read_sheet_form,
    value_at,
)
from app.procedures.layout import manifest_path
from app.procedures.yaml_editing import edited, put_at, put_rows, put_words

LONGEST = 2_000
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SLUG_FIELDS = ("key", "reason")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why an answer cannot stand: `required`, `slug`, `twice`, `choice`, `parameter`, `period`, `feel`, `day`, `url`,
    `long`. `detail` is what the reader of expressions says, or the value meant."""

    code: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the sheet may name: parameters with whether each is a period, and choices by group."""

    parameters: Mapping[str, bool]
    groups: Mapping[str, frozenset[str]]


def with_keys(form: SheetForm) -> SheetForm:
    """Return the form with a key for each row that has a French title and none yet."""
    rows = {name: tuple(_keyed(kept) for kept in found) for name, found in form.rows.items()}
    return replace(form, rows=rows)


def problems_of(form: SheetForm, known: Known) -> dict[str, Problem]:
    """Return what is wrong, by the name of the input."""
    found: dict[str, Problem] = {}
    for part in PARTS:
        if not part.rows:
            found |= _problems(part, form.answers, form, known, "")
            continue
        rows = form.rows.get(part.name, ())
        for index, row in enumerate(rows):
            found |= _problems(part, row, form, known, f"{part.name}.{index}.")
        for index, key in _twice([str(row.get(part.identity, "")) for row in rows]):
            found.setdefault(f"{part.name}.{index}.{part.identity}", Problem(code="twice", detail=key))
    return found


def sheet_changes(slug: str, files: Mapping[str, bytes], form: SheetForm) -> dict[str, bytes]:
    """Return the files that the sheet changes. Raises SourceRefused when one cannot be edited."""
    standing = read_sheet_form(slug, files)
    index = manifest_path(slug)
    changes: dict[str, bytes] = {}
    if standing != form:
        changes[index] = edited(files[index], index, lambda manifest: _fill(manifest, form))
    for language in form.languages:
        path = f"processes/{slug}/translations/{language}.yaml"
        if _texts_of(standing, language) != _texts_of(form, language):
            changes[path] = edited(files.get(path, b""), path, _texts_change(form, language))
    return {path: content for path, content in changes.items() if files.get(path) != content}


def _texts_of(form: SheetForm, language: str) -> dict[str, Answer]:
    """Return what the translations of a language hold of a sheet: its texts, and the keys under which they stand."""
    return {name: answer for name, answer in form.flat().items() if name.endswith((f".{language}", ".key"))}


def _keyed(row: Answers) -> Answers:
    if "key" not in row or row["key"] or not row.get("name.fr"):
        return row
    return {**row, "key": key_from(str(row["name.fr"]))}


def _problems(part: Part, answers: Answers, form: SheetForm, known: Known, prefix: str) -> dict[str, Problem]:
    found = {}
    for one in part.fields:
        for name in inputs_of(one, form.languages):
            problem = _problem(one, name, answers, known)
            if problem is not None:
                found[prefix + name] = problem
    return found


def _problem(one: Field, name: str, answers: Answers, known: Known) -> Problem | None:
    answer = answers.get(name, "")
    if isinstance(answer, tuple):
        return _problem_of_picks(one, answer, known)
    if len(answer) > LONGEST:
        return Problem(code="long", detail=str(LONGEST))
    if one.kind == "requirement":
        return _problem_of_requirement(one, name, answer, answers)
    if not answer:
        return Problem(code="required") if _is_asked(one, name) else None
    return _problem_of_word(one, answer, known)


def _is_asked(one: Field, name: str) -> bool:
    return one.required and not (one.texts and not name.endswith(".fr"))


def _problem_of_picks(one: Field, answer: tuple[str, ...], known: Known) -> Problem | None:
    allowed = known.groups.get(one.group, frozenset()) if one.group else frozenset(one.choices)
    if one.required and not answer:
        return Problem(code="required")
    if one.kind == "picks" and (strange := [word for word in answer if word not in allowed]):
        return Problem(code="choice", detail=strange[0])
    if one.name.endswith("reasons") and (wrong := [word for word in answer if not _SLUG.fullmatch(word)]):
        return Problem(code="slug", detail=wrong[0])
    return None


def _problem_of_requirement(one: Field, name: str, answer: str, answers: Answers) -> Problem | None:
    if name == one.name:
        return None if answer in one.choices else Problem(code="choice", detail=answer)
    if answers.get(one.name) != "condition":
        return None
    return problem_of_condition(answer) if answer else Problem(code="required")


def _problem_of_word(one: Field, answer: str, known: Known) -> Problem | None:
    if one.kind == "word" and one.name in _SLUG_FIELDS and not _SLUG.fullmatch(answer):
        return Problem(code="slug", detail=answer)
    if one.kind == "choice" and answer not in (known.groups.get(one.group, ()) if one.group else one.choices):
        return Problem(code="choice", detail=answer)
    if one.kind == "parameter":
        return _problem_of_parameter(one, answer, known)
    if one.kind == "condition":
        return problem_of_condition(answer)
    if one.kind == "day":
        return _problem_of_day(answer)
    return _problem_of_url(answer) if one.name == "url" else None


def _problem_of_parameter(one: Field, answer: str, known: Known) -> Problem | None:
    if answer not in known.parameters:
        return Problem(code="parameter", detail=answer)
    return Problem(code="period", detail=answer) if one.group == "periods" and not known.parameters[answer] else None


def problem_of_condition(text: str) -> Problem | None:
    """Return why a condition cannot be read as FEEL, None when it can or when there is none."""
    if not text.removeprefix("=").strip():
        return None
    try:
        feel.check(text)
    except feel.FeelError as error:
        return Problem(code="feel", detail=str(error))
    return None


def _problem_of_day(text: str) -> Problem | None:
    try:
        date.fromisoformat(text)
    except ValueError:
        return Problem(code="day", detail=text)
    return None


def _problem_of_url(text: str) -> Problem | None:
    try:
        parts = urlsplit(text)
    except ValueError:
        return Problem(code="url", detail=text)
    return None if parts.scheme in ("http", "https") and "." in parts.netloc else Problem(code="url", detail=text)


def _twice(keys: list[str]) -> Iterator[tuple[int, str]]:
    for index, key in enumerate(keys):
        if key and key in keys[:index]:
            yield index, key


def _fill(manifest: MutableMapping[str, Any], form: SheetForm) -> None:
    for part in PARTS:
        if part.rows:
            _fill_rows(manifest, part, form.rows.get(part.name, ()))
            continue
        for one in part.fields:
            if one.path:
                _store(manifest, one, form.answers)


def _fill_rows(manifest: MutableMapping[str, Any], part: Part, rows: tuple[Answers, ...]) -> None:
    node: Any = manifest
    for name in part.rows[:-1]:
        node = node.get(name)
        if not isinstance(node, MutableMapping):
            return
    listed = node.get(part.rows[-1])
    before = [row for row in listed if isinstance(row, Mapping)] if isinstance(listed, list) else []
    kept = {str(row.get(part.identity)): row for row in before}
    stored = [_stored_row(part, row, kept.get(str(row.get("was") or ""), {})) for row in rows]
    put_rows(node, part.rows[-1], stored, identity=part.identity)


def _stored_row(part: Part, row: Answers, old: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as the manifest holds it; what the sheet does not show of it stays."""
    shown = {one.path[0] for one in part.fields if one.path}
    stored: dict[str, Any] = {part.identity: row.get(part.identity)}
    for one in part.fields:
        if not one.path:
            continue
        value = _in_order_of(old.get(one.path[0]), stored_value(one, row))
        if _is_written(one, value, old.get(one.path[0])):
            stored[one.path[0]] = value
    return stored | {name: value for name, value in old.items() if name not in shown}


def _store(manifest: MutableMapping[str, Any], one: Field, answers: Answers) -> None:
    old = value_at(manifest, one.path)
    value = _in_order_of(old, stored_value(one, answers))
    if not _is_written(one, value, old):
        put_at(manifest, one.path, None)
    elif isinstance(value, list):
        *parents, last = one.path
        node: Any = manifest
        for name in parents:
            if not isinstance(node.get(name), MutableMapping):
                put_at(manifest, one.path, value)
                return
            node = node[name]
        put_words(node, last, value)
    else:
        put_at(manifest, one.path, value)


def _in_order_of(old: Any, value: Any) -> Any:
    """Return a list in the order in which it was written; a page may show the same choices in another one."""
    if not isinstance(value, list) or not isinstance(old, list):
        return value
    return [*(item for item in old if item in value), *(item for item in value if item not in old)]


def _is_written(one: Field, value: Any, old: Any) -> bool:
    """Tell whether a value stands in the file: not when it is nothing, or what holds anyway and was not written."""
    if value in (None, []) and not one.required:
        return isinstance(value, list) and isinstance(old, list) and not old
    if old is not None:
        return True
    return bool(value is not False and value != one.default)


def stored_value(one: Field, answers: Answers) -> Any:
    """Return an answer as the manifest holds it; None where nothing was typed."""
    answer: Answer = answers.get(one.name, "")
    if isinstance(answer, tuple):
        return list(answer)
    if one.kind == "requirement":
        condition = str(answers.get(f"{one.name}.condition", ""))
        return {"always": True, "never": False}.get(answer, _expression(condition))
    if one.kind == "tick":
        return answer == "yes"
    if one.kind == "condition":
        return _expression(answer) if answer else None
    return _day(answer) if one.kind == "day" else answer or None


def _expression(text: str) -> str:
    return text if text.startswith("=") else f"={text}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _texts_change(form: SheetForm, language: str) -> Any:
    def change(texts: MutableMapping[str, Any]) -> None:
        for part in PARTS:
            if part.rows:
                _write_row_texts(texts, part, form.rows.get(part.name, ()), language)
                continue
            for one in part.fields:
                name = f"{one.name}.{language}"
                if one.texts and name in form.answers:
                    put_at(texts, one.texts, form.answers[name] or None)

    return change


def _write_row_texts(texts: MutableMapping[str, Any], part: Part, rows: tuple[Answers, ...], language: str) -> None:
    """Write the texts of rows; those of a key that is gone go, those of a key that changed follow it."""
    group = next((one.texts[:2] for one in part.fields if one.texts), None)
    if group is None:
        return
    old = value_at(texts, group)
    before = dict(old) if isinstance(old, Mapping) else {}
    kept = {str(row.get("key")) for row in rows}
    for row in rows:
        key, was = str(row.get("key")), str(row.get("was") or "")
        if was and was != key and was in before:
            put_at(texts, (*group, key), before[was])
        shown = {one.name: str(row.get(f"{one.name}.{language}") or "") for one in part.fields if one.texts}
        if f"name.{language}" in row:
            _write_named(texts, (*group, key), shown, has_note="note" in shown)
    for key in [key for key in before if str(key) not in kept]:
        put_at(texts, (*group, key), None)


def _write_named(
    texts: MutableMapping[str, Any], path: tuple[str, ...], shown: Mapping[str, str], *, has_note: bool
) -> None:
    """Write a name, as one text or beside its note, in the shape in which it stands."""
    if has_note or isinstance(value_at(texts, path), Mapping):
        if isinstance(value_at(texts, path), str):
            put_at(texts, path, None)
        put_at(texts, (*path, "name"), shown["name"] or None)
        if has_note:
            put_at(texts, (*path, "note"), shown["note"] or None)
    else:
        put_at(texts, path, shown["name"] or None)
