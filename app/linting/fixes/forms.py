"""Corrections of forms: the id of the file, a form for a task that has none, a button that is never shown."""

import json
from collections.abc import MutableMapping
from typing import Any

from app.domain.languages import INTERFACE_LANGUAGES, LANGUAGES
from app.forms.reading import SCHEMA_VERSION
from app.linting.fixes.registry import Broken, Changes, fix
from app.procedures.layout import manifest_path
from app.procedures.yaml_editing import edited, put_at, put_words


@fix("form-definition", "Donner au formulaire le nom de son fichier", message=r"^Expected the id “")
def name_form(broken: Broken) -> Changes:
    file = broken.finding.file
    form = json.loads(broken.files[file])
    form["id"] = file.rsplit("/", 1)[-1].removesuffix(".json")
    return {file: _written(form)}


@fix("form-definition", "Retirer le bouton", message=r"\(form-button-ignored\)$")
def remove_button(broken: Broken) -> Changes:
    file = broken.finding.file
    form = json.loads(broken.files[file])
    return {file: _written(_without(form, broken.finding.element))}


@fix("user-task-form", "Créer le formulaire de la tâche")
def add_form(broken: Broken) -> Changes:
    task = broken.package.bpmn.elements.get(broken.finding.element or "") if broken.package else None
    if task is None or not task.form:
        return {}
    name, index = task.form, manifest_path(broken.slug)
    empty = {"type": "default", "id": name, "schemaVersion": SCHEMA_VERSION, "components": []}
    changes: dict[str, bytes | None] = {f"forms/{broken.slug}/{name}.json": _written(empty)}

    def list_it(manifest: MutableMapping[str, Any]) -> None:
        put_words(manifest, "forms", [*manifest["forms"], name])

    changes[index] = edited(broken.files[index], index, list_it)
    for language in INTERFACE_LANGUAGES:
        words = task.names.get(language)
        file = f"forms/{broken.slug}/translations/{language}.yaml"
        if words:
            changes[file] = _titled(broken.files.get(file, b""), file, name, words)
    return changes


@fix("form-unused", "Retirer le formulaire et ses textes")
def remove_form(broken: Broken) -> Changes:
    name, index = broken.finding.element or "", manifest_path(broken.slug)

    def unlist(manifest: MutableMapping[str, Any]) -> None:
        put_words(manifest, "forms", [form for form in manifest["forms"] if form != name])

    changes: dict[str, bytes | None] = {broken.finding.file: None}
    changes[index] = edited(broken.files[index], index, unlist)
    for language in LANGUAGES:
        file = f"forms/{broken.slug}/translations/{language}.yaml"
        if file in broken.files:
            changes[file] = edited(broken.files[file], file, lambda texts: put_at(texts, (name,), None))
    return {path: content for path, content in changes.items() if content != broken.files.get(path)}


def _titled(source: bytes, file: str, form: str, words: str) -> bytes:
    return edited(source, file, lambda texts: put_at(texts, (form, "title"), words))


def _without(node: Any, identity: str | None) -> Any:
    """Return the JSON without the components that have an id."""
    if isinstance(node, dict):
        return {key: _without(part, identity) for key, part in node.items()}
    if isinstance(node, list):
        kept = (part for part in node if not (isinstance(part, dict) and part.get("id") == identity))
        return [_without(part, identity) for part in kept]
    return node


def _written(form: object) -> bytes:
    return (json.dumps(form, ensure_ascii=False, indent=2) + "\n").encode()
