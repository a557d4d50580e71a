"""Days, amounts and names as Morocco writes them."""

from datetime import UTC, date, datetime

import pytest

from app.domain.languages import Language
from app.languages import (
    collation_key,
    format_day,
    format_moment,
    format_money,
    format_number,
    isolate,
    isolate_latin,
)

MONTHS = (
    "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر",
)  # fmt: skip


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, start=1)))
def test_arabic_months_are_those_of_morocco(number: int, name: str) -> None:
    assert format_day(date(2026, number, 1), "ar").split()[2] == name


@pytest.mark.parametrize(
    ("language", "written"),
    [("ar", "الثلاثاء 3 مارس 2026"), ("fr", "mardi 3 mars 2026")],
)
def test_a_day_is_written_in_words_with_western_digits(language: Language, written: str) -> None:
    assert format_day(date(2026, 3, 3), language) == written


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_every_language_writes_every_day(language: Language) -> None:
    assert "2026" in format_day(date(2026, 8, 20), language)


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        # Ramadan 1447 runs from 19 February to 19 March 2026: Morocco keeps UTC then, and UTC+1 the rest of the year.
        (datetime(2026, 1, 5, 8, 30, tzinfo=UTC), "lundi 5 janvier 2026, 09:30"),
        (datetime(2026, 3, 3, 8, 30, tzinfo=UTC), "mardi 3 mars 2026, 08:30"),
        (datetime(2026, 4, 6, 8, 30, tzinfo=UTC), "lundi 6 avril 2026, 09:30"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "vendredi 1er janvier 2027, 00:30"),
    ],
)
def test_a_moment_is_told_in_the_legal_time_of_morocco(moment: datetime, written: str) -> None:
    assert format_moment(moment, "fr") == written
    assert format_day(moment, "fr") == written.partition(",")[0]


def test_arabic_separates_the_hour_with_its_own_comma() -> None:
    assert format_moment(datetime(2026, 4, 6, 8, 30, tzinfo=UTC), "ar").endswith("2026، 09:30")


@pytest.mark.parametrize(
    ("centimes", "amount"),
    [(0, "0,00"), (5, "0,05"), (200, "2,00"), (2_200, "22,00"), (123_456_789, "1\u202f234\u202f567,89")],
)
def test_an_amount_is_written_in_dirhams(centimes: int, amount: str) -> None:
    assert format_money(centimes, "fr") == f"{amount} DH"
    assert format_money(centimes, "ar") == f"{amount} درهم"


def test_a_number_has_western_digits_in_both_languages() -> None:
    assert format_number(1_503, "ar") == format_number(1_503, "fr") == "1\u202f503"


def test_a_code_keeps_its_direction_inside_arabic() -> None:
    assert isolate("2026-1") == "\u20662026-1\u2069"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("أكادير", "اكادير"),
        ("إفران", "افران"),
        ("آسفي", "اسفي"),
        ("مدرسة", "مدرسه"),
        ("مستشفى", "مستشفي"),
        ("مُحَمَّد", "محمد"),
        ("أزمـــور", "ازمور"),
        ("Fès", "FES"),
        ("Aït  ", "ait"),
        ("Béni Mellal", "beni mellal"),
        ("Œuvre", "œuvre"),
    ],
)
def test_names_written_differently_are_found_as_one(typed: str, stored: str) -> None:
    assert collation_key(typed) == collation_key(stored)


def test_names_sort_without_regard_to_accents_and_case() -> None:
    names = ["Zagora", "émouzzer", "Azrou", "El Hajeb", "azilal"]
    assert sorted(names, key=collation_key) == ["azilal", "Azrou", "El Hajeb", "émouzzer", "Zagora"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("النص statuses.old غير مستعمل", "النص \u2066statuses.old\u2069 غير مستعمل"),
        ('اجعلوا isExecutable="true".', 'اجعلوا \u2066isExecutable="true"\u2069.'),
        ('أضيفوا <input name="a" value="…"/>.', 'أضيفوا \u2066<input name="a" value="…"/>\u2069.'),
        ("يطلب «Copie certifiée» هنا", "يطلب «\u2066Copie certifiée\u2069» هنا"),
        ("60 يوما (المادة 16)", "60 يوما (المادة 16)"),
        ("ابتداء من 2026-03-02.", "ابتداء من \u20662026-03-02\u2069."),
        ("silence غائب", "\u200f\u2066silence\u2069 غائب"),
        ("retention: 10", "\u2066retention: 10\u2069"),
    ],
)
def test_latin_codes_keep_their_direction_inside_an_arabic_sentence(text: str, kept: str) -> None:
    assert isolate_latin(text) == kept
