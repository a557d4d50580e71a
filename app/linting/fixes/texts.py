"""Corrections of texts: takes away what nothing uses, takes titles over from the names in the diagram."""

from collections.abc import MutableMapping
from typing import Any

from app.domain.languages import Language
from app.linting.fixes.registry import Broken, Changes, fix
from app.procedures.bpmn import Element
from app.procedures.yaml_editing import edited, put_at


@fix("stray-texts", "Retirer le texte inutile")
def remove_text(broken: Broken) -> Changes:
    group, _, key = (broken.finding.element or "").partition(".")
    file = broken.finding.file
    return {file: edited(broken.files[file], file, lambda texts: put_at(texts, (group, key), None))}


@fix("task-texts", "Reprendre le nom du schéma")
def name_task(broken: Broken) -> Changes:
    file = broken.finding.file
    language: Language = "ar" if file.endswith("/ar.yaml") else "fr"
    task = broken.package.find_element(broken.finding.element or "") if broken.package else None
    words = task.names.get(language, "") if task is not None else ""
    if task is None or not words or broken.package is None:
        return {}
    missing = [part for part in ("title", "action") if not broken.package.has_text(f"tasks.{task.id}.{part}", language)]

    def change(texts: MutableMapping[str, Any]) -> None:
        for part in missing:
            put_at(texts, ("tasks", task.id, part), words)

    return {file: edited(broken.files.get(file, b""), file, change)}


@fix("outcomes-translated", "Reprendre le nom de la fin", message=r"outcomes\.[a-z0-9-]+\.title")
def name_outcome(broken: Broken) -> Changes:
    language: Language = "ar" if "translations/ar.yaml" in broken.finding.message else "fr"
    end = broken.package.find_element(broken.finding.element or "") if broken.package else None
    if end is None or not end.outcome or not end.names.get(language):
        return {}
    file = f"processes/{broken.slug}/translations/{language}.yaml"
    return {file: edited(broken.files.get(file, b""), file, _titled(end, end.outcome, end.names[language]))}


def _titled(end: Element, outcome: str, words: str) -> Any:
    def change(texts: MutableMapping[str, Any]) -> None:
        put_at(texts, ("outcomes", outcome, "title"), words)

    return change
