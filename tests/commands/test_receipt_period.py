"""The receipt (law 55-19, articles 10 to 12) says when the answer is due and how that day is computed."""

import io
from dataclasses import replace
from datetime import timedelta

from pypdf import PdfReader

from app.commands.bus import execute
from app.commands.filing import Filed
from app.commands.printing.receipt_facts import receipt_facts
from app.commands.printing.receipts import EnsureReceipt
from app.commands.printing.stages import stage_of
from app.domain.actors import SYSTEM
from app.domain.clock import FixedClock
from app.store import cases
from tests.world.journeys import case_of, complete, file_request, open_task
from tests.world.places import World
from tests.world.playing import fill_and_complete

MISSING = {
    "completeness": "missing",
    "missing_pieces": ["identity-card"],
    "missing_reasons": ["unreadable"],
    "missing_note": "La photo est floue.",
}


def _receipt(world: World, filed: Filed) -> str:
    """Return the words of the receipt as it is now, which fits one page."""
    command = EnsureReceipt(commune_id=filed.commune_id, case_id=filed.case_id)
    document = execute(command, actor=SYSTEM, services=world.services)
    reader = PdfReader(io.BytesIO(world.services.files.get(document.storage_key)))
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().split())


def test_the_receipt_keeps_the_day_of_the_filing_whenever_it_is_printed(world: World, clock: FixedClock) -> None:
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"))  # The period now stands still until the payment.

    text = _receipt(world, filed)

    assert "10 jours francs : lundi 16 mars 2026" in text
    assert "L’échéance tombe le samedi 14 mars 2026, jour fermé" in text
    assert "conseil de la commune, à former en 30 jours francs, réponse en 15 jours francs" in text
    assert "saisine du gouverneur, réponse en 10 jours francs" in text and "articles 10 à 12" in text


def test_while_pieces_are_missing_the_receipt_says_so_with_the_whole_list(world: World) -> None:
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"), MISSING)

    text = _receipt(world, filed)

    # Asked on Tuesday 3 March: 30 full days (law 55-19, article 10) lead to Friday 3 April.
    assert "Récépissé de dossier en cours de dépôt" in text and "exclusive et définitive" in text
    assert "Copie de la carte nationale d'identité" in text.replace("’", "'") and "La photo est floue." in text
    assert "vendredi 3 avril 2026" in text and "date fixée quand le dossier est complet" in text
    assert "10 jours francs" in text and "recours auprès du président" in text.lower()


def test_a_piece_that_a_later_form_takes_in_is_not_missing_when_one_files(world: World) -> None:
    case = case_of(file_request(world))
    deployed = world.services.deployments.get(case.deployment_id)
    shown_later = {**deployed.package.manifest["pieces"][0], "key": "original", "field": "shown_later"}
    manifest = {**deployed.package.manifest, "pieces": [shown_later]}
    asked = replace(deployed, package=replace(deployed.package, manifest=manifest))

    facts = receipt_facts(case, stage_of(case, asked), asked, world.services, code="")

    assert facts["status"] == "deposited" and facts["pieces_missing"] == []


def test_when_the_pieces_came_another_receipt_counts_from_that_day(world: World, clock: FixedClock) -> None:
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"), MISSING)
    before = _receipt(world, filed)
    clock.advance(timedelta(days=9))

    fill_and_complete(world, open_task(filed, "supply-pieces"), {"identity_card": ["cin.png"]})
    after = _receipt(world, filed)

    # Complete on Thursday 12 March: 10 full days (law 55-19, article 16) lead to Monday 23 March.
    assert "Récépissé de dossier complété" in after and "jeudi 12 mars 2026" in after
    assert "10 jours francs : lundi 23 mars 2026" in after and "manquantes" not in after
    assert [row.key for row in cases.list_documents(case_of(filed))] == ["receipt-completed", "receipt-in-deposit"]
    assert before != after and after == _receipt(world, filed)
