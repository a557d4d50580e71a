"""Every act of the demonstration register prints as a copy that fits the page."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.connectors.civil_register.port import Act
from app.connectors.civil_register.shipped_acts import list_shipped_acts
from app.documents import read_libraries, render_pdf
from tests.documents import samples

PROCESSES = Path(__file__).parents[2] / "processes"
COPY = (PROCESSES / "civil-status-copy" / "documents" / "copy.typ").read_text(encoding="utf-8")
LIBRARIES = read_libraries(PROCESSES)


@pytest.mark.parametrize("act", list_shipped_acts(), ids=lambda act: act.id)
def test_a_shipped_act_prints_on_one_page(act: Act) -> None:
    data = samples.document_data(commune="casablanca", act=act.entry, answers={"doc_type": "full_copy"})
    moment = datetime(2026, 3, 3, tzinfo=UTC)
    reader = PdfReader(io.BytesIO(render_pdf(COPY, data, libraries=LIBRARIES, moment=moment)))
    assert len(reader.pages) == 1
    assert str(act.number) in reader.pages[0].extract_text()
