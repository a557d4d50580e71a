"""The forms of a package, read with their texts."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache

from app.domain.errors import MastaraError
from app.domain.languages import LANGUAGES
from app.forms.blocks import read_blocks
from app.forms.definition import FormDefinition, read_form
from app.procedures import ProcedurePackage
from app.procedures.yaml_source import SourceRefused, read_mapping

REMEMBERED_PACKAGES = 16


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


def read_forms(package: ProcedurePackage) -> dict[str, FormDefinition]:
    """Return the package's forms by name; their own findings stay in each of them."""
    return dict(_read(_Forms(package)))


@lru_cache(maxsize=REMEMBERED_PACKAGES)
def _read(forms: _Forms) -> dict[str, FormDefinition]:
    package = forms.package
    texts = {str(language): file for language, file in package.form_translations.items()}
    blocks = read_blocks(package.files)
    return {
        name: read_form(raw, translations=texts, file=f"forms/{package.key}/{name}.json", blocks=blocks)
        for name, raw in package.forms.items()
    }


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
