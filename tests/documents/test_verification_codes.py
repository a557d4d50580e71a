"""A verification code cannot be guessed, and survives being copied by hand."""

import math

import pytest

from app.documents import (
    new_verification_code,
    qr_png,
    qr_svg,
    read_verification_code,
    verification_url,
    write_verification_code,
)
from app.documents.verification import LENGTH
from app.domain.codes import ALPHABET

CODE = "7KQM-3XPT-9FHD-WZ2C-B6RN-4VJY-8LGE"
SIGNS = CODE.replace("-", "")


def test_a_code_holds_at_least_128_bits() -> None:
    assert LENGTH * math.log2(len(set(ALPHABET))) >= 128
    assert not set("01OI") & set(ALPHABET)
    assert len({new_verification_code() for _ in range(200)}) == 200


def test_a_new_code_is_read_back() -> None:
    code = new_verification_code()
    signs = read_verification_code(code)
    assert signs is not None
    assert write_verification_code(signs) == code


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        SIGNS,
        f"  {CODE.replace('-', ' ')} ",
        f"\u2066{CODE}\u2069",
        CODE.translate(str.maketrans("23456789", "٢٣٤٥٦٧٨٩")),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_verification_code(typed) == SIGNS


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "2", CODE.replace("7", "0"), "ⴰ" * LENGTH, "'; drop table"])
def test_what_cannot_be_a_code_is_no_code(typed: str) -> None:
    assert read_verification_code(typed) is None


def test_the_address_of_a_document_ends_with_its_code() -> None:
    assert verification_url("https://commune.example/", CODE) == f"https://commune.example/v/{CODE}"


def test_a_qr_has_no_inline_style_or_script() -> None:
    svg = qr_svg(verification_url("https://commune.example", CODE))
    assert svg.startswith("<svg")
    assert "style" not in svg
    assert "script" not in svg


def test_a_qr_can_be_a_png() -> None:
    assert qr_png("x").startswith(b"\x89PNG")
