"""What a kind of answer must tell, and the register of kinds."""

from collections.abc import Mapping
from typing import ClassVar, TypeVar

from app.domain.languages import Language, direction
from app.forms.filling import Filling
from app.forms.structure import FormComponent
from app.languages import isolate


class Kind:
    """A kind of answer: how it is typed, cleaned, refused and shown. One instance serves every form."""

    name: ClassVar[str]
    types: ClassVar[tuple[str, ...]] = ("textfield",)
    """Component types that may carry the kind."""
    attributes: ClassVar[Mapping[str, str]] = {}
    """HTML attributes of the input: autocomplete, inputmode, lang, dir…"""
    longest: ClassVar[int] = 255
    """Signs accepted before any check."""
    suffix: ClassVar[str] = ""
    """What stands after the input: a unit."""

    def read(self, typed: str, component: FormComponent, filling: Filling) -> object:
        """Return the value to keep, None when nothing was typed. Raises AnswerRefused with the kind's name as rule."""
        raise NotImplementedError

    def show(self, value: object, language: Language) -> str:
        """Return the value for people: codes stand left to right inside Arabic text."""
        return isolate(value) if direction(language) == "rtl" else str(value)

    def enter(self, value: object, language: Language) -> str:
        """Return the value as a person would type it again, in the language of the page."""
        return str(value)


KindType = TypeVar("KindType", bound=type[Kind])
_kinds: dict[str, Kind] = {}


def register(kind: KindType) -> KindType:
    """Make the kind known to forms under its name."""
    _kinds[kind.name] = kind()
    return kind


def find_kind(name: str | None) -> Kind | None:
    """Return the kind, None when no kind has that name."""
    return _kinds.get(name) if name else None


def list_kinds() -> list[str]:
    """Return the known names in order."""
    return sorted(_kinds)
