"""The public verification page: valid, revoked, unknown; nothing about the person beyond initials."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.clock import FixedClock
from app.domain.codes import new_id
from app.store import cases
from app.store.database import transaction
from app.store.models import Document
from tests.web.portal.journey import Journey
from tests.world.places import AZROU

CODE = "7KQ4-M2XD-ABCD-EFGH-2345-6789-WXYZ"
SIGNS = CODE.replace("-", "")


@pytest.fixture
def a_document(client: FlaskClient, clock: FixedClock) -> Callable[..., Document]:
    """Return a way to put a document of a filed case into the world."""

    def make(state: str = "valid") -> Document:
        filed = Journey(client).file_all()
        case = cases.find_case_by_reference(filed.reference)
        assert case is not None
        document = Document(
            id=new_id(),
            commune_id=AZROU,
            case_id=case.id,
            key="copy",
            number="EC-2026-000001",
            state=state,
            verification_code=SIGNS,
            storage_key="aa/none",
            sha256="0" * 64,
            size=1,
            public=True,
            titles={"fr": "Copie intégrale d’acte de naissance", "ar": "نسخة كاملة من رسم الولادة"},
            issued_at=clock.now(),
            revoked_at=clock.now() + timedelta(hours=1) if state == "revoked" else None,
            revoked_reason="Erreur sur le nom de Yousra Amziane" if state == "revoked" else None,
        )
        with transaction():
            case.applicant = "Yousra Amziane"
            cases.add(document)
        return document

    return make


@pytest.mark.parametrize(
    "typed", [CODE, SIGNS, CODE.lower(), CODE.replace("-", " "), CODE.replace("2345", "٢٣٤٥").replace("6789", "٦٧٨٩")]
)
def test_a_valid_document_is_recognised_however_its_code_is_typed(
    app: Flask, a_document: Callable[..., Document], typed: str
) -> None:
    a_document()
    page = app.test_client().get("/fr/verify", query_string={"code": typed}, follow_redirects=True)
    assert page.status_code == 200
    assert "Ce document est valable" in page.text
    assert "EC-2026-000001" in page.text
    assert "Azrou" in page.text


def test_the_page_tells_nothing_of_the_person_but_initials(app: Flask, a_document: Callable[..., Document]) -> None:
    a_document()
    page = app.test_client().get(f"/fr/verify/{CODE}").text
    assert "Y. A." in page
    for private in ("Yousra", "Amziane", "ZT48213", "0661234567", "2026-0327"):
        assert private not in page


def test_a_revoked_document_says_since_when_and_keeps_its_reason(
    app: Flask, a_document: Callable[..., Document]
) -> None:
    a_document("revoked")
    page = app.test_client().get(f"/ar/verify/{CODE}")
    assert "تم إلغاء هذه الوثيقة" in page.text
    assert "الثلاثاء 3 مارس 2026" in page.text
    assert "Yousra" not in page.text


@pytest.mark.parametrize("state", ["draft", "discarded"])
def test_a_document_that_was_never_issued_is_unknown(
    app: Flask, a_document: Callable[..., Document], state: str
) -> None:
    a_document(state)
    assert app.test_client().get(f"/fr/verify/{CODE}").status_code == 404


def test_an_unknown_code_warns_the_reader(client: FlaskClient) -> None:
    page = client.get(f"/fr/verify/{CODE}")
    assert page.status_code == 404
    assert "Aucun document n’a ce code" in page.text


def test_a_code_of_another_length_is_corrected_in_place(client: FlaskClient) -> None:
    page = client.get("/fr/verify?code=7KQ4")
    assert page.status_code == 422
    assert 'value="7KQ4"' in page.text
    assert 'href="#code"' in page.text


def test_the_address_of_the_qr_code_leads_to_the_readers_language(client: FlaskClient) -> None:
    found = client.get(f"/v/{SIGNS}", headers={"Accept-Language": "fr"})
    assert found.headers["Location"] == f"/fr/verify/{SIGNS}"


def test_guessing_codes_is_stopped(limits: None, client: FlaskClient) -> None:
    answers = [client.get(f"/fr/verify/{CODE}").status_code for _ in range(31)]
    assert answers == [404] * 30 + [429]
