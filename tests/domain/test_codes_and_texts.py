"""Codes that people read aloud, type and copy; texts that people write."""

import math
import re
from types import SimpleNamespace

import pytest

from app.domain.codes import (
    ALPHABET,
    fingerprint,
    new_id,
    new_secret_code,
    normalise_code,
    western_digits,
)
from app.domain.texts import plain_text


def test_a_secret_code_has_more_than_128_bits() -> None:
    code = new_secret_code()

    assert re.fullmatch(r"(\w{4}-){6}\w{4}", code) and set(code) <= {*ALPHABET, "-"}
    assert 28 * math.log2(len(ALPHABET)) == 140


def test_codes_and_ids_are_never_the_same() -> None:
    for make in (new_id, new_secret_code):
        assert len({make() for _ in range(500)}) == 500


def test_identifiers_have_21_signs_and_sort_as_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(range(10**18, 10**18 + 300 * 10**9, 10**9))
    monkeypatch.setattr("app.domain.codes.time", SimpleNamespace(time_ns=lambda: next(moments)))

    made = [new_id() for _ in range(300)]

    assert made == sorted(made)
    assert all(re.fullmatch("[0-9a-v]{21}", identity) for identity in made)


def test_no_sign_of_a_code_looks_like_another() -> None:
    assert len(set(ALPHABET)) == 32 and not set("01OI") & set(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        "ABCD-2345",
        "abcd 2345",
        " abcd2345 ",
        "abcd\u200e-\u0662\u0663\u0664\u0665",
        "ABCD–2345",
        "\u2066ABCD-2345\u2069",
    ],
)
def test_a_code_is_read_as_it_was_meant(typed: str) -> None:
    assert normalise_code(typed) == "ABCD2345"


def test_arabic_and_persian_digits_are_digits() -> None:
    assert western_digits("٠١٢٣٤٥٦٧٨٩ ۰۹") == "0123456789 09"


def test_a_fingerprint_tells_codes_apart_and_gives_none_away() -> None:
    assert fingerprint("ABCD") != fingerprint("ABCE") and "ABCD" not in fingerprint("ABCD")
    assert len(fingerprint("ABCD")) == 64


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Bonjour  ", "Bonjour"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("demi \ud83d caractère", "demi  caractère"),
        ("سبب\tواضح", "سبب\tواضح"),
        ("\x00\x01", ""),
    ],
)
def test_a_text_keeps_what_people_write_and_nothing_else(typed: str, kept: str) -> None:
    assert plain_text(typed, longest=100) == kept


def test_a_text_is_cut_at_its_longest() -> None:
    assert plain_text("x" * 50, longest=10) == "x" * 10
