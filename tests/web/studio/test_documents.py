"""A template is written beside its page: seen before it is saved, with the line in which it fails."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.queries.studio import find_draft
from app.store.database import transaction
from tests.web.studio.pages import french, text_of, typed
from tests.world.drafting import save, second_analyst, start_draft
from tests.world.places import SLUG, World

FILE = f"processes/{SLUG}/documents/rejection.typ"
MANIFEST = f"processes/{SLUG}/procedure.yaml"


@pytest.fixture
def draft_id(world: World) -> str:
    return start_draft(world)


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return french(sign_in("analyst@country"))


def files(world: World, draft_id: str) -> dict[str, bytes]:
    with transaction():
        return dict(find_draft(draft_id, world.services.library).files)


def test_a_document_is_seen_as_pictures_and_as_a_pdf_before_it_is_saved(
    analyst: FlaskClient, world: World, draft_id: str
) -> None:
    address = f"/studio/{draft_id}/documents/rejection"
    form = typed(analyst.get(address), "document-form", shown="fr")
    form["source"] += "\n// dernière ligne\n"

    pictures = analyst.post(f"{address}/preview", data=form)
    pdf = analyst.post(f"{address}/preview?form=pdf", data=form)

    assert "data:image/png;base64," in text_of(pictures)
    assert "frame-ancestors 'self'" in pictures.headers["Content-Security-Policy"]
    assert pdf.data.startswith(b"%PDF")
    assert "dernière ligne" not in files(world, draft_id)[FILE].decode()
    assert analyst.post(address, data=form).status_code == 302
    assert "dernière ligne" in files(world, draft_id)[FILE].decode()


def test_a_fault_is_shown_with_its_line(analyst: FlaskClient, draft_id: str) -> None:
    address = f"/studio/{draft_id}/documents/rejection/preview"

    page = text_of(analyst.post(address, data={"source": "Bonjour\n\n#unknown-word\n", **_token(analyst, draft_id)}))
    forbidden = text_of(analyst.post(address, data={"source": '#eval("1")', **_token(analyst, draft_id)}))

    assert "ligne 3" in page
    assert "unknown variable" in page
    assert "<mark>   3  #unknown-word</mark>" in page
    assert "ne s’imprime pas" in forbidden


def _token(analyst: FlaskClient, draft_id: str) -> dict[str, str]:
    form = typed(analyst.get(f"/studio/{draft_id}/documents"), "add-document")
    return {"csrf_token": form["csrf_token"]}


def test_a_template_that_somebody_changed_is_shown_with_mine(analyst: FlaskClient, world: World, draft_id: str) -> None:
    address = f"/studio/{draft_id}/documents/rejection"
    form = typed(analyst.get(address), "document-form", source="= Le mien")
    save(world, draft_id, {FILE: b"= Le sien"}, actor=second_analyst(world))

    conflict = analyst.post(address, data=form)

    assert conflict.status_code == 409
    assert "= Le mien" in text_of(conflict)
    assert "= Le sien" in text_of(conflict)
    analyst.post(address, data=typed(conflict, "document-form"))
    assert files(world, draft_id)[FILE] == b"= Le mien"


def test_who_signs_and_numbers_a_document_is_one_row(analyst: FlaskClient, world: World, draft_id: str) -> None:
    address = f"/studio/{draft_id}/documents/rejection"
    form = typed(analyst.get(address), "row-form", register="é!", signatory="nobody", action="row")

    refused = analyst.post(address, data=form)
    kept = analyst.post(address, data=typed(refused, "row-form", register="rf", signatory="president", action="row"))

    assert 'id="register-error"' in text_of(refused)
    assert 'id="signatory-error"' in text_of(refused)
    assert kept.status_code == 302
    row = b"- {key: rejection, file: documents/rejection.typ, register: RF, signatory: president}"
    assert row in files(world, draft_id)[MANIFEST]


def test_documents_come_and_go_and_one_that_is_issued_stays(analyst: FlaskClient, world: World, draft_id: str) -> None:
    address = f"/studio/{draft_id}/documents"
    form = typed(analyst.get(address), "add-document", title="Attestation de dépôt")
    assert analyst.post(address, data=form).status_code == 422
    form["title_ar"] = "شهادة الإيداع"

    added = analyst.post(address, data=form, follow_redirects=True)

    assert f"processes/{SLUG}/documents/attestation-de-depot.typ" in files(world, draft_id)
    preview = analyst.get(f"{address}/attestation-de-depot/preview")
    assert "data:image/png;base64," in text_of(preview)
    analyst.post(f"{address}/attestation-de-depot", data=typed(added, "row-form", action="remove"))
    assert f"processes/{SLUG}/documents/attestation-de-depot.typ" not in files(world, draft_id)
    issued = typed(analyst.get(f"{address}/rejection"), "row-form", action="remove")
    assert "encore délivré" in text_of(analyst.post(f"{address}/rejection", data=issued, follow_redirects=True))
    assert FILE in files(world, draft_id)


def test_a_document_that_is_not_there_is_a_page_that_says_so(analyst: FlaskClient, draft_id: str) -> None:
    assert analyst.get(f"/studio/{draft_id}/documents/nothing").status_code == 404
