"""Kinds of answers: what people type in either keyboard is normalised, or refused with the way to correct."""

import pytest

from app.forms.kinds import find_kind, list_kinds
from tests.forms.builders import a_field, answer_to

GOOD = {
    "cin": [
        ("ab 123456", "AB123456"),
        ("A١٢٣", "A123"),
        ("\u202aBE-123456\u202c", "BE123456"),
        ("K1", "K1"),
    ],
    "phone": [
        ("0612345678", "+212612345678"),
        ("06 12-34.56 78", "+212612345678"),
        ("+212 5 37 12 34 56", "+212537123456"),
        ("00212712345678", "+212712345678"),
        ("0661002120", "+212661002120"),
        ("٠٦١٢٣٤٥٦٧٨", "+212612345678"),
    ],
    "email": [(" Amina@Exemple.MA ", "Amina@exemple.ma"), ("a.b+c@sub.exemple.co.ma", "a.b+c@sub.exemple.co.ma")],
    "postcode": [("10 000", "10000"), ("٢٠٠٠٠", "20000")],
    "name_ar": [("  محمد   أمين ", "محمد أمين"), ("بن\u200f عبد الله", "بن عبد الله"), ("محـــمد", "محمد")],
    "name_lat": [("  El   Idrissi ", "El Idrissi"), ("O’Néill-Bâ", "O'Néill-Bâ")],
    "amount": [("1 234,50", 123450), ("12", 1200), ("٢٠٫٥", 2050), ("3.5 DH", 350), (450, 450)],
    "commune": [
        ("01.511.01.0", "01.511.01.0"),
        ("rabat", "04.421.01.0"),
        ("الرباط", "04.421.01.0"),
        ("Azrou – Ifrane", "03.271.01.01"),
        ("AZROU (Ifrane)", "03.271.01.01"),
    ],
    "ice": [("001 234 567 000 089", "001234567000089"), ("٠٠١٢٣٤٥٦٧٠٠٠٠٨٩", "001234567000089")],
    "tax_id": [("40 123 456", "40123456"), ("4012345", "4012345")],
    "rc": [("RC 12345", "12345"), ("N° 0042", "42")],
    "passport": [("ab 1234567", "AB1234567"), ("F-123456", "F123456")],
    "rib": [("011 780 0000123456789012 96", "011780000012345678901296")],
    "land_title": [
        ("12345/08", "T12345/08"),
        ("TF 12345 / 08", "T12345/08"),
        ("r 4567/c", "R4567/C"),
        ("ملكية", "MOULKIA"),
    ],
    "plate": [("12345-أ-6", "12345-أ-6"), ("12345 A 6", "12345-أ-6"), ("١٢٣٤٥ | ب | ٢٦", "12345-ب-26")],
    "map_point": [("34.020882, -6.841650", "34.020882,-6.841650"), ("33,5731; -7,5898", "33.573100,-7.589800")],
}
BAD = {
    "cin": ["123456", "ABCD123", "AB12345678", "AA1111111", "A0000", "ABC", "AB12 <b>"],
    "phone": ["0412345678", "061234567", "06123456789", "+33612345678", "abc", "+", "00", "0" * 40],
    "email": ["a", "a@b", "@b.ma", "a@.ma", "a b@c.ma", "a@b..ma", "a..b@c.ma", "a@b.1", f"{'x' * 65}@b.ma", "a@b@c"],
    "postcode": ["01234", "1000", "100000", "abcde"],
    "name_ar": ["Amina", "م", "محمد1", "محمد؟", "م" * 61, "--", "محمد\nA"],
    "name_lat": ["محمد", "A", "Amina2", "A" * 61, "Amina<script>", "--"],
    "amount": ["12,345", "douze", "1e9", "--1", "9" * 20],
    "commune": ["Paris", "1", "01.511", "Ajdir"],
    "ice": ["00123456700008", "0012345670000890", "ICE", "0" * 15],
    "tax_id": ["123456", "123456789", "1111111", "abc"],
    "rc": ["12345678", "Rabat", "0", "12-5"],
    "passport": ["1234567", "ABC123456", "AB12345", "AB12345678"],
    "rib": ["011780000012345678901297", "01178000001234567890126", "MA64011780000012345678901296"],
    "land_title": ["12345", "X12/08", "12345678/08", "T/08", "libre"],
    "plate": ["123456-أ-6", "12345-ز-6", "12345-أ-126", "أ-6", "abc"],
    "map_point": ["48.85, 2.35", "34.02", "Rabat", "-6.84, 34.02", "999, 999"],
}


def test_each_kind_is_tested() -> None:
    assert set(GOOD) == set(BAD) == set(list_kinds())


@pytest.mark.parametrize(("kind", "typed", "kept"), [(kind, *pair) for kind, pairs in GOOD.items() for pair in pairs])
def test_what_is_typed_is_kept_in_one_shape(kind: str, typed: object, kept: object) -> None:
    field = a_field("textfield", properties={"kind": kind})
    assert answer_to(field, typed) == kept
    assert answer_to(field, kept) == kept, "what is kept is accepted again"


@pytest.mark.parametrize(("kind", "typed"), [(kind, typed) for kind, entries in BAD.items() for typed in entries])
def test_what_cannot_be_is_refused_in_both_languages(kind: str, typed: str) -> None:
    for language in ("fr", "ar"):
        with pytest.raises(ValueError, match=r"\w{4}"):
            answer_to(a_field("textfield", properties={"kind": kind}), typed, language=language)


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_nothing_typed_is_no_answer(kind: str) -> None:
    assert answer_to(a_field("textfield", properties={"kind": kind}), ["  "]) is None


def test_a_foreign_number_is_accepted_where_the_form_allows_it() -> None:
    field = a_field("textfield", properties={"kind": "phone", "international": "true"})
    assert answer_to(field, "0033 6 12 34 56 78") == "+33612345678"
    for wrong in ("+99912", "+212912345678", "612345678"):
        with pytest.raises(ValueError, match="indicatif"):
            answer_to(field, wrong)


@pytest.mark.parametrize(
    ("kind", "kept", "french", "arabic"),
    [
        ("cin", "AB123456", "AB123456", "\u2066AB123456\u2069"),
        ("amount", 123450, "1 234,50 DH", "1 234,50 درهم"),
        ("name_ar", "محمد", "\u2067محمد\u2069", "محمد"),
    ],
)
def test_values_are_shown_in_their_own_direction(kind: str, kept: object, french: str, arabic: str) -> None:
    found = find_kind(kind)
    assert found is not None
    shown = [" ".join(found.show(kept, language).split()) for language in ("fr", "ar")]
    assert shown == [french, arabic]


def test_an_amount_is_typed_again_as_it_was_meant() -> None:
    found = find_kind("amount")
    assert found is not None
    assert [found.enter(value, "fr") for value in (123450, 5, -250)] == ["1234,50", "0,05", "-2,50"]


def test_communes_that_bear_one_name_are_told_apart_by_their_province() -> None:
    field = a_field("textfield", properties={"kind": "commune"})
    with pytest.raises(ValueError, match=r"Ajdir – .+ ; .*Ajdir – "):
        answer_to(field, "Ajdir")
    assert answer_to(field, "Ajdir – Taza") != answer_to(field, "Ajdir – Al Hoceïma")
