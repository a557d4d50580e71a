"""Names of what values refer to: a role, a form, a status, an outcome, a decision, a parameter."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.languages import INTERFACE_LANGUAGES, LANGUAGES, Language, Text
from app.procedures.package import ProcedurePackage

_PARAMETER = re.compile(r"=?\s*parameters\.([a-z0-9_.]+)\s*")


def texts_of(package: ProcedurePackage, *paths: str) -> Text:
    """Return the first text that exists at one of the dotted paths, by language."""
    found: dict[str, str] = {}
    for path in paths:
        for language in INTERFACE_LANGUAGES:
            if language not in found and package.has_text(path, language):
                found[language] = package.text(path, language)
    return found


def form_title(package: ProcedurePackage, form: str) -> Text:
    """Return the title of a form by language."""
    return form_text(package, form, "title")


def form_text(package: ProcedurePackage, form: str, *path: str, source: str = "") -> Text:
    """Return a text of a form by language: French stands in the form itself, the others in its translations."""
    found = {"fr": source} if source else {}
    for language in LANGUAGES:
        text = _within(package.form_translations, language, form, *path)
        if text:
            found[language] = text
    return found


def _within(texts: Mapping[Language, Mapping[str, Any]], language: Language, *path: str) -> str:
    node: Any = texts.get(language, {})
    for part in path:
        node = node.get(part) if isinstance(node, Mapping) else None
    return node if isinstance(node, str) else ""


@dataclass(frozen=True)
class Vocabulary:
    """What the ids of one package are called."""

    package: ProcedurePackage

    def name(self, aspect: str, value: Any) -> Text:
        """Return the name of what the value of an aspect refers to; nothing when it refers to nothing."""
        naming = _NAMINGS.get(aspect)
        return naming(self.package, value) if naming is not None and isinstance(value, str) else {}


def _role(package: ProcedurePackage, value: str) -> Text:
    lane = package.bpmn.lanes.get(value)
    return package.roles.get(value) or (lane.names if lane else {})


def _element(package: ProcedurePackage, value: str) -> Text:
    element = package.find_element(value)
    return element.names if element else {}


def _parameter(package: ProcedurePackage, value: str) -> Text:
    match = _PARAMETER.fullmatch(value)
    key = match[1] if match else value
    return package.parameters[key].title if key in package.parameters else {}


def _flow(package: ProcedurePackage, value: str) -> Text:
    flow = package.bpmn.flows.get(value)
    return (flow.names or _element(package, flow.target)) if flow else {}


_NAMINGS: Mapping[str, Callable[[ProcedurePackage, str], Text]] = {
    "role": _role,
    "signatory": _role,
    "form": form_title,
    "status": lambda package, value: texts_of(package, f"statuses.{value}.title"),
    "outcome": lambda package, value: texts_of(package, f"outcomes.{value}.title"),
    "target": _parameter,
    "timer": _parameter,
    "waits": _parameter,
    "parameter": _parameter,
    "file_within": _parameter,
    "reply_within": _parameter,
    "from": _element,
    "to": _element,
    "attached_to": _element,
    "parent": _element,
    "default": _flow,
}
