"""A preview comes within seconds or says why not, and takes nothing but its own process along."""

from datetime import UTC, datetime

import pytest

from app.documents import DocumentError, previewing
from app.documents.previewing import preview_document

MOMENT = datetime(2026, 1, 5, tzinfo=UTC)


def preview(source: str, form: str = "png") -> list[bytes]:
    return preview_document(source, {"name": "Nora"}, libraries={}, moment=MOMENT, name="x.typ", form=form)


def test_pages_come_as_pictures_or_as_one_pdf() -> None:
    source = "#json(bytes(sys.inputs.data)).name\n#pagebreak()\nDeux"

    assert [page[:4] for page in preview(source)] == [b"\x89PNG", b"\x89PNG"]
    assert [page[:5] for page in preview(source, "pdf")] == [b"%PDF-"]


def test_a_fault_names_its_line() -> None:
    with pytest.raises(DocumentError, match="unknown variable") as refused:
        preview("Un\n\n#nothing")

    assert (refused.value.template, refused.value.line) == ("x.typ", 3)


def test_a_template_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previewing, "SECONDS", 1)

    with pytest.raises(DocumentError, match="loop without end"):
        preview("#for a in range(100000000) { for b in range(100000000) { } }")


@pytest.mark.parametrize("source", ['#import "@preview/x:1.0.0": *', '#read("/etc/passwd")', '#image("../../x.png")'])
def test_a_template_reads_nothing_of_the_machine(source: str) -> None:
    with pytest.raises(DocumentError):
        preview(source)
