"""The receipt (law 55-19, articles 10 to 12) says when the answer is due and how that day is computed."""

import io

from pypdf import PdfReader

from app.commands.bus import execute
from app.commands.printing.receipts import EnsureReceipt
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from tests.world.journeys import complete, file_request, open_task
from tests.world.places import World


def test_the_receipt_keeps_the_day_of_the_filing_whenever_it_is_printed(world: World, clock: FixedClock) -> None:
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"))  # The period now stands still until the payment.

    command = EnsureReceipt(commune_id=filed.commune_id, case_id=filed.case_id)
    document = execute(command, actor=SYSTEM, services=world.services)

    reader = PdfReader(io.BytesIO(world.services.files.get(document.storage_key)))
    text = " ".join(reader.pages[0].extract_text().split())
    assert len(reader.pages) == 1
    assert "10 jours francs : lundi 16 mars 2026" in text
    assert "L’échéance tombe le samedi 14 mars 2026, jour fermé" in text
    assert "recours auprès du président" in text.lower() and "articles 10 à 12" in text
