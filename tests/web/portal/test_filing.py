"""From the sheet to the receipt: drafts, files, review, filing once."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.clock import FixedClock
from app.store import cases, drafts
from app.store.models import Attachment
from tests.web.portal.journey import UPLOAD_FIELD, UPLOAD_STEP, Journey, a_file, a_picture


@pytest.fixture
def journey(client: FlaskClient) -> Journey:
    return Journey(client).start()


def attachments_of(journey: Journey) -> list[Attachment]:
    draft = drafts.find_by_token(journey.draft.rsplit("/", 1)[1])
    assert draft is not None
    return list(cases.list_attachments(draft.commune_id, draft_id=draft.id))


def answers_of(journey: Journey) -> dict[str, object]:
    draft = drafts.find_by_token(journey.draft.rsplit("/", 1)[1])
    assert draft is not None
    return draft.answers


def test_a_request_runs_from_the_sheet_to_the_receipt(client: FlaskClient) -> None:
    filed = Journey(client).file_all()
    assert re.fullmatch(r"2026-032710101-\d{6}", filed.reference)
    assert len(filed.code.replace("-", "")) == 28
    assert "Réponse attendue au plus tard le" in filed.receipt.text
    assert "Comment ce délai est-il calculé" in filed.receipt.text


def test_a_refused_answer_is_explained_at_the_top_and_in_place_and_kept(journey: Journey) -> None:
    page = journey.answer("document-step", qty="99")
    assert page.status_code == 422
    assert 'href="#qty"' in page.text
    assert 'id="qty-error"' in page.text
    assert 'value="99"' in page.text


def test_an_answer_that_opens_a_question_shows_it_without_blame(journey: Journey) -> None:
    for step in ("document-step", "link-step", UPLOAD_STEP):
        journey.answer(step)
    page = journey.answer("subject-step", birth_date=None)
    assert "ouvre une question de plus" in page.text
    assert 'name="birth_date"' in page.text
    assert "error-summary" not in page.text


def test_an_optional_question_that_an_answer_opens_is_shown_before_going_on(journey: Journey) -> None:
    for step in ("document-step", "link-step", UPLOAD_STEP, "subject-step"):
        journey.answer(step)
    again = journey.answer("act-step", search_hint=None)
    assert again.headers["Location"].endswith("/act-step")
    assert 'name="search_hint"' in journey.client.get(again.headers["Location"]).text
    assert journey.answer("act-step").headers["Location"].endswith("/delivery-step")


def test_a_later_step_waits_for_the_ones_before_it(journey: Journey) -> None:
    for page in ("consent-step", "review"):
        skipped = journey.client.get(f"{journey.draft}/{page}")
        assert skipped.headers["Location"].endswith("/document-step")
    assert journey.client.get(f"{journey.draft}/no-such-step").status_code == 404


def test_another_browser_resumes_the_draft_by_its_link(app: Flask, journey: Journey) -> None:
    journey.answer("document-step")
    later = journey.answer("link-step", go="later")
    page = journey.client.get(later.headers["Location"])
    assert f"http://localhost{journey.draft}/" in page.text
    assert "jeudi 2 avril 2026" in page.text
    elsewhere = app.test_client().get(f"{journey.draft}/")
    assert elsewhere.headers["Location"].endswith(f"/{UPLOAD_STEP}")


def test_the_draft_survives_a_change_of_language(journey: Journey) -> None:
    journey.answer("document-step", qty="3")
    page = journey.client.get(f"{journey.draft.replace('/fr/', '/ar/')}/document-step")
    assert 'dir="rtl"' in page.text
    assert 'value="3"' in page.text


def test_a_file_is_kept_while_another_answer_is_corrected(journey: Journey) -> None:
    journey.answer("document-step")
    journey.answer("link-step")
    page = journey.answer(UPLOAD_STEP, requester_cin="?")
    assert page.status_code == 422
    assert "carte.jpg" in page.text
    assert len(attachments_of(journey)) == 1
    assert journey.answer(UPLOAD_STEP, files=False).status_code == 302


def test_a_file_can_be_taken_back_and_the_rest_of_the_page_is_kept(journey: Journey) -> None:
    journey.answer("document-step")
    journey.answer("link-step")
    journey.answer(UPLOAD_STEP)
    (attachment,) = attachments_of(journey)
    page = journey.answer(UPLOAD_STEP, files=False, requester_first="Ilham", remove_attachment=attachment.id)
    assert page.status_code == 200
    assert "Ilham" in page.text
    assert attachments_of(journey) == []


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ not a picture at all", "carte.jpg", "ni un PDF ni une image"),
        (b"\xff\xd8\xff\xe0" + b"0" * (6 * 1024 * 1024), "carte.jpg", "dépasse"),
        (b"", "carte.jpg", "vide"),
    ],
)
def test_a_file_too_large_or_of_a_wrong_type_is_refused_in_place_and_answers_are_kept(
    journey: Journey, content: bytes, name: str, words: str
) -> None:
    journey.answer("document-step")
    journey.answer("link-step")
    page = journey.answer(UPLOAD_STEP, **{UPLOAD_FIELD: a_file(content, name)})
    assert page.status_code == 422
    assert words in page.text
    assert f'id="{UPLOAD_FIELD}-error"' in page.text
    assert "Amziane" in page.text
    assert attachments_of(journey) == []


def test_a_posting_beyond_every_limit_gets_a_page_and_not_a_fault(app: Flask, journey: Journey) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1_000
    page = journey.answer(UPLOAD_STEP)
    assert page.status_code == 413
    assert "Fichiers trop lourds" in page.text
    assert re.search(r'href="(/fr/drafts/[^"]+)"[^>]*>\s*Revenir à la page', page.text), (
        "there is a way back to the step"
    )


def test_fields_that_the_page_did_not_show_are_not_taken_from_the_request(journey: Journey) -> None:
    journey.answer("document-step", fee="0", case_id="x", dest_name="Intrus", paid="true")
    journey.answer("link-step", authority_name="Ministère inventé")
    kept = answers_of(journey)
    assert not {"fee", "case_id", "dest_name", "paid"} & set(kept)
    assert kept.get("authority_name") in (None, "")


def test_a_value_outside_the_options_is_refused(journey: Journey) -> None:
    page = journey.answer("document-step", act_type="royal-decree")
    assert page.status_code == 422


def test_filing_twice_shows_the_same_receipt(client: FlaskClient) -> None:
    journey = Journey(client).start().answer_all()
    first, second = journey.file(), journey.file()
    assert first.headers["Location"] == second.headers["Location"]
    followed = client.get(f"{journey.draft}/", follow_redirects=True)
    assert followed.request.path == first.headers["Location"]
    assert "000001" in first.headers["Location"]


def test_an_incomplete_request_is_not_filed_and_says_where_to_correct(client: FlaskClient) -> None:
    journey = Journey(client).start().answer_all()
    (attachment,) = attachments_of(journey)
    journey.answer(UPLOAD_STEP, files=False, remove_attachment=attachment.id)
    page = journey.file()
    assert page.status_code == 422
    assert f"{journey.draft}/{UPLOAD_STEP}#{UPLOAD_FIELD}" in page.text


@pytest.mark.parametrize("page", ["", "document-step", "review", "later"])
def test_an_unknown_draft_gets_a_page(client: FlaskClient, page: str) -> None:
    found = client.get(f"/fr/drafts/no-such-token/{page}")
    assert found.status_code == 404
    assert "Brouillon introuvable" in found.text


def test_an_expired_draft_says_so_and_is_not_filed(client: FlaskClient, clock: FixedClock) -> None:
    journey = Journey(client).start().answer_all()
    clock.advance(timedelta(days=31))
    for answer in (client.get(f"{journey.draft}/"), journey.answer("document-step"), journey.file()):
        assert answer.status_code == 410
        assert "Ce brouillon a expiré" in answer.text


def test_the_pages_of_a_draft_say_that_it_ends_soon(client: FlaskClient, clock: FixedClock) -> None:
    journey = Journey(client).start()
    journey.answer("document-step")
    warning = "seront effacés le jeudi 2 avril 2026"
    assert warning not in client.get(f"{journey.draft}/link-step").text
    clock.advance(timedelta(days=28))
    assert warning in client.get(f"{journey.draft}/link-step").text


def test_the_link_of_a_filed_draft_opens_nothing_once_its_time_is_over(app: Flask, clock: FixedClock) -> None:
    journey = Journey(app.test_client()).start().answer_all()
    journey.file()
    clock.advance(timedelta(days=31))
    stranger = app.test_client()
    assert stranger.get(f"{journey.draft}/", follow_redirects=True).status_code == 410


def test_a_form_posted_with_a_stale_token_offers_to_send_the_same_answers(app: Flask, journey: Journey) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    page = journey.client.post(
        f"{journey.draft}/document-step",
        data={"act_type": "birth", "qty": "4", "csrf_token": "stale"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert page.status_code == 400
    assert "restée ouverte trop longtemps" in page.text
    assert 'name="qty" value="4"' in page.text
    assert "qty" not in answers_of(journey)


def test_answers_from_another_site_are_not_offered_again(app: Flask, journey: Journey) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    page = journey.client.post(
        f"{journey.draft}/document-step", data={"qty": "4"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert page.status_code == 400
    assert 'name="qty"' not in page.text


def test_the_first_picture_is_stored_without_its_own_name(journey: Journey) -> None:
    journey.answer("document-step")
    journey.answer("link-step")
    journey.answer(UPLOAD_STEP, **{UPLOAD_FIELD: a_file(a_picture(), "../../etc/passwd.jpg")})
    (attachment,) = attachments_of(journey)
    assert "/" not in attachment.filename


def test_a_code_typed_on_another_device_leads_back_to_the_draft(app: Flask, journey: Journey) -> None:
    journey.answer("document-step")
    page = journey.client.get(journey.answer("link-step", go="later").headers["Location"])
    code = re.search(r'class="reference-code"><bdi[^>]*>([^<]+)<', page.text)
    assert code
    elsewhere = app.test_client()
    assert "28 signes" in elsewhere.get("/fr/drafts/").text
    found = elsewhere.post("/ar/drafts/", data={"code": f" {code[1].lower()} "})
    assert found.headers["Location"] == f"{journey.draft.replace('/fr/', '/ar/')}/"


def test_a_code_that_no_draft_has_is_refused_and_counted(app: Flask, limits: None) -> None:
    guesser = app.test_client()
    statuses = [guesser.post("/fr/drafts/", data={"code": "ABCD"}).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
