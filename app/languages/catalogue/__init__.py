"""Interface texts: French stands in the code, Arabic in `ar/<area>.po`; catalogues are read at first use."""

from functools import cache
from gettext import c2py
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from app.domain.languages import Language

SOURCE_LANGUAGE: Language = "fr"
_FOLDER = Path(__file__).parent
_SAMPLE_NUMBERS = range(201)
"""Numbers among which every plural form of every language is taken."""


def area_files(language: Language) -> list[Path]:
    """Return the catalogue files of a language, one an area of the product."""
    return sorted((_FOLDER / language).glob("*.po"))


def read_catalogue(language: Language) -> Catalog:
    """Merge the areas of a language into one catalogue; the first translation of a text wins."""
    merged = Catalog(locale=language)
    for path in area_files(language):
        with path.open("rb") as file:
            area = read_po(file, locale=language)
        for message in area:
            if message.id and message.string and merged.get(message.id) is None:
                merged.add(message.id, _reordered(message, area, merged))
    return merged


def _reordered(message: Message, area: Catalog, merged: Catalog) -> str | tuple[str, ...] | None:
    """Return the translation with its plural forms in the order of the merged catalogue.

    Files number the forms by their own `Plural-Forms` line, and Arabic has two customs: 11 to 99 stands fifth or
    sixth. A form is found again by a number that takes it.
    """
    forms = message.string
    if forms is None or isinstance(forms, str):
        return forms
    theirs, ours = c2py(area.plural_expr), c2py(merged.plural_expr)
    taken = {ours(number): forms[theirs(number)] for number in reversed(_SAMPLE_NUMBERS)}
    return tuple(taken[form] for form in range(merged.num_plurals))


@cache
def _translations(language: Language) -> NullTranslations:
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return Translations(fp=compiled)


def translate(language: Language, text: str, **values: object) -> str:
    """Return the French source `text` in `language`, its `%(name)s` replaced by `values`."""
    found: str = _translations(language).ugettext(text)
    return found % values if values else found


def find_plural(language: Language, singular: str, plural: str, count: int) -> str:
    """Return the form for `count`, its placeholders untouched."""
    found: str = _translations(language).ungettext(singular, plural, count)
    return found


def translate_plural(language: Language, singular: str, plural: str, count: int, **values: object) -> str:
    """Return the form for `count`; `%(count)s` is always at hand. Arabic has six forms."""
    found = find_plural(language, singular, plural, count)
    return found % {"count": count, "num": count, **values}
