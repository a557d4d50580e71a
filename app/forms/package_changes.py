"""Adds, renames and removes a form of a package: index, texts and the tasks that open it follow."""

import json
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from typing import Any

from app.domain.languages import LANGUAGES
from app.forms.reading import SCHEMA_VERSION
from app.procedures.bpmn.task_editing import with_task_attribute
from app.procedures.changes import Changes, Files, PartRefused, check_name, find_diagram, real_changes
from app.procedures.index_editing import listing, relisting, unlisting
from app.procedures.layout import manifest_path
from app.procedures.yaml_editing import edited, put_at
from app.procedures.yaml_source import SourceRefused, read_mapping


def form_path(slug: str, name: str) -> str:
    """Return the path of a form in its package."""
    return f"forms/{slug}/{name}.json"


def texts_path(slug: str, language: str) -> str:
    """Return the path of the texts of all forms of a package in one language."""
    return f"forms/{slug}/translations/{language}.yaml"


def list_forms(files: Files, slug: str) -> list[str]:
    """Return the names of the forms that a package holds: in the order of the index, then those that it forgets."""
    home = f"forms/{slug}/"
    paths = (path.removeprefix(home) for path in files if path.startswith(home) and path.endswith(".json"))
    names = sorted(name.removesuffix(".json") for name in paths if "/" not in name)
    index = _listed(files, slug)
    return sorted(names, key=lambda name: index.index(name) if name in index else len(index))


def _listed(files: Files, slug: str) -> list[object]:
    """Return what the index lists of forms; nothing while it cannot be read."""
    index = manifest_path(slug)
    try:
        listed = read_mapping(files.get(index, b"{}"), file=index).data.get("forms")
    except SourceRefused:
        return []
    return listed if isinstance(listed, list) else []


def add_form(files: Files, slug: str, name: str, *, titles: Mapping[str, str], task: str = "") -> Changes:
    """Return the changes that add an empty form; `task` is the user task that opens it, when it has another id.

    Raises PartRefused, SourceRefused, XmlRefused.
    """
    check_name(name, frozenset(list_forms(files, slug)))
    definition = {"type": "default", "id": name, "schemaVersion": SCHEMA_VERSION, "components": []}
    index = manifest_path(slug)
    changes: Changes = {
        form_path(slug, name): written_form(definition),
        index: listing(files.get(index, b""), file=index, kind="forms", entry=name),
    }
    for path, content in _texts(files, slug):
        title = titles.get(path.rpartition("/")[2].removesuffix(".yaml"), "")
        changes[path] = edited(content, path, lambda top, title=title: put_at(top, [name, "title"], title or None))  # type: ignore[misc]
    if task and task != name:
        changes |= _with_form(files, slug, [task], name, known=True)
    return real_changes(changes, files)


def rename_form(files: Files, slug: str, old: str, new: str) -> Changes:
    """Return the changes that give a form another name. Raises PartRefused, SourceRefused, XmlRefused."""
    _check_there(files, slug, old)
    check_name(new, frozenset(list_forms(files, slug)))
    index = manifest_path(slug)
    changes: Changes = {
        form_path(slug, old): None,
        form_path(slug, new): _with_id(files[form_path(slug, old)], new),
        index: relisting(files.get(index, b""), file=index, kind="forms", old=old, new=new),
    }
    for path, content in _texts(files, slug):
        changes[path] = edited(content, path, lambda top: _rename_key(top, old, new))
    changes |= _with_form(files, slug, tasks_by_form(files, slug).get(old, []), new)
    return real_changes(changes, files)


def remove_form(files: Files, slug: str, name: str) -> Changes:
    """Return the changes that remove a form and its texts; the tasks that open it stay, and the checks say so.

    Raises PartRefused, SourceRefused.
    """
    _check_there(files, slug, name)
    index = manifest_path(slug)
    if read_mapping(files.get(index, b"{}"), file=index).data.get("start_form") == name:
        raise PartRefused("start", f"Expected a form that no case starts with, found {name!r}: choose another start.")
    changes: Changes = {
        form_path(slug, name): None,
        index: unlisting(files.get(index, b""), file=index, kind="forms", entry=name),
    }
    for path, content in _texts(files, slug):
        changes[path] = edited(content, path, lambda top: put_at(top, [name], None))
    return real_changes(changes, files)


def tasks_by_form(files: Files, slug: str) -> dict[str, list[str]]:
    """Return the ids of the user tasks by the form that they open; empty when the diagram cannot be read."""
    diagram = find_diagram(files, slug)
    found: dict[str, list[str]] = {}
    for task in diagram[1].user_tasks() if diagram else ():
        found.setdefault(task.form or "", []).append(task.id)
    return found


def written_form(definition: Mapping[str, Any]) -> bytes:
    """Return the JSON of a form as files hold it."""
    return (json.dumps(definition, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _check_there(files: Files, slug: str, name: str) -> None:
    if form_path(slug, name) not in files:
        known = ", ".join(list_forms(files, slug)) or "none"
        raise PartRefused("gone", f"Expected a form among {known}, found {name[:80]!r}.")


def _texts(files: Files, slug: str) -> Iterator[tuple[str, bytes]]:
    for language in LANGUAGES:
        path = texts_path(slug, language)
        if path in files:
            yield path, files[path]


def _with_id(content: bytes, name: str) -> bytes:
    """Return a form under another id; one that cannot be read stays as it is."""
    try:
        definition = json.loads(content)
    except (ValueError, RecursionError):
        return content
    return written_form({**definition, "id": name}) if isinstance(definition, dict) else content


def _rename_key(top: MutableMapping[str, Any], old: str, new: str) -> None:
    if old not in top:
        return
    place = list(top).index(old)
    value = top.pop(old)
    insert = getattr(top, "insert", None)
    if insert is not None:
        insert(place, new, value)
    else:
        top[new] = value


def _with_form(files: Files, slug: str, tasks: Sequence[str], form: str, *, known: bool = False) -> Changes:
    diagram = find_diagram(files, slug)
    if diagram is None:
        return {}
    path, model = diagram
    content = files[path]
    if known and any(task not in model.elements for task in tasks):
        raise PartRefused("task", f"Expected a user task of the diagram, found {', '.join(tasks)[:80]!r}.")
    for task in tasks:
        content = with_task_attribute(content, file=path, task=task, name="form", value=form)
    return {path: content} if content != files[path] else {}
