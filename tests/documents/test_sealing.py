"""A seal proves that a file is whole and who sealed it; demonstration keys say what they are."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.documents import DocumentError, Seal, demonstration_seal, explain_seal, inspect_seal, render_pdf, seal_pdf

MOMENT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
PLAIN = render_pdf("#set document(title: [Essai], date: auto)\nBonjour", {}, libraries={}, moment=MOMENT)


@pytest.fixture
def seal(tmp_path: Path) -> Seal:
    return demonstration_seal(tmp_path / "keys", commune_code="03.271.01.01", holder="Commune d’Azrou")


@pytest.fixture
def sealed(seal: Seal) -> bytes:
    return seal_pdf(PLAIN, seal, reason="Copie certifiée", location="Azrou", moment=MOMENT)


def test_a_sealed_file_is_intact_trusted_and_dated(sealed: bytes, seal: Seal) -> None:
    report = inspect_seal(sealed, trusted=[seal.authority_file])
    assert (report.sealed, report.intact, report.trusted, report.moment) == (True, True, True, MOMENT)
    assert report.holder is not None
    assert report.holder.startswith("Commune d’Azrou")
    assert sealed.startswith(PLAIN)


def test_an_unknown_authority_is_not_trusted(sealed: bytes, tmp_path: Path) -> None:
    other = demonstration_seal(tmp_path / "other", commune_code="1", holder="Autre")
    assert inspect_seal(sealed).trusted is False
    report = inspect_seal(sealed, trusted=[other.authority_file])
    assert (report.intact, report.trusted) == (True, False)


def test_one_changed_byte_breaks_the_seal(sealed: bytes, seal: Seal) -> None:
    position = sealed.index(b"/MediaBox") + 12
    changed = sealed[:position] + bytes([sealed[position] ^ 1]) + sealed[position + 1 :]
    assert inspect_seal(changed, trusted=[seal.authority_file]).intact is False


def test_something_added_after_the_seal_breaks_it(sealed: bytes, seal: Seal) -> None:
    assert inspect_seal(sealed + b"\n% added", trusted=[seal.authority_file]).intact is False


@pytest.mark.parametrize("content", [PLAIN, b"", b"%PDF-1.7 and nothing", b"\x00" * 500])
def test_a_file_without_a_seal_has_none(content: bytes) -> None:
    assert inspect_seal(content).sealed is False


def test_private_keys_are_for_their_owner_only_and_named_as_demonstration(seal: Seal) -> None:
    files = sorted(seal.key_file.parent.iterdir())
    assert all(file.name.startswith("demonstration-") for file in files)
    for file in files:
        if b"PRIVATE KEY" in file.read_bytes():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"PRIVATE KEY" not in seal.authority_file.read_bytes()


def test_keys_are_made_once(seal: Seal) -> None:
    before = seal.key_file.read_bytes()
    again = demonstration_seal(seal.key_file.parent, commune_code="03.271.01.01", holder="Commune d’Azrou")
    assert again == seal
    assert again.key_file.read_bytes() == before


def test_something_that_is_no_pdf_cannot_be_sealed(seal: Seal) -> None:
    with pytest.raises(DocumentError, match="Expected a PDF"):
        seal_pdf(b"not a pdf", seal, reason="", location="", moment=MOMENT)


def test_the_worth_of_a_seal_is_said_in_both_languages(sealed: bytes, seal: Seal) -> None:
    reports = [
        inspect_seal(sealed, trusted=[seal.authority_file]),
        inspect_seal(sealed),
        inspect_seal(sealed + b"\n% added"),
        inspect_seal(PLAIN),
    ]
    french = {explain_seal(report, "fr") for report in reports}
    arabic = {explain_seal(report, "ar") for report in reports}
    assert len(french) == len(arabic) == 4
    assert not french & arabic
