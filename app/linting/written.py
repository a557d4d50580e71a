"""Every text that an author wrote for people to read: forms, sheets, messages, names in the diagram.

Texts come in passages: a form, a part of the sheet, a message. What a check says of a passage is remembered, so that a
package in which one text changed has one passage looked at and not five thousand texts.
"""

import hashlib
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from app.linting.places import Place, form_file, form_texts_file, texts_file
from app.linting.registry import Remark
from app.linting.wording import Wording, wording_remark
from app.procedures import ProcedurePackage

Path = tuple[str | int, ...]
Check = Callable[[Wording], Iterable[str]]
"""What a rule says of one text: messages, none where nothing is wrong."""
MOST_REMEMBERED = 20_000
"""Passages of which every check remembers what it said, together; each takes some hundred bytes."""


@dataclass(frozen=True, kw_only=True)
class Passage(ABC):
    """Texts that stand together in a file; `content` is what was read of it: parts of YAML or JSON, lines."""

    file: str
    element: str
    content: Any

    @property
    def identity(self) -> bytes:
        """Where it stands and what it says, in 32 bytes."""
        return hashlib.sha256(f"{type(self).__name__}\0{self.file}\0{self.element}\0{self.content!r}".encode()).digest()

    @abstractmethod
    def wordings(self) -> Iterator[Wording]:
        """Give the texts with file, place and line where it is known."""


def written_texts(package: ProcedurePackage) -> Iterator[Passage]:
    """Give the texts of the package's own files."""
    for name in package.manifest["forms"]:
        yield _Form(file=form_file(package, name), element=name, content=package.forms.get(name, {}))
    yield from translated_texts(package)
    for key in package.manifest["messages"]:
        for language, source in package.messages.get(key, {}).items():
            file = f"processes/{package.key}/messages/{key}.{language}.txt"
            yield _Message(file=file, element=key, content=source)
    drawn: list[Place] = [*package.bpmn.elements.values(), *package.bpmn.flows.values(), *package.bpmn.lanes.values()]
    names = [(place.id, place.line, tuple(place.names.values())) for place in drawn if place.names]
    yield _Names(file=package.bpmn.file, element=package.bpmn.process.id, content=names)


def translated_texts(package: ProcedurePackage) -> Iterator[Passage]:
    """Give the texts of the translation files of the procedure and of its forms, a passage for each of their parts."""
    for place, by_language in ((texts_file, package.translations), (form_texts_file, package.form_translations)):
        for language, texts in by_language.items():
            file = place(package, language)
            if file in package.files:
                for part, content in texts.items():
                    yield _Translation(file=file, element=str(part), content=content)


def remarks_on(package: ProcedurePackage, passages: Iterable[Passage], check: Check) -> Iterator[Remark]:
    """Give the remarks of a check on each text of the passages."""
    for passage in passages:
        for wording, message in _MEMORY.said(check, passage):
            yield wording_remark(package, wording, message)


@dataclass(frozen=True, kw_only=True)
class _Form(Passage):
    def wordings(self) -> Iterator[Wording]:
        for identity, text in _of_component(self.content, self.element):
            yield Wording(text=text, file=self.file, element=identity)


@dataclass(frozen=True, kw_only=True)
class _Translation(Passage):
    def wordings(self) -> Iterator[Wording]:
        for path, text in _strings(self.content, (self.element,)):
            yield Wording(text=text, file=self.file, element=".".join(str(part) for part in path), path=path)


@dataclass(frozen=True, kw_only=True)
class _Message(Passage):
    def wordings(self) -> Iterator[Wording]:
        for number, line in enumerate(self.content.splitlines(), start=1):
            yield Wording(text=line, file=self.file, element=self.element, line=number)


@dataclass(frozen=True, kw_only=True)
class _Names(Passage):
    def wordings(self) -> Iterator[Wording]:
        for element, line, names in self.content:
            for text in names:
                yield Wording(text=text, file=self.file, element=element, line=line)


Said = tuple[tuple[Wording, str], ...]


@dataclass(kw_only=True)
class _Memory:
    """What each check said of the passages that it saw."""

    results: OrderedDict[tuple[Check, bytes], Said] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def said(self, check: Check, passage: Passage) -> Said:
        key = (check, passage.identity)
        with self.lock:
            known = self.results.get(key)
            if known is not None:
                self.results.move_to_end(key)
                return known
        found = tuple((wording, message) for wording in passage.wordings() for message in check(wording))
        with self.lock:
            self.results[key] = found
            while len(self.results) > MOST_REMEMBERED:
                self.results.popitem(last=False)
        return found


_MEMORY = _Memory()


def forget_passages() -> None:
    """Let every check look again at every text, as in a process that has just begun."""
    with _MEMORY.lock:
        _MEMORY.results.clear()


def _of_component(node: object, identity: str) -> Iterator[tuple[str, str]]:
    """Give (id of the nearest component around, text) of each text inside."""
    if isinstance(node, str):
        yield identity, node
    elif isinstance(node, list):
        for part in node:
            yield from _of_component(part, identity)
    elif isinstance(node, Mapping):
        own = str(node["id"]) if isinstance(node.get("id"), str) else identity
        for part in node.values():
            yield from _of_component(part, own)


def _strings(node: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, Mapping):
        for key, part in node.items():
            yield from _strings(part, (*path, str(key)))
    elif isinstance(node, list):
        for index, part in enumerate(node):
            yield from _strings(part, (*path, index))
