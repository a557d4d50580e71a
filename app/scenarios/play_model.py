"""Reads a model from disk with what stands beside it: the BPMN files it calls and the DMN files it asks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import ClassVar

from app.decisions import DecisionError, DecisionModel, DecisionResult, Library, read_decisions
from app.domain.errors import MastaraError
from app.domain.findings import Finding
from app.engine import DefinitionRefused, ProcessDefinition, calls_of, compile_definition
from app.procedures.bpmn import BpmnModel, BpmnRefused, completed_drawing, read_bpmn
from app.procedures.xml import XmlRefused

MOST_BYTES = 10 * 1024 * 1024
"""Length of one file beside a model that is still looked into."""

_PROCESS = re.compile(rb"<(?:[\w.-]+:)?process\b[^>]*?\sid\s*=\s*[\"']([^\"']+)[\"']")
_DECISION = re.compile(rb"<(?:[\w.-]+:)?decision(?:Service)?\b([^>]*)>")
_NAMED = re.compile(rb"\s(?:id|name)\s*=\s*[\"']([^\"']+)[\"']")


class ModelRefused(MastaraError):
    """A model that cannot be run; `findings` says why, element by element."""

    code: ClassVar[str] = "model-refused"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


@dataclass(frozen=True, kw_only=True)
class PlayedModel:
    """A definition that runs, and the decisions beside it by id and by name."""

    path: Path
    definition: ProcessDefinition
    decisions: Mapping[str, DecisionModel]

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What was assumed or left aside, so that the model could be tried."""
        models = (self.definition.model, *self.definition.called.values())
        return tuple(finding for model in models for finding in model.findings)

    def decide(self, name: str, data: Mapping[str, object], *, now: datetime) -> DecisionResult:
        """Take a decision by id or name. Raises DecisionError."""
        if name not in self.decisions:
            found = f"Expected the decision “{name}” beside {self.path.name}, found none: add its DMN file."
            raise DecisionError(found)
        return self.decisions[name].decide(name, data, now=now)


def open_model(path: Path) -> PlayedModel:
    """Read and compile a BPMN file and what it needs from its folder. Raises ModelRefused with findings."""
    try:
        model = read_bpmn(_content(path), file=path.name)
        called = _called(model, path)
        called = {key: completed_drawing(each, known_processes=frozenset(called)) for key, each in called.items()}
        definition = compile_definition(completed_drawing(model, known_processes=frozenset(called)), called=called)
    except (XmlRefused, BpmnRefused, DefinitionRefused) as error:
        raise ModelRefused(_findings_of(error, path)) from error
    return PlayedModel(path=path, definition=definition, decisions=_decisions(definition, path))


def open_decisions(path: Path) -> DecisionModel:
    """Read a DMN file and those beside it that it imports. Raises ModelRefused with one finding."""
    library = Library(files=lambda: {file.name: _content(file) for file in _files(path.parent, ".dmn")})
    try:
        return read_decisions(_content(path), file=path.name, library=library)
    except (XmlRefused, DecisionError) as error:
        raise ModelRefused(_findings_of(error, path)) from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        message = f"Expected a file at {path}, found none that can be read: check the path."
        raise ModelRefused((_finding("unreadable-file", path, message),)) from error


def _findings_of(error: MastaraError, path: Path) -> tuple[Finding, ...]:
    if isinstance(error, BpmnRefused | DefinitionRefused):
        return tuple(error.findings)
    line = error.details.get("line")
    rule = "invalid-xml" if isinstance(error, XmlRefused) else "invalid-decision"
    return (_finding(rule, path, error.message, line=line if isinstance(line, int) else None),)


def _finding(rule: str, path: Path, message: str, *, line: int | None = None) -> Finding:
    return Finding(rule=rule, severity="error", file=path.name, line=line, message=message)


def _called(model: BpmnModel, path: Path) -> dict[str, BpmnModel]:
    """Return the models that are called, directly or not, and stand in files of the folder."""
    found: dict[str, BpmnModel] = {}
    wanted = [(key, path) for key in calls_of(model) if key not in model.included]
    while wanted:
        key, caller = wanted.pop()
        file = None if key in found or key == model.process.id else _file_with(caller.parent, ".bpmn", key, caller)
        if file is None:
            continue
        try:
            found[key] = read_bpmn(_content(file), file=file.name, process=key)
        except (XmlRefused, BpmnRefused) as error:
            raise ModelRefused(_findings_of(error, file)) from error
        wanted += [(deeper, file) for deeper in calls_of(found[key])]
    return found


def _decisions(definition: ProcessDefinition, path: Path) -> dict[str, DecisionModel]:
    """Return the decisions that the model's business rule tasks name; one that cannot be found is an incident later."""
    models = (definition.model, *definition.called.values())
    names = {element.decision for model in models for element in model.elements.values() if element.decision}
    found: dict[str, DecisionModel] = {}
    for name in sorted(names):
        file = _file_with(path.parent, ".dmn", name, path)
        if file is not None:
            found[name] = open_decisions(file)
    return found


def _file_with(folder: Path, kind: str, key: str, asking: Path) -> Path | None:
    """Return the file of the folder that declares the process or decision `key`.

    Of several, the one of that name is preferred, then the one whose name begins most like that of the asking file.
    """
    files = [file for file in _files(folder, kind) if key in _declared(file, kind)]
    named = [file for file in files if file.name.startswith(f"{key}.")]
    others = [file for file in files if file != asking]
    others.sort(key=lambda file: -_shared_beginning(file.name, asking.name))
    return next(iter([*named, *others]), None)


def _shared_beginning(first: str, second: str) -> int:
    """Return with how many equal characters two names begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def _files(folder: Path, kind: str) -> Iterator[Path]:
    endings = (kind, ".bpmn20.xml") if kind == ".bpmn" else (kind,)
    yield from sorted(file for file in folder.iterdir() if file.name.endswith(endings) and file.is_file())


_declarations: dict[tuple[Path, int, int], frozenset[str]] = {}


def _declared(file: Path, kind: str) -> frozenset[str]:
    """Return the ids (of decisions the names too) that a file declares; kept until the file changes."""
    facts = file.stat()
    key = (file, facts.st_mtime_ns, facts.st_size)
    if key not in _declarations:
        content = file.read_bytes() if facts.st_size <= MOST_BYTES else b""
        found = (
            _PROCESS.findall(content)
            if kind == ".bpmn"
            else [name for marks in _DECISION.findall(content) for name in _NAMED.findall(marks)]
        )
        _declarations[key] = frozenset(name.decode("utf-8", "replace") for name in found)
    return _declarations[key]
