"""Catalogues: each translation keeps its source's placeholders, and Arabic counts in its six forms."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.languages import translate, translate_plural
from app.languages.catalogue import area_files, read_catalogue

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
READ_BACKWARDS = re.compile(r"(?<![\w\u2066=./-])\d+-\d")
STRAY = re.compile(r"%(?!\(\w+\)s|%)")
FILES = area_files("ar")


def _area(path: Path) -> list[tuple[tuple[str, ...], tuple[str, ...], int | None]]:
    """Return (sources, translations, line) of each text of a file."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale="ar", abort_invalid=True)
    return [
        (
            (message.id,) if isinstance(message.id, str) else tuple(message.id),
            (message.string,) if isinstance(message.string, str) else tuple(message.string),
            message.lineno,
        )
        for message in catalogue
        if message.id
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_translation_keeps_the_placeholders_of_its_source(path: Path) -> None:
    for sources, translations, line in _area(path):
        known = {name for source in sources for name in PLACEHOLDER.findall(source)}
        for form, text in enumerate(translations):
            used = set(PLACEHOLDER.findall(text))
            place = f"{path.name}:{line}: {sources[0]!r} form {form}"
            if len(sources) == 1:
                assert used == known, place
            else:  # One and two are often a word of their own in Arabic: “يومان”.
                assert used <= known and (form < 3 or used == known), place


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_text_with_placeholders_has_no_stray_percent_sign(path: Path) -> None:
    for sources, translations, line in _area(path):
        if any(PLACEHOLDER.search(source) for source in sources):
            for text in (*sources, *translations):
                assert not STRAY.search(text), f"{path.name}:{line}: {text!r}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_left_without_a_translation(path: Path) -> None:
    for sources, translations, line in _area(path):
        assert all(text.strip() for text in translations), f"{path.name}:{line}: {sources[0]!r}"
        assert len(translations) == (1 if len(sources) == 1 else 6), f"{path.name}:{line}: {sources[0]!r}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_arabic_text_turns_a_number_with_hyphens_around(path: Path) -> None:
    for sources, translations, line in _area(path):
        for text in translations:
            words = "Write the law as 55.19, or put U+2066 and U+2069 around the number"
            assert not READ_BACKWARDS.search(text), f"{path.name}:{line}: {sources[0]!r}. {words}."


def test_two_files_never_translate_one_text_differently() -> None:
    found: dict[tuple[str, ...], tuple[tuple[str, ...], str]] = {}
    for path in FILES:
        for sources, translations, _ in _area(path):
            if len(sources) > 1:  # Plural forms may stand in another order; the merged catalogue is tested below.
                continue
            known, where = found.setdefault(sources, (translations, path.name))
            assert known == translations, f"{sources[0]!r} in {where} and {path.name}"


def test_no_text_is_singular_in_one_file_and_counted_in_another() -> None:
    alone, counted = set(), set()
    for path in FILES:
        for sources, _, _ in _area(path):
            (alone if len(sources) == 1 else counted).add(sources[0])

    assert alone & counted == set(), "Expected another wording for one of them: the catalogue keeps only one"


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "0 يوم"),
        (1, "يوم واحد"),
        (2, "يومان"),
        (3, "3 أيام"),
        (10, "10 أيام"),
        (11, "11 يوما"),
        (99, "99 يوما"),
        (100, "100 يوم"),
        (102, "102 يوم"),
        (103, "103 أيام"),
        (111, "111 يوما"),
    ],
)
def test_arabic_counts_days_in_six_forms(count: int, written: str) -> None:
    assert translate_plural("ar", "%(count)s jour", "%(count)s jours", count) == written


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (2, "جوابان يحتاجان إلى تصحيح"),
        (3, "3 أجوبة تحتاج إلى تصحيح"),
        (11, "11 جوابا يحتاج إلى تصحيح"),
        (100, "100 جواب يحتاج إلى تصحيح"),
    ],
)
def test_a_file_that_numbers_its_forms_the_other_way_counts_rightly_too(count: int, written: str) -> None:
    singular, plural = "%(num)s réponse est à corriger", "%(num)s réponses sont à corriger"
    assert translate_plural("ar", singular, plural, count, num=count) == written


def test_french_is_the_source_and_an_unknown_text_stays_as_it_is() -> None:
    assert translate("fr", "Bonjour %(name)s", name="Salma") == "Bonjour Salma"
    assert translate("ar", "Ce texte n’existe dans aucun catalogue") == "Ce texte n’existe dans aucun catalogue"
    assert translate_plural("fr", "%(count)s jour", "%(count)s jours", 2) == "2 jours"
    assert translate("fr", "100 % gratuit") == "100 % gratuit"


def test_the_merged_catalogue_holds_each_text_of_each_file() -> None:
    merged = read_catalogue("ar")
    for path in FILES:
        for sources, _, _ in _area(path):
            assert merged.get(sources[0]) is not None, sources[0]
