"""Corrections of the diagram, made in its text so that nothing else of the file changes."""

import re
from collections.abc import Callable

from app.languages import collation_key
from app.linting.fixes.registry import Broken, Changes, fix

_UTF_8 = "utf-8"
_LONGEST_ID = 48
_NOT_INTERRUPTING = re.compile(r'\s(?:cancelActivity|isInterrupting)="false"')


@fix("process-id", "Donner au processus la clé de la procédure", message=r"^Expected the process id")
def name_process(broken: Broken) -> Changes:
    old = broken.finding.element or ""
    return _rewritten(broken, lambda text: text.replace(f'"{old}"', f'"{broken.slug}"')) if old else {}


@fix("process-id", "Marquer le processus comme exécutable", message=r"^Expected isExecutable")
def allow_running(broken: Broken) -> Changes:
    return _with_attribute(broken, broken.finding.element, "isExecutable", "true")


@fix("flow-without-condition", "Marquer ce flux par défaut", message=r"taken as the default\.$")
def mark_default(broken: Broken) -> Changes:
    flow = broken.package.bpmn.flows.get(broken.finding.element or "") if broken.package else None
    return _with_attribute(broken, flow.source, "default", flow.id) if flow is not None else {}


@fix("default-with-condition", "Supprimer la condition")
def remove_condition(broken: Broken) -> Changes:
    flow = re.escape(broken.finding.element or "")
    condition = r"(<(?:\w+:)?conditionExpression\b[^>]*?(?:/>|>.*?</(?:\w+:)?conditionExpression>))"
    inside = re.compile(rf'(<(?:\w+:)?sequenceFlow\b[^>]*\sid="{flow}"[^>]*[^/]>\s*){condition}', re.DOTALL)
    return _rewritten(broken, lambda text: inside.sub(r"\1", text, count=1))


@fix("error-without-interruption", "Rendre l’événement interruptif")
def interrupt(broken: Broken) -> Changes:
    opening = _opening(broken.finding.element)

    def change(text: str) -> str:
        return opening.sub(lambda tag: _NOT_INTERRUPTING.sub("", tag[0]), text, count=1)

    return _rewritten(broken, change)


@fix("readable-id", "Nommer l’élément d’après son nom français")
def name_element(broken: Broken) -> Changes:
    old = broken.finding.element or ""
    element = broken.package.bpmn.elements.get(old) if broken.package else None
    new = _in_words(element.names.get("fr", "")) if element is not None else ""
    elsewhere = any(old.encode() in content for path, content in broken.files.items() if path != broken.finding.file)
    if broken.package is None or not new or new in broken.package.bpmn.elements or elsewhere:
        return {}
    named = re.compile(rf'(?<=["\s>:]){re.escape(old)}(?=["\s<])')
    return _rewritten(broken, lambda text: named.sub(new, text))


def _in_words(name: str) -> str:
    """Return a name as an id: “Vérifier le dossier” becomes “verifier-le-dossier”."""
    words = re.findall("[a-z0-9]+", collation_key(name))
    while words and not words[0][0].isalpha():
        words.pop(0)
    return "-".join(words)[:_LONGEST_ID].rstrip("-")


def _opening(identity: str | None) -> re.Pattern[str]:
    return re.compile(rf'<[\w:]+\b[^<>]*\sid="{re.escape(identity or "")}"[^<>]*>')


def _with_attribute(broken: Broken, identity: str | None, name: str, value: str) -> Changes:
    """Set an attribute on the tag that has the id."""

    def put(tag: re.Match[str]) -> str:
        plain = re.sub(rf'\s{name}="[^"]*"', "", tag[0])
        return re.sub(r"\s*(/?>)$", rf' {name}="{value}"\1', plain)

    return _rewritten(broken, lambda text: _opening(identity).sub(put, text, count=1))


def _rewritten(broken: Broken, change: Callable[[str], str]) -> Changes:
    file = broken.finding.file
    text = broken.files[file].decode(_UTF_8)
    return {file: change(text).encode(_UTF_8)}
