"""The forms of a package, read with their texts."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from app.domain.errors import MastaraError
from app.domain.languages import LANGUAGES
from app.forms.blocks import SHARED, Blocks, read_blocks
from app.forms.definition import FormDefinition, read_form
from app.procedures import ProcedurePackage
from app.procedures.yaml_source import SourceRefused, read_mapping

REMEMBERED_PACKAGES = 16
REMEMBERED_FORMS = 512
REMEMBERED_BLOCKS = 16


class _Forms:
    """The forms of one package, alike when what they are read from is alike."""

    def __init__(self, package: ProcedurePackage) -> None:
        self.package = package
        read_from = hashlib.sha256()
        for path in sorted(path for path in package.files if path.startswith("forms/")):
            read_from.update(f"{path}\0".encode() + hashlib.sha256(package.files[path]).digest())
        self._identity = (package.key, tuple(package.forms), read_from.digest())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Forms) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)


@dataclass(frozen=True, kw_only=True)
class _Source:
    """What one form is read from; two are alike when all of it is, whatever package they stand in."""

    file: str
    raw: Mapping[str, Any] = field(compare=False)
    texts: Mapping[str, Mapping[str, object]] = field(compare=False)
    blocks: tuple[tuple[str, bytes], ...]
    digest: bytes
    """SHA-256 of the form and its texts."""

    @classmethod
    def of(cls, package: ProcedurePackage, name: str, blocks: tuple[tuple[str, bytes], ...]) -> "_Source":
        """Return the source of a form of a package."""
        raw = package.forms[name]
        form = str(raw.get("id") or "form")
        translations = package.form_translations.items()
        texts = {str(language): {form: found.get(form)} for language, found in translations if found}
        digest = hashlib.sha256(repr((raw, texts)).encode()).digest()
        return cls(file=f"forms/{package.key}/{name}.json", raw=raw, texts=texts, blocks=blocks, digest=digest)


def read_forms(package: ProcedurePackage) -> dict[str, FormDefinition]:
    """Return the package's forms by name; their own findings stay in each of them.

    Variants of a procedure share the forms in which they do not differ: each is read once for each of its contents.
    """
    return dict(_read(_Forms(package)))


@lru_cache(maxsize=REMEMBERED_PACKAGES)
def _read(forms: _Forms) -> dict[str, FormDefinition]:
    package = forms.package
    blocks = tuple((path, package.files[path]) for path in sorted(package.files) if path.startswith(SHARED))
    return {name: _read_form(_Source.of(package, name, blocks)) for name in package.forms}


@lru_cache(maxsize=REMEMBERED_FORMS)
def _read_form(source: _Source) -> FormDefinition:
    return read_form(source.raw, translations=source.texts, file=source.file, blocks=_read_blocks(source.blocks))


@lru_cache(maxsize=REMEMBERED_BLOCKS)
def _read_blocks(blocks: tuple[tuple[str, bytes], ...]) -> Blocks:
    return read_blocks(dict(blocks))


class FormUnreadable(MastaraError):
    """A form is no JSON object: `line` says where, None where it is not known."""

    code = "form-unreadable"

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(message, line=line)
        self.line = line


def read_form_json(content: bytes, *, file: str) -> dict[str, object]:
    """Read the JSON of one form. Raises FormUnreadable."""
    try:
        raw = json.loads(content)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise FormUnreadable(f"Expected the JSON of a form in {file}: {error}.", line=line) from error
    if not isinstance(raw, dict):
        raise FormUnreadable(f"Expected an object at the top of {file}, found {type(raw).__name__}.", line=1)
    return raw


def read_form_file(files: Mapping[str, bytes], slug: str, name: str) -> FormDefinition:
    """Read one form of a package that may not be whole: texts that cannot be read are left out, and found elsewhere.

    Raises FormUnreadable.
    """
    home = f"forms/{slug}"
    path = f"{home}/{name}.json"
    raw = read_form_json(files.get(path, b""), file=path)
    texts = {language: _texts(files, f"{home}/translations/{language}.yaml") for language in LANGUAGES}
    present = {str(language): found for language, found in texts.items() if found}
    return read_form(raw, translations=present, file=path, blocks=read_blocks(files))


def _texts(files: Mapping[str, bytes], path: str) -> Mapping[str, object]:
    if path not in files:
        return {}
    try:
        found: Mapping[str, object] = read_mapping(files[path], file=path).data
    except SourceRefused:
        return {}
    return found
