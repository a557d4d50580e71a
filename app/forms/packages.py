"""The forms of a package, read with their texts."""

import hashlib
from functools import lru_cache

from app.forms.blocks import read_blocks
from app.forms.definition import FormDefinition, read_form
from app.procedures import ProcedurePackage

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
