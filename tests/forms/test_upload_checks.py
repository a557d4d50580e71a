"""Uploads: what is accepted is what it claims to be; no file holds the platform or brings a passenger."""

import base64
import json
import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from app.forms.filenames import clean_filename
from app.forms.images import LONGEST_SIDE
from app.forms.uploads import MESSAGES, CheckedUpload, UploadRefused, accepted_media_types, check_upload
from app.languages import translate
from tests.costs import at_most_bytes, at_most_calls

SHARED = Path(os.environ.get("MASTARA_SHARED") or Path(__file__).parents[3] / "shared")
CORPORA = SHARED / "corpora"
needs_corpora = pytest.mark.skipif(not CORPORA.is_dir(), reason=f"The shared corpora are not at {SHARED}.")
LIMIT = 5_000_000


def a_picture(form: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    output = BytesIO()
    Image.new(mode, size, "#006233" if mode != "RGBA" else (0, 98, 51, 128)).save(output, form, **options)
    return output.getvalue()


def a_pdf(pages: int = 1, **options: object) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if "script" in options:
        script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(options["script"])}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    if "attachment" in options:
        writer.add_attachment("within.txt", b"x")
    if "password" in options:
        writer.encrypt(str(options["password"]), algorithm="RC4-128")
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def check(content: bytes, filename: str = "piece.pdf", **options: object) -> CheckedUpload:
    return check_upload(content, filename, **{"accept": None, "max_bytes": LIMIT, **options})


def reason(content: bytes, **options: object) -> str:
    with pytest.raises(UploadRefused) as refusal:
        check(content, **options)
    for language in ("fr", "ar"):
        assert refusal.value.message_in(language)
    return refusal.value.reason


@pytest.mark.parametrize(
    ("form", "mode", "kept_as", "extension"),
    [
        ("JPEG", "RGB", "image/jpeg", ".jpg"),
        ("JPEG", "CMYK", "image/jpeg", ".jpg"),
        ("JPEG", "L", "image/jpeg", ".jpg"),
        ("PNG", "RGB", "image/png", ".png"),
        ("PNG", "RGBA", "image/png", ".png"),
        ("PNG", "1", "image/png", ".png"),
        ("WEBP", "RGB", "image/jpeg", ".jpg"),
        ("WEBP", "RGBA", "image/png", ".png"),
    ],
)
def test_a_picture_is_made_again(form: str, mode: str, kept_as: str, extension: str) -> None:
    found = check(a_picture(form, mode=mode), "photo.exe")
    assert (found.media_type, found.filename, found.size) == (kept_as, f"photo{extension}", (40, 20))
    with Image.open(BytesIO(found.content)) as picture:
        assert picture.size == (40, 20)


def test_a_picture_stands_upright_and_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "taken at home"
    found = check(a_picture(exif=exif))
    assert found.size == (20, 40)
    assert b"taken at home" not in found.content
    with Image.open(BytesIO(found.content)) as picture:
        assert not picture.getexif()


def test_what_hides_behind_a_picture_is_dropped() -> None:
    found = check(a_picture() + b"PK\x03\x04<script>alert(1)</script>")
    assert b"<script>" not in found.content


def test_a_large_picture_is_made_smaller() -> None:
    found = check(a_picture(size=(5_000, 500)))
    assert found.size is not None
    assert max(found.size) <= LONGEST_SIDE


def test_a_pixel_bomb_is_refused_undrawn() -> None:
    bomb = a_picture("PNG", size=(9_000, 9_000), mode="1")
    with at_most_bytes(8_000_000):
        assert reason(bomb) == "image_too_large"


def test_a_picture_cut_short_is_refused() -> None:
    assert reason(a_picture("PNG", size=(300, 300))[:-40]) == "image_unreadable"


def test_a_pdf_is_kept_as_it_came_with_its_pages_counted() -> None:
    content = a_pdf(pages=3)
    found = check(content, "contrat.PDF")
    assert (found.content, found.pages, found.filename, found.media_type) == (
        content,
        3,
        "contrat.pdf",
        "application/pdf",
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n%%EOF", "pdf_unreadable"),
        (b"%PDF-" + b"\x00" * 5_000, "pdf_unreadable"),
        (b"GIF89a" + b"\x00" * 50, "type"),
        (b"MZ" + b"\x00" * 500, "type"),
        (b"<html><script>alert(1)</script>", "type"),
        (b"\n%PDF-1.7", "type"),
    ],
)
def test_other_contents_are_refused(content: bytes, expected: str) -> None:
    assert reason(content) == expected


def test_a_pdf_with_active_content_is_refused() -> None:
    assert reason(a_pdf(script="app.alert(1)")) == "pdf_active"
    assert reason(a_pdf(attachment=True)) == "pdf_active"


def test_a_protected_pdf_is_refused() -> None:
    assert reason(a_pdf(password="secret")) == "pdf_encrypted"


def test_a_pdf_has_a_limit_of_pages() -> None:
    assert reason(a_pdf(pages=301)) == "pdf_pages"


def test_a_file_over_the_limit_is_refused_with_the_limit() -> None:
    with pytest.raises(UploadRefused) as refusal:
        check(a_pdf() + b"%" * 2_000_000, max_bytes=1_500_000)
    assert refusal.value.reason == "too_large"
    assert "1,5 Mo" in refusal.value.message_in("fr")


def test_an_inspection_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.forms.uploads.LONGEST_INSPECTION", 0.001)
    assert reason(a_pdf()) == "pdf_unreadable"


@pytest.mark.parametrize(
    ("accept", "accepted"),
    [
        (None, 4),
        ("", 4),
        (".pdf", 1),
        ("image/*", 3),
        (".pdf,image/jpeg", 2),
        ([".JPG", ".png"], 2),
        (".exe", 0),
    ],
)
def test_a_field_may_accept_fewer_types(accept: object, accepted: int) -> None:
    assert len(accepted_media_types(accept)) == accepted


def test_a_type_that_the_field_does_not_accept_is_refused() -> None:
    assert reason(a_picture(), accept=".pdf") == "not_accepted"


def test_every_refusal_is_translated() -> None:
    assert [text for text in MESSAGES.values() if translate("ar", text) == text] == []


@pytest.mark.parametrize(
    ("filename", "clean"),
    [
        ("شهادة السكنى.pdf", "شهادة السكنى.pdf"),
        ("ⵜⴰⵎⵙⵙⵓⵎⴰⵏⵜ.pdf", "ⵜⴰⵎⵙⵙⵓⵎⴰⵏⵜ.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\fakepath\\acte.pdf", "acte.pdf"),
        ("contrat_\u202efdp.exe", "contrat_fdp.pdf"),
        ("a.pdf\x00.html", "a.pdf"),
        ("CON.pdf", "document_CON.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("\ud800.pdf", "document.pdf"),
        ('a";filename="b', "a__filename=_b.pdf"),
    ],
)
def test_a_file_name_is_made_safe(filename: str, clean: str) -> None:
    assert clean_filename(filename, media_type="application/pdf") == clean


def test_a_file_name_is_never_long() -> None:
    assert len(clean_filename("x" * 5_000 + ".pdf", media_type="application/pdf")) == 120


@needs_corpora
@pytest.mark.parametrize("folder", ["fuzz_jpeg", "fuzz_png", "fuzz_webp", "fuzz_gif", "fuzz_zip"])
def test_fuzzed_files_are_accepted_or_refused_with_few_calls(folder: str) -> None:
    files = sorted((CORPORA / folder).iterdir())
    assert files
    for path in files:
        with at_most_calls(100_000):
            try:
                check(path.read_bytes(), path.name)
            except UploadRefused as refusal:
                assert refusal.reason in MESSAGES


@needs_corpora
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pdf_launch.pdf", "pdf_active"),
        ("pdf_uri_submit.pdf", "pdf_active"),
        ("pdf_embedded_file.pdf", "pdf_active"),
        ("pdf_pages_cycle.pdf", "pdf_unreadable"),
        ("polyglot_jpeg_zip.jpg", "image_unreadable"),
        ("zip_bomb_300MB.docx", "type"),
        ("zip_slip.zip", "type"),
    ],
)
def test_hostile_uploads_are_refused(name: str, expected: str) -> None:
    assert reason((CORPORA / "own/uploads" / name).read_bytes()) == expected


@needs_corpora
def test_every_other_hostile_upload_ends_well() -> None:
    for path in sorted((CORPORA / "own/uploads").iterdir()):
        content = path.read_bytes()
        try:
            found = check(base64.b64decode(content) if path.suffix == ".b64" else content, path.name)
        except UploadRefused:
            continue
        assert path.name == "pdf_prev_loop.pdf", f"{path.name} was accepted"
        assert found.pages == 1


@needs_corpora
def test_hostile_file_names_are_made_safe() -> None:
    for path in sorted((CORPORA / "own/filenames").iterdir()):
        clean = clean_filename(json.loads(path.read_text())["filename"], media_type="application/pdf")
        assert clean.endswith(".pdf")
        assert len(clean) <= 120
        assert not set(clean) & set('/\\\x00"\u202e')
