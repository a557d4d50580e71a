"""The files of a variant in the making: what an operation asks to change is copied first, the rest stays as it is."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml
from lxml import etree

from app.procedures.layout import SHARED, manifest_path
from app.procedures.tailoring.base import Base, with_block
from app.procedures.tailoring.form_wording import (
    FRENCH,
    form_of,
    is_form_text,
    path_in_translations,
    put_french,
    text_identity,
)
from app.procedures.tailoring.message_parts import with_part
from app.procedures.xml import parse_xml
from app.procedures.yaml_source import read_mapping

REMEMBERED_ENTRIES = 512
_LOCAL = "local-"
_SafeDumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_SafeDumper):  # type: ignore[misc]
    """Writes a day that stands in two places twice: the reader of packages takes no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Tell that nothing is written as an alias."""
        return True


class Workspace:
    """Copies of the files of a base that operations change in place; `files` gives all of them back as bytes."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self._mappings: dict[str, dict[str, Any]] = {}
        self._forms: dict[str, dict[str, Any]] = {}
        self._contents: dict[str, bytes] = {}
        self._root: etree._Element | None = None

    @property
    def is_untouched(self) -> bool:
        """True as long as nothing was asked for to be changed."""
        return not (self._mappings or self._forms or self._contents) and self._root is None

    def manifest(self) -> dict[str, Any]:
        """Return the manifest, to be changed."""
        return self._mapping(manifest_path(self.base.slug))

    def texts(self, language: str) -> dict[str, Any]:
        """Return the procedure's texts in a language, to be changed."""
        return self._mapping(self.base.texts_path(language))

    def form_texts(self, language: str) -> dict[str, Any]:
        """Return the forms' texts in a language, to be changed."""
        return self._mapping(self.base.form_texts_path(language))

    def form(self, name: str) -> dict[str, Any]:
        """Return a form, to be changed; one of a flow becomes one of the variant first."""
        self._take_in(name)
        if name not in self._forms:
            self._forms[name] = _copied(self.base.form(name))
        return self._forms[name]

    def _take_in(self, form: str) -> None:
        """Make a form of a flow one of the variant, which goes before it."""
        if self.base.is_of_flow(form) and form not in self._forms:
            self._forms[form] = _copied(self.base.form(form))
            self.manifest().setdefault("forms", []).append(form)

    def diagram(self) -> etree._Element:
        """Return the parsed diagram, to be changed."""
        if self._root is None:
            path = self.base.diagram_path
            self._root = parse_xml(self.base.files[path], file=path)
        return self._root

    def put_block(self, document: str, name: str, language: str, text: str) -> None:
        """Write a text block of a document."""
        path = self._document_path(document)
        if path is not None:
            source = self._contents.get(path) or self.base.files[path]
            self._contents[path] = with_block(source, name, language, text)

    def put_text(self, language: str, path: str, text: str) -> None:
        """Write a text of the procedure or of one of its forms."""
        if not is_form_text(path):
            put_text(self.texts(language), path, text)
            return
        form = form_of(path)
        self._take_in(form)
        if language == FRENCH and self.base.find_form_translation(language, path) is None:
            put_french(self.form(form), path, text)
        else:
            _, _, place = path_in_translations(self.base.form(form), path).partition(".")
            self.put_form_words(language, form, place, text)

    def put_form_words(self, language: str, form: str, place: str, words: Any) -> None:
        """Write words of a form into its translations, beside those that a flow says of it until now."""
        identity = text_identity(form, self.base.form(form))
        texts = self.form_texts(language)
        if identity not in texts:
            texts[identity] = _copied(self.base.form_words(language, form))
        put_text(texts[identity], place, words)

    def put_message(self, message: str, language: str, part: str, text: str) -> None:
        """Write one part of a message; one that any procedure may send becomes one of the variant first."""
        names = self.manifest().setdefault("messages", [])
        own = f"processes/{self.base.slug}/messages/{message}"
        if message not in names:
            names.append(message)
            for each in self.base.languages():
                shared = self.base.message_file(message, each)
                if shared is not None:
                    self._contents[f"{own}.{each}.txt"] = self.base.files[shared]
        path = f"{own}.{language}.txt"
        source = self._contents.get(path) or self.base.files[path]
        self._contents[path] = with_part(source.decode(), part, text, file=path).encode()

    def sign_by(self, document: Mapping[str, Any], role: str) -> None:
        """Let a document be signed by a role; one of a flow becomes one of the variant, which goes before it."""
        rows = self.manifest().setdefault("documents", [])
        own = next((row for row in rows if row["key"] == document["key"]), None)
        if own is not None:
            own["signatory"] = role
            return
        file = f"documents/{_LOCAL}{document['file']}"
        content = self.base.files[f"processes/{SHARED}/documents/{document['file']}"]
        self._contents[f"processes/{self.base.slug}/{file}"] = content
        rows.append({"key": document["key"], "file": file, "register": document["register"], "signatory": role})

    def add_form(self, name: str, form: Mapping[str, Any]) -> None:
        """Add a form that the base does not have."""
        self._forms[name] = dict(form)

    def files(self) -> dict[str, bytes]:
        """Return every file by path; what nobody asked to change keeps its bytes."""
        changed = dict(self._contents)
        changed |= {path: _yaml(data) for path, data in self._mappings.items()}
        for name, form in self._forms.items():
            text = json.dumps(form, ensure_ascii=False, indent=2)
            changed[self.base.form_path(name)] = f"{text}\n".encode()
        if self._root is not None:
            tree = self._root.getroottree()
            changed[self.base.diagram_path] = etree.tostring(tree, encoding="UTF-8", xml_declaration=True)
        return {**self.base.files, **changed}

    def _document_path(self, document: str) -> str | None:
        """Return where the variant has a document: one of a flow may have become its own."""
        rows = self.manifest().get("documents") or ()
        own = next((row["file"] for row in rows if row["key"] == document), None)
        return f"processes/{self.base.slug}/{own}" if own else self.base.document_path(document)

    def _mapping(self, path: str) -> dict[str, Any]:
        if path not in self._mappings:
            content = self.base.files.get(path, b"{}")
            self._mappings[path] = _copied(read_mapping(content, file=path).data)
        return self._mappings[path]


def put_text(texts: dict[str, Any], path: str, text: Any) -> None:
    """Set a text at a dotted path, making the mappings on the way."""
    *groups, leaf = path.split(".")
    node = texts
    for group in groups:
        node = node.setdefault(group, {})
    node[leaf] = text


def _copied(value: Any) -> Any:
    """Return a copy of what was read of YAML or JSON, which holds mappings, lists and values that never change."""
    if isinstance(value, Mapping):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _yaml(data: Mapping[str, Any]) -> bytes:
    """Return the file of a mapping: its entries one after the other, so that only those are written that are new."""
    return b"".join(_entry(_Entry(key, value)) for key, value in data.items()) or b"{}\n"


class _Entry:
    """A key with its value, alike when they read alike; `repr` tells 1 from 1.0 and from true."""

    def __init__(self, key: str, value: Any) -> None:
        self.data = {key: value}
        self._says = hashlib.sha256(repr(self.data).encode()).digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Entry) and self._says == other._says

    def __hash__(self) -> int:
        return hash(self._says)


@lru_cache(maxsize=REMEMBERED_ENTRIES)
def _entry(entry: _Entry) -> bytes:
    written: bytes = yaml.dump(
        entry.data,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=120,
        encoding="utf-8",
        default_flow_style=False,
    )
    return written
