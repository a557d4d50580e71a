"""Differences are told in both languages: every template has its Arabic, and every kind of difference a sentence."""

import re

import pytest

from app.languages.catalogue import read_catalogue
from app.procedures.comparison import compare_packages
from app.queries.differences import PART_TITLES, group_differences, nouns, sentence, templates
from tests.builders.packages import a_package
from tests.procedures.test_comparison import EDITS

ARABIC = re.compile(r"[\u0600-\u06ff]")
TABLES = (
    nouns.ELEMENTS,
    nouns.THINGS,
    nouns.ASPECTS,
    nouns.VALUES,
    nouns.LANGUAGE_NAMES,
    nouns.TEXT_AREAS,
    nouns.TEXT_KINDS,
    templates.SENTENCES,
    PART_TITLES,
)
SINGLE = (
    nouns.OTHER_ELEMENT,
    nouns.OTHER_ASPECT,
    templates.CHANGED,
    templates.GAINED,
    templates.LOST,
    templates.QUOTED,
    templates.YES,
    templates.NO,
)


def test_every_template_has_its_arabic() -> None:
    known = read_catalogue("ar")
    texts = {text for table in TABLES for text in table.values()} | set(SINGLE)

    assert sorted(text for text in texts if known.get(text) is None) == []


@pytest.mark.parametrize("name", EDITS)
def test_each_difference_has_a_sentence_in_both_languages(name: str) -> None:
    changed = a_package()
    EDITS[name](changed)
    for before, after in ((a_package().build(), changed.build()), (changed.build(), a_package().build())):
        for difference in compare_packages(before, after):
            french, arabic = sentence(difference, "fr"), sentence(difference, "ar")
            assert french.endswith(".") and "%(" not in french
            assert ARABIC.search(arabic) and arabic != french


def test_a_period_is_told_as_a_lawyer_says_it() -> None:
    after = a_package().parameter("library.answer", unit="day", kind="franc", value=8).build()
    [difference] = compare_packages(a_package().build(), after)

    assert sentence(difference, "fr") == "« library.answer » passe de 10 à 8 jours francs."
    assert sentence(difference, "ar") == "«library.answer»: من 10 أيام كاملة إلى 8 أيام كاملة."


def test_a_duration_of_the_diagram_is_told_in_words() -> None:
    found = []
    for written in ("P12D", "P1M", "PT36H", "PT90M"):
        after = a_package().diagram("=parameters.library.answer", written).build()
        [difference] = compare_packages(a_package().build(), after)
        found.append(sentence(difference, "fr").rpartition("devient ")[2])

    assert found == ["« 12 jours ».", "« 1 mois ».", "« 1 jour, 12 heures ».", "« PT90M »."]


def test_a_piece_that_is_no_longer_asked_is_told_by_its_name() -> None:
    [difference] = compare_packages(a_package().build(), a_package().manifest(pieces=[]).build())

    assert sentence(difference, "fr") == "La pièce « Carte de bibliothèque » n’est plus demandée."
    assert sentence(difference, "ar") == "لم تعد الوثيقة «بطاقة المكتبة» مطلوبة."


def test_long_texts_stand_side_by_side_under_their_sentence() -> None:
    long = "Une phrase assez longue pour être montrée à côté de l’autre, et non dans la phrase. " * 2
    after = a_package().text("fr", "fiche.summary", long).build()

    [group] = group_differences(compare_packages(a_package().build(), after), "fr")

    assert group.part == "texts" and group.count == 1
    assert group.rows[0].texts == ("Carte de bibliothèque.", long)


def test_a_name_that_changed_in_french_only_is_told_in_french_to_an_arabic_reader() -> None:
    after = a_package().diagram("Examiner&#10;الفحص", "Étudier&#10;الفحص").build()
    found = [one for one in compare_packages(a_package().build(), after) if one.aspect == "name"]

    assert found
    assert all("«Examiner»" in sentence(one, "ar") and "«Étudier»" in sentence(one, "ar") for one in found)
