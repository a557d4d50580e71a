"""Documents: numbered without gap, sealed, verifiable, printed once, revocable."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from pypdf import PdfReader

from app.commands.bus import Forbidden, execute
from app.commands.documents import DocumentUnknown, ReasonMissing, RevokeDocument
from app.commands.filing import Filed
from app.commands.printing.receipts import EnsurePaymentReceipt, EnsureReceipt, NothingPaid
from app.documents import inspect_seal
from app.domain.actors import Actor
from app.domain.clock import FixedClock
from app.store import cases
from app.store.database import database
from app.store.models import Document
from tests.world.journeys import case_of, complete, file_request, newest_payment, open_task, reach
from tests.world.places import AZROU, TABANT, World
from tests.world.playing import fill_and_complete
from tests.world.together import at_once

CITIZEN = Actor(kind="citizen", name="citizen")


def _documents(filed: Filed, key: str, state: str | None = None) -> list[Document]:
    query = database.session.query(Document).filter_by(case_id=filed.case_id, key=key)
    return [row for row in query if state in (None, row.state)]


def _deliver(world: World, *, commune_id: str = AZROU) -> Filed:
    filed = file_request(world, commune_id=commune_id)
    fill_and_complete(world, reach(world, filed, "sign"), {"signature_decision": "sign"})
    return filed


def _text(world: World, document: Document) -> str:
    reader = PdfReader(io.BytesIO(world.services.files.get(document.storage_key)))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_an_issued_copy_is_sealed_intact_and_found_by_its_code(world: World) -> None:
    filed = _deliver(world)

    (copy,) = _documents(filed, "copy", "valid")
    content = world.services.files.get(copy.storage_key)
    report = inspect_seal(content)
    assert report.sealed and report.intact
    assert copy.number == "EC-032710101-2026-00001" and copy.public
    assert copy.signatory is not None and copy.signatory["name_fr"] == "Agent officier_ec"
    found = cases.find_document_by_code(copy.verification_code)
    assert found is not None and found.id == copy.id
    assert case_of(filed).document["document"] == {
        "id": copy.id,
        "number": copy.number,
        "code": copy.verification_code,
    }


def test_a_copy_that_somebody_changed_is_no_longer_intact(world: World) -> None:
    (copy,) = _documents(_deliver(world), "copy", "valid")
    content = world.services.files.get(copy.storage_key)
    middle = content.index(b"stream", len(content) // 4) + 12

    report = inspect_seal(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])

    assert not report.intact


def test_numbers_of_a_register_have_no_gap_in_a_commune_and_a_year(world: World, clock: FixedClock) -> None:
    first, elsewhere, second = _deliver(world), _deliver(world, commune_id=TABANT), _deliver(world)
    clock.advance(timedelta(days=365))
    third = _deliver(world)

    numbers = [_documents(filed, "copy", "valid")[0].number for filed in (first, elsewhere, second, third)]
    assert numbers == [
        "EC-032710101-2026-00001",
        "EC-050810309-2026-00001",
        "EC-032710101-2026-00002",
        "EC-032710101-2027-00001",
    ]


def test_a_number_is_given_back_when_the_document_is_not_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.commands.printing import acts

    filed = file_request(world)
    task = reach(world, filed, "sign")

    def break_down(*_: object, **__: object) -> None:
        raise OSError("no room left")

    with monkeypatch.context() as patch:
        patch.setattr(acts, "seal_pdf", break_down)
        complete(world, task)
    assert _documents(filed, "copy", "valid") == []

    assert _documents(_deliver(world), "copy", "valid")[0].number == "EC-032710101-2026-00001"


def test_a_draft_is_not_public_and_is_discarded_when_the_copy_is_issued(world: World) -> None:
    filed = file_request(world)
    task = reach(world, filed, "sign")
    (draft,) = _documents(filed, "copy")
    assert (draft.state, draft.public, draft.number) == ("draft", False, None)
    assert not inspect_seal(world.services.files.get(draft.storage_key)).sealed
    assert cases.list_documents(case_of(filed), public_only=True) == []

    complete(world, task)

    assert {row.state for row in _documents(filed, "copy")} == {"discarded", "valid"}
    assert [row.state for row in cases.list_documents(case_of(filed))] == ["valid"]


def test_sent_back_and_drafted_again_one_draft_stands(world: World) -> None:
    filed = file_request(world)
    send_back = {"signature_decision": "send-back", "send_back_note": "Vérifiez le registre."}
    complete(world, reach(world, filed, "sign"), send_back)

    reach(world, filed, "sign")

    assert sorted(row.state for row in _documents(filed, "copy")) == ["discarded", "draft"]


def test_a_refusal_is_numbered_sealed_and_says_its_reasons(world: World) -> None:
    filed = file_request(world)
    complete(world, reach(world, filed, "sign"), {"signature_decision": "refuse"})
    refusal = {
        "refusal_reasons": ["act-cancelled"],
        "refusal_note": "L'acte a été annulé par le jugement 12 de 2019.",
        "refusal_legal_basis": "Loi 36-21, article 43",
    }
    complete(world, open_task(filed, "prepare-refusal"), refusal)

    (rejection,) = _documents(filed, "rejection", "valid")
    assert rejection.number == "ECR-032710101-2026-00001"
    assert inspect_seal(world.services.files.get(rejection.storage_key)).intact
    assert "jugement 12 de 2019" in _text(world, rejection)
    assert _documents(filed, "copy", "valid") == []


def test_the_receipt_is_printed_once_also_for_four_who_ask_at_once(app: Flask, world: World) -> None:
    filed = file_request(world)
    command = EnsureReceipt(commune_id=AZROU, case_id=filed.case_id)

    def ask() -> str:
        return execute(command, actor=CITIZEN, services=world.services).id

    answers = at_once(app, [ask] * 4)

    (receipt,) = _documents(filed, "receipt")
    assert set(answers) == {receipt.id}
    assert ask() == receipt.id and receipt.number == filed.reference
    assert filed.reference in _text(world, receipt) and filed.tracking_code in _text(world, receipt)


def test_a_payment_has_its_receipt_once_it_is_paid(world: World) -> None:
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"))
    reference = newest_payment(filed).reference
    command = EnsurePaymentReceipt(commune_id=AZROU, case_id=filed.case_id, reference=reference)
    with pytest.raises(NothingPaid):
        execute(command, actor=CITIZEN, services=world.services)

    reach(world, filed, "look-up-act")
    ids = {execute(command, actor=CITIZEN, services=world.services).id for _ in range(2)}

    (receipt,) = _documents(filed, "payment-receipt")
    assert ids == {receipt.id} and receipt.number == "Q-2026-000001"
    assert "2,00" in _text(world, receipt)


def test_the_receipt_of_another_cases_payment_is_not_given(world: World) -> None:
    mine, other = file_request(world), file_request(world)
    reach(world, other, "look-up-act")
    command = EnsurePaymentReceipt(commune_id=AZROU, case_id=mine.case_id, reference=newest_payment(other).reference)

    with pytest.raises(NothingPaid):
        execute(command, actor=CITIZEN, services=world.services)


def test_a_revoked_document_says_so_and_why(world: World, clock: FixedClock) -> None:
    (copy,) = _documents(_deliver(world), "copy", "valid")
    command = RevokeDocument(commune_id=AZROU, document_id=copy.id, reason="  Erreur sur\r\nle nom\x00 ")

    execute(command, actor=world.agent("officier_ec"), services=world.services)

    found = cases.find_document_by_code(copy.verification_code)
    assert found is not None
    assert (found.state, found.revoked_reason, found.revoked_at) == ("revoked", "Erreur sur\nle nom", clock.now())
    with pytest.raises(DocumentUnknown):
        execute(command, actor=world.agent("officier_ec"), services=world.services)


def test_of_two_who_revoke_at_once_one_gives_the_reason(app: Flask, world: World) -> None:
    (copy,) = _documents(_deliver(world), "copy", "valid")
    officer, document_id = world.agent("officier_ec"), copy.id

    def revoke(reason: str) -> None:
        command = RevokeDocument(commune_id=AZROU, document_id=document_id, reason=reason)
        execute(command, actor=officer, services=world.services)

    answers = at_once(app, [lambda: revoke("first"), lambda: revoke("second")])

    assert sum(isinstance(answer, DocumentUnknown) for answer in answers) == 1, answers
    winner = "second" if isinstance(answers[0], Exception) else "first"
    found = cases.find_document(AZROU, document_id)
    assert found is not None and found.revoked_reason == winner


def test_a_revocation_needs_a_reason_the_signatory_and_the_commune(world: World) -> None:
    (copy,) = _documents(_deliver(world), "copy", "valid")

    for reason in ("", "  \r\n", "\x00\x01"):
        with pytest.raises(ReasonMissing):
            execute(
                RevokeDocument(commune_id=AZROU, document_id=copy.id, reason=reason),
                actor=world.agent("officier_ec"),
                services=world.services,
            )
    with pytest.raises(Forbidden):
        execute(
            RevokeDocument(commune_id=AZROU, document_id=copy.id, reason="x"),
            actor=world.agent("agent_ec"),
            services=world.services,
        )
    with pytest.raises(DocumentUnknown):
        execute(
            RevokeDocument(commune_id=TABANT, document_id=copy.id, reason="x"),
            actor=world.agent("officier_ec", TABANT),
            services=world.services,
        )
    assert _documents_state(copy.id) == "valid"


def _documents_state(document_id: str) -> str:
    found = cases.find_document(AZROU, document_id)
    assert found is not None
    return found.state
