"""A message is written in both languages, seen as it will be received, and sent by something."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.queries.message_preview import measure_sms
from app.queries.studio import find_draft
from app.store.database import transaction
from tests.web.studio.pages import french, text_of, typed
from tests.world.drafting import save, second_analyst, start_draft
from tests.world.places import SLUG, World

FOLDER = f"processes/{SLUG}/messages"


@pytest.fixture
def draft_id(world: World) -> str:
    return start_draft(world)


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return french(sign_in("analyst@country"))


def files(world: World, draft_id: str) -> dict[str, bytes]:
    with transaction():
        return dict(find_draft(draft_id, world.services.library).files)


def test_a_message_is_seen_as_it_will_be_received(analyst: FlaskClient, draft_id: str) -> None:
    page = text_of(analyst.get(f"/studio/{draft_id}/messages/ready-electronic"))

    assert "Votre document est prêt : M-2026-000123" in page
    assert "SMS : 1 partie" in page
    assert "<code>case.reference</code>" in page
    assert "<code>document.act_type</code>" in page


def test_a_preview_saves_nothing_and_a_save_writes_the_file(analyst: FlaskClient, world: World, draft_id: str) -> None:
    address = f"/studio/{draft_id}/messages/unpaid"
    form = typed(analyst.get(address), "message-form", sms__fr="Payez {{ case.reference }}", action="preview")

    preview = analyst.post(address, data=form)

    assert "Payez M-2026-000123" in text_of(preview)
    assert b"Payez" not in files(world, draft_id)[f"{FOLDER}/unpaid.fr.txt"]
    analyst.post(address, data=typed(preview, "message-form", action="save"))
    assert b"sms: Payez {{ case.reference }}\n" in files(world, draft_id)[f"{FOLDER}/unpaid.fr.txt"]


def test_a_text_that_cannot_be_sent_comes_back_with_the_reason(
    analyst: FlaskClient, world: World, draft_id: str
) -> None:
    address = f"/studio/{draft_id}/messages/unpaid"
    before = files(world, draft_id)
    form = typed(analyst.get(address), "message-form")

    for field, text, why in (
        ("body.fr", "{% include 'x' %}", "ne se lit pas"),
        ("body.ar", "{{ case.reference", "ne se lit pas"),
        ("subject.fr", "", "À remplir"),
        ("sms.fr", "x" * 601, "trop long"),
    ):
        refused = analyst.post(address, data={**form.to_dict(), field: text})
        assert refused.status_code == 422, field
        assert f'id="{field}-error">' in text_of(refused)
        assert why in text_of(refused)
    assert files(world, draft_id) == before


def test_messages_come_and_go_and_one_that_is_sent_stays(analyst: FlaskClient, world: World, draft_id: str) -> None:
    added = analyst.post(
        f"/studio/{draft_id}/messages",
        data=typed(analyst.get(f"/studio/{draft_id}/messages"), "add-message", name="Rappel de paiement"),
        follow_redirects=True,
    )
    assert f"{FOLDER}/rappel-de-paiement.ar.txt" in files(world, draft_id)

    analyst.post(f"/studio/{draft_id}/messages/rappel-de-paiement", data=typed(added, "message-form", action="remove"))
    assert f"{FOLDER}/rappel-de-paiement.ar.txt" not in files(world, draft_id)
    form = typed(analyst.get(f"/studio/{draft_id}/messages/unpaid"), "message-form", action="remove")
    kept = analyst.post(f"/studio/{draft_id}/messages/unpaid", data=form, follow_redirects=True)
    assert "encore envoyé" in text_of(kept)
    assert f"{FOLDER}/unpaid.fr.txt" in files(world, draft_id)


def test_a_message_that_somebody_changed_is_shown_with_mine(analyst: FlaskClient, world: World, draft_id: str) -> None:
    address = f"/studio/{draft_id}/messages/unpaid"
    form = typed(analyst.get(address), "message-form", subject__fr="Le mien")
    save(world, draft_id, {f"{FOLDER}/unpaid.fr.txt": b"subject: Le sien\n\nTexte\n"}, actor=second_analyst(world))

    conflict = analyst.post(address, data=form)

    assert conflict.status_code == 409
    assert "Le sien" in text_of(conflict)
    assert 'value="Le mien"' in text_of(conflict)


def test_a_message_that_is_not_there_is_a_page_that_says_so(analyst: FlaskClient, draft_id: str) -> None:
    assert analyst.get(f"/studio/{draft_id}/messages/nothing").status_code == 404
    assert analyst.get(f"/studio/{draft_id}/messages/..%2Fx").status_code == 404


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("", (0, 0, True)),
        ("a" * 160, (160, 1, True)),
        ("a" * 161, (161, 2, True)),
        ("€" * 80, (160, 1, True)),
        ("é" * 160, (160, 1, True)),
        ("ê" * 70, (70, 1, False)),
        ("ê" * 71, (71, 2, False)),
        ("ملف" * 67, (201, 3, False)),
        ("😀" * 35, (70, 1, False)),
    ],
)
def test_the_parts_of_an_sms_are_counted_as_networks_do(text: str, measure: tuple[int, int, bool]) -> None:
    assert measure_sms(text) == measure
