"""What the sheet of a draft may name: values of the law, steps of the diagram, messages, files of the request."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.domain.languages import Language, choose
from app.procedures.authoring.sheet_writing import Known
from app.procedures.bpmn import BpmnModel, BpmnRefused, read_bpmn
from app.procedures.flows import read_flows
from app.procedures.layout import SHARED, manifest_path
from app.procedures.parameters import PERIOD_UNITS
from app.procedures.xml import XmlRefused
from app.procedures.yaml_source import kept_mapping

_WAITS = ("userTask", "manualTask", "receiveTask", "sendTask", "serviceTask", "intermediateCatchEvent", "callActivity")


@dataclass(frozen=True, kw_only=True)
class Option:
    """Something that may be named: its key, and its names by language."""

    key: str
    names: Mapping[str, str]

    def label(self, language: Language) -> str:
        """Return the name in a language, the key where there is none."""
        return choose(self.names, language) or self.key


@dataclass(frozen=True, kw_only=True)
class NamedValue(Option):
    """A parameter that may be named; `own` when the procedure declares it itself."""

    unit: str
    own: bool

    @property
    def is_period(self) -> bool:
        """True when its unit measures time."""
        return self.unit in PERIOD_UNITS


@dataclass(frozen=True, kw_only=True)
class Choices:
    """Everything that the sheet may name."""

    values: tuple[NamedValue, ...]
    groups: Mapping[str, tuple[Option, ...]]

    @cached_property
    def known(self) -> Known:
        """The same without names, as the checks of the sheet read it."""
        return Known(
            parameters={value.key: value.is_period for value in self.values},
            groups={name: frozenset(option.key for option in options) for name, options in self.groups.items()},
        )


def list_choices(slug: str, files: Mapping[str, bytes]) -> Choices:
    """Return the choices of a package's files, shared ones included; what cannot be read offers nothing.

    Raises SourceRefused when the manifest is no YAML.
    """
    manifest = _mapping(files, manifest_path(slug))
    models = _models(slug, files, str(manifest.get("process") or ""))
    elements = [element for model in models for element in model.elements.values()]
    return Choices(
        values=(
            *_values(manifest, own=True),
            *_values(_mapping(files, f"processes/{SHARED}/parameters.yaml"), own=False),
        ),
        groups={
            "tasks": _options(elements, ("userTask",)),
            "waits": _options(elements, _WAITS),
            "elements": _options(elements, ()),
            "messages": tuple(Option(key=key, names={}) for key in sorted(_message_keys(manifest, files))),
            "files": tuple(_file_fields(slug, files, str(manifest.get("start_form") or ""))),
        },
    )


def _options(elements: Iterable[Any], kinds: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(
        Option(key=element.id, names=element.names)
        for element in elements
        if (element.kind in kinds if kinds else not element.is_gateway)
    )


def _values(source: Mapping[str, Any], *, own: bool) -> Iterator[NamedValue]:
    listed = source.get("parameters")
    for row in listed if isinstance(listed, list) else ():
        if isinstance(row, Mapping) and isinstance(row.get("key"), str):
            title = row.get("title")
            names = {str(code): str(text) for code, text in title.items()} if isinstance(title, Mapping) else {}
            yield NamedValue(key=row["key"], names=names, unit=str(row.get("unit") or ""), own=own)


def _message_keys(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> set[str]:
    listed = manifest.get("messages")
    own = {str(key) for key in listed} if isinstance(listed, list) else set()
    folder = f"processes/{SHARED}/messages/"
    return own | {path.removeprefix(folder).partition(".")[0] for path in files if path.startswith(folder)}


def _file_fields(slug: str, files: Mapping[str, bytes], form: str) -> Iterator[Option]:
    try:
        read = json.loads(files.get(f"forms/{slug}/{form}.json", b"{}"))
    except ValueError:
        return
    for component in _components(read):
        if component.get("type") == "filepicker" and isinstance(component.get("key"), str):
            yield Option(key=component["key"], names={"fr": str(component.get("label") or "")})


def _components(node: Any) -> Iterator[Mapping[str, Any]]:
    for component in (node.get("components") if isinstance(node, Mapping) else None) or ():
        if isinstance(component, Mapping):
            yield component
            yield from _components(component)


def _models(slug: str, files: Mapping[str, bytes], process: str) -> list[BpmnModel]:
    """Return the diagram and the flows that it calls, none when the diagram cannot be read."""
    path = f"processes/{slug}/{process}"
    if path not in files:
        return []
    try:
        model = read_bpmn(files[path], file=path)
    except (XmlRefused, BpmnRefused):
        return []
    return [model, *read_flows(model, files, _told_elsewhere).models.values()]


def _told_elsewhere(rule: str, file: str, message: str) -> None:
    """Leave what cannot be read of a flow to the findings of the package, which name it."""


def _mapping(files: Mapping[str, bytes], path: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = kept_mapping(files[path], path) if path in files else {}
    return found
