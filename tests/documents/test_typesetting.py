"""Templates become PDF/A files that look and read the same everywhere, and reach nothing outside themselves."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.documents import DocumentError, read_libraries, render_pdf
from tests.documents import samples

MOMENT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
PROCESSES = Path(__file__).parents[2] / "processes"
COPY = (PROCESSES / "civil-status-copy" / "documents" / "copy.typ").read_text(encoding="utf-8")
REJECTION = (PROCESSES / "civil-status-copy" / "documents" / "rejection.typ").read_text(encoding="utf-8")
LIBRARIES = read_libraries(PROCESSES)


def _print(source: str, data: Mapping[str, object]) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(source, data, libraries=LIBRARIES, moment=MOMENT)))


def _words(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def _copy(act: object, **answers: object) -> PdfReader:
    return _print(COPY, samples.document_data(act=act, answers=answers))


@pytest.mark.parametrize("act", [samples.BIRTH, samples.DEATH, samples.MARRIAGE], ids=["birth", "death", "marriage"])
@pytest.mark.parametrize("doc_type", ["full_copy", "extract"])
def test_a_copy_fits_one_page_with_its_names_in_three_scripts(act: object, doc_type: str) -> None:
    reader = _copy(act, doc_type=doc_type)
    words = _words(reader)
    assert len(reader.pages) == 1
    for name in ("يسرى", "أمزيان", "Yousra", "AMZIANE", "ⵢⵓⵙⵔⴰ", "ⴰⵎⵣⵢⴰⵏ"):
        assert name in words


def test_a_full_copy_shows_the_marginal_mentions_and_an_extract_does_not() -> None:
    full, extract = (_words(_copy(samples.BIRTH, doc_type=kind)) for kind in ("full_copy", "extract"))
    assert "Ilyas Tazi" in full
    assert "Ilyas Tazi" not in extract
    assert "Copie intégrale" in full
    assert "Extrait" in extract


def test_a_copy_shows_its_register_reference_number_and_verification_code() -> None:
    words = _words(_copy(samples.BIRTH))
    for part in ("1994", "318", "EC-0142-2026-57", samples.CODE, samples.VERIFY_URL, "Hassan El Ouardi"):
        assert part in words


def test_only_a_draft_bears_the_word_draft() -> None:
    draft = samples.document_data(act=samples.BIRTH, draft=True)
    assert "PROJET" in _words(_print(COPY, draft))
    assert "PROJET" not in _words(_copy(samples.BIRTH))


@pytest.mark.parametrize(("status", "title"), [("deposited", "Dossier déposé"), ("in_deposit", "en cours de dépôt")])
def test_a_receipt_states_whether_the_file_is_complete(status: str, title: str) -> None:
    words = _words(_print(LIBRARIES["receipt.typ"], samples.receipt_data(status=status)))
    assert title in words
    assert ("Pièces manquantes" in words) == (status == "in_deposit")
    assert "WTQ-20260302-000123" in words


def test_a_payment_receipt_writes_centimes_as_dirhams() -> None:
    words = _words(_print(LIBRARIES["payment-receipt.typ"], samples.payment_data()))
    assert "24,00" in words
    assert "PAY-2026-0000451" in words


def test_a_refusal_gives_its_reasons_and_the_ways_of_appeal() -> None:
    words = _words(_print(REJECTION, samples.refusal_data()))
    assert "Aucun acte des registres" in words
    assert "Tribunal administratif" in words


def test_isolation_marks_of_the_data_do_not_stay_in_the_text_of_the_file() -> None:
    words = _words(_print(REJECTION, samples.refusal_data()))
    assert "12/1994" in words
    assert not set(words) & set("\u2066\u2067\u2068\u2069")


def test_equal_inputs_give_equal_files() -> None:
    data = samples.document_data(act=samples.BIRTH)
    first, second = (render_pdf(COPY, data, libraries=LIBRARIES, moment=MOMENT) for _ in range(2))
    assert first == second


def test_the_file_declares_pdf_a_2b_and_its_date() -> None:
    reader = _copy(samples.BIRTH)
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.pdfaid_part == "2"
    assert reader.xmp_metadata.pdfaid_conformance == "B"
    assert reader.metadata is not None
    assert reader.metadata.creation_date == MOMENT


def test_only_our_fonts_are_in_the_file() -> None:
    names: set[str] = set()
    for font in _copy(samples.BIRTH).pages[0]["/Resources"]["/Font"].values():
        names.add(str(font.get_object()["/BaseFont"]).split("+")[-1].split("-")[0])
    assert names <= {"IBMPlexSansArabic", "NotoSans", "NotoSansTifinagh"}
    assert len(names) == 3


def test_a_faulty_template_is_reported_with_its_line() -> None:
    with pytest.raises(DocumentError) as refused:
        render_pdf("Bonjour\n\n#panic()", {}, libraries={}, moment=MOMENT, name="letter.typ")
    assert refused.value.template == "letter.typ"
    assert refused.value.line == 3
    assert "Correct the template" in refused.value.message


def test_a_fault_in_a_shared_file_names_that_file() -> None:
    libraries = {"shared.typ": "#let shout() = {\n  panic()\n}"}
    with pytest.raises(DocumentError) as refused:
        render_pdf('#import "shared.typ": *\n#shout()', {}, libraries=libraries, moment=MOMENT)
    assert (refused.value.template, refused.value.line) == ("shared.typ", 2)


def test_missing_data_is_reported_as_such() -> None:
    data = samples.document_data()
    with pytest.raises(DocumentError, match="act"):
        render_pdf(COPY, data, libraries=LIBRARIES, moment=MOMENT)


@pytest.mark.parametrize(
    "source",
    [
        '#import "@preview/cetz:0.2.0"',
        '#import "@local/thing:1.0.0"',
        '#let name = "@preview/x:1.0.0"\n#import name',
        '#import/**/"@preview/cetz:0.2.0"',
        '#import "\\u{40}preview/cetz:0.2.0"',
        '#include "/etc/passwd"',
        '#let hidden = "/*"\n#import "@preview/cetz:0.2.0"\n#let end = "*/"',
        '#eval("1 + 1")',
        '#dictionary(std).at("ev" + "al")("1")',
        '#plugin("thing.wasm")',
    ],
)
def test_a_template_cannot_load_packages_or_run_text(source: str) -> None:
    with pytest.raises(DocumentError) as refused:
        render_pdf(source, {}, libraries={}, moment=MOMENT)
    assert refused.value.line is not None


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../../etc/passwd", "/../etc/passwd"])
def test_a_template_cannot_read_files_of_the_machine(path: str) -> None:
    with pytest.raises(DocumentError):
        render_pdf(f'#read("{path}")', {}, libraries={}, moment=MOMENT)


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, MOMENT])
def test_data_that_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(DocumentError, match="JSON"):
        render_pdf("", {"value": value}, libraries={}, moment=MOMENT)


@pytest.mark.parametrize("name", ["../letterhead.typ", "document.typ", "letterhead.txt", "/tmp/x.typ"])
def test_a_shared_file_has_a_plain_name(name: str) -> None:
    with pytest.raises(DocumentError, match=r"letterhead\.typ"):
        render_pdf("", {}, libraries={name: ""}, moment=MOMENT)


def test_text_of_the_data_is_never_read_as_a_template() -> None:
    data = samples.document_data(act=samples.BIRTH)
    data["commune"] = {**samples.COMMUNES["azrou"], "name_fr": '#panic("x") *[Azrou]*'}
    assert '#panic("x") *[Azrou]*' in _words(_print(COPY, data))
