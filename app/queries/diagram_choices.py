"""What the diagram of a draft may refer to: roles, forms, decisions, dated values, messages, documents, shared flows.

Everything is read leniently: a file that cannot be read offers nothing, its fault is a finding of the checks.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from lxml import etree

from app.domain.languages import LANGUAGES, Language, Text, choose
from app.procedures.bpmn import split_names
from app.procedures.bpmn.vocabulary import bpmn
from app.procedures.flows import FLOWS
from app.procedures.layout import SHARED, manifest_path
from app.procedures.parameters import PERIOD_UNITS
from app.procedures.xml import XmlRefused, parse_xml
from app.procedures.yaml_source import SourceRefused, read_mapping
from app.queries.studio import OpenDraft

Choice = dict[str, object]
_CONTAINERS = ("components", "rows")


def diagram_choices(draft: OpenDraft, language: Language) -> dict[str, list[Choice]]:
    """Return lists of {key, label, …} by what they are; `flows` have names, inputs and outputs too."""
    files = draft.all_files
    manifest = _mapping(files, manifest_path(draft.slug))
    texts = {code: _mapping(files, f"processes/{draft.slug}/translations/{code}.yaml") for code in LANGUAGES}
    forms = _forms(draft)
    return {
        "roles": _roles(files, language),
        "forms": [{"key": key, "label": key} for key in forms],
        "decisions": _decisions(draft, language, texts),
        "parameters": _parameters(files, manifest, language),
        "messages": _messages(draft),
        "documents": _documents(manifest, language, texts),
        "registers": _shared(files, "registers", language),
        "systems": _shared(files, "systems", language),
        "statuses": _titled(texts, "statuses", language),
        "outcomes": _titled(texts, "outcomes", language),
        "flows": _flows(files, language),
        "tasks": [
            {"key": key, "label": key}
            for key in sorted({key for each in texts.values() for key in _part(each, "tasks")})
        ],
        "variables": [
            {"key": key, "label": key} for key in sorted({key for form in forms.values() for key in _keys(form)})
        ],
    }


def _mapping(files: Mapping[str, bytes], path: str) -> Mapping[str, Any]:
    try:
        return read_mapping(files[path], file=path).data if path in files else {}
    except SourceRefused:
        return {}


def _part(texts: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = texts.get(name)
    return part if isinstance(part, Mapping) else {}


def _rows(mapping: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = mapping.get(name)
    return [row for row in rows if isinstance(row, Mapping) and row.get("key")] if isinstance(rows, list) else []


def _texts_of(value: Any) -> Text:
    return {code: text for code, text in value.items() if isinstance(text, str)} if isinstance(value, Mapping) else {}


def _roles(files: Mapping[str, bytes], language: Language) -> list[Choice]:
    roles = _mapping(files, f"processes/{SHARED}/roles.yaml")
    return [
        {"key": str(key), "label": choose(_texts_of(names), language) or str(key), "names": _texts_of(names)}
        for key, names in roles.items()
    ]


def _titled(texts: Mapping[Language, Mapping[str, Any]], part: str, language: Language) -> list[Choice]:
    keys = dict.fromkeys(str(key) for each in texts.values() for key in _part(each, part))
    return [{"key": key, "label": _title(texts, part, key, language) or key} for key in keys]


def _title(texts: Mapping[Language, Mapping[str, Any]], part: str, key: str, language: Language) -> str:
    found = {code: _part(_part(each, part), key).get("title") for code, each in texts.items()}
    return choose({code: text for code, text in found.items() if isinstance(text, str)}, language)


def _parameters(files: Mapping[str, bytes], manifest: Mapping[str, Any], language: Language) -> list[Choice]:
    shared = _mapping(files, f"processes/{SHARED}/parameters.yaml")
    rows = [*_rows(manifest, "parameters"), *_rows(shared, "parameters")]
    return [
        {
            "key": str(row["key"]),
            "label": choose(_texts_of(row.get("title")), language) or str(row["key"]),
            "period": row.get("unit") in PERIOD_UNITS,
        }
        for row in rows
    ]


def _shared(files: Mapping[str, bytes], name: str, language: Language) -> list[Choice]:
    """Return the registers or the outside systems that every procedure may use."""
    rows = _rows(_mapping(files, f"processes/{SHARED}/{name}.yaml"), name)
    return [
        {"key": str(row["key"]), "label": choose(_texts_of(row.get("title")), language) or str(row["key"])}
        for row in rows
    ]


def _messages(draft: OpenDraft) -> list[Choice]:
    """Return the messages of the procedure, and those that every procedure may send (`own` is False)."""
    folders = {True: f"processes/{draft.slug}/messages/", False: f"processes/{SHARED}/messages/"}
    found: dict[str, bool] = {}
    for own, folder in folders.items():
        names = (path.removeprefix(folder) for path in draft.all_files if path.startswith(folder))
        for name in (name for name in names if name.endswith(".txt")):
            found.setdefault(name.split(".", 1)[0], own)
    return [{"key": key, "label": key, "own": found[key]} for key in sorted(found)]


def _documents(
    manifest: Mapping[str, Any], language: Language, texts: Mapping[Language, Mapping[str, Any]]
) -> list[Choice]:
    keys = [str(row["key"]) for row in _rows(manifest, "documents")]
    return [{"key": key, "label": _title(texts, "documents", key, language) or key, "own": True} for key in keys]


def _forms(draft: OpenDraft) -> dict[str, Any]:
    home = f"forms/{draft.slug}/"
    return {
        path.removeprefix(home).removesuffix(".json"): _json(content)
        for path, content in sorted(draft.files.items())
        if path.startswith(home) and path.endswith(".json") and "/" not in path.removeprefix(home)
    }


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return {}


def _keys(component: Any) -> Iterator[str]:
    if not isinstance(component, Mapping):
        return
    if isinstance(component.get("key"), str):
        yield component["key"]
    for name in _CONTAINERS:
        children = component.get(name)
        for child in children if isinstance(children, list) else ():
            yield from _keys(child)


def _decisions(draft: OpenDraft, language: Language, texts: Mapping[Language, Mapping[str, Any]]) -> list[Choice]:
    folder = f"processes/{draft.slug}/decisions/"
    return [
        {"key": key, "label": _title(texts, "decisions", key, language) or name, "file": path.removeprefix(folder)}
        for path, content in sorted(draft.files.items())
        if path.startswith(folder) and path.endswith(".dmn")
        for key, name in _decisions_in(path, content)
    ]


@lru_cache(maxsize=64)
def _decisions_in(path: str, content: bytes) -> tuple[tuple[str, str], ...]:
    try:
        root = parse_xml(content, file=path)
    except XmlRefused:
        return ()
    found = (node for node in root.iter("{*}decision") if node.get("id"))
    return tuple((str(node.get("id")), str(node.get("name") or node.get("id"))) for node in found)


def _flows(files: Mapping[str, bytes], language: Language) -> list[Choice]:
    index = _mapping(files, f"{FLOWS}flows.yaml")
    found: list[Choice] = []
    for row in _rows(index, "flows"):
        path = f"{FLOWS}{row['key']}.bpmn"
        names = dict(_process_names(path, files[path])) if path in files else {}
        found.append(
            {
                "key": str(row["key"]),
                "label": choose(names, language) or str(row["key"]),
                "names": names,
                "inputs": [str(name) for name in row.get("inputs") or ()],
                "outputs": [str(name) for name in row.get("outputs") or ()],
            }
        )
    return found


@lru_cache(maxsize=64)
def _process_names(path: str, content: bytes) -> tuple[tuple[str, str], ...]:
    try:
        process: etree._Element | None = parse_xml(content, file=path).find(bpmn("process"))
    except XmlRefused:
        return ()
    return tuple(split_names(process.get("name") if process is not None else None).items())
