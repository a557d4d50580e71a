"""What the administration knows already is shown with its source; what was corrected stays visible."""

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from app.domain.clock import FixedClock
from app.domain.codes import new_id
from app.queries.known_answers import known_from_submissions, list_corrections, present_answers
from app.store import cases
from app.store.database import transaction
from app.store.models import Case, Submission
from tests.web.portal.journey import UPLOAD_STEP, FiledRequest, Journey

SOURCE = "Déjà connu : votre demande"


def case_of(filed: FiledRequest) -> Case:
    case = cases.find_case_by_reference(filed.reference)
    assert case is not None
    return case


def begin_again(client: FlaskClient) -> Journey:
    journey = Journey(client).start()
    journey.answer("document-step")
    journey.answer("link-step")
    return journey


def test_a_second_request_begins_with_what_the_first_one_said(client: FlaskClient) -> None:
    filed = Journey(client).file_all()
    page = client.get(f"{begin_again(client).draft}/{UPLOAD_STEP}").text
    assert 'name="requester_last" value="Amziane"' in page
    assert page.count(SOURCE) == page.count("form-source")
    assert f"{SOURCE} {filed.reference} du mardi 3 mars 2026." in page
    assert 'aria-describedby="requester_last-source"' in page


def test_another_answer_has_no_source_and_the_review_tells_the_others(client: FlaskClient) -> None:
    Journey(client).file_all()
    journey = Journey(client).start().answer_all()
    journey.answer(UPLOAD_STEP, files=False, requester_first="Ilham")
    step = client.get(f"{journey.draft}/{UPLOAD_STEP}").text
    assert 'id="requester_last-source"' in step
    assert 'id="requester_first-source"' not in step
    assert 'class="answer-source">votre demande' in client.get(f"{journey.draft}/review").text


def test_another_browser_knows_nothing(app: Flask, client: FlaskClient) -> None:
    Journey(client).file_all()
    stranger = app.test_client()
    assert SOURCE not in stranger.get(f"{begin_again(stranger).draft}/{UPLOAD_STEP}").text


def correct(filed: FiledRequest, clock: FixedClock, **answers: object) -> list[Submission]:
    """Let a later form of the case replace answers."""
    case = case_of(filed)
    with transaction():
        cases.add(
            Submission(
                id=new_id(),
                commune_id=case.commune_id,
                case_id=case.id,
                form="correct-reference",
                answers=answers,
                actor_kind="citizen",
                actor_name="Yousra Amziane",
                submitted_at=clock.now() + timedelta(days=1),
            )
        )
    return list(cases.list_submissions(case))


def test_a_correction_supersedes_the_first_answer_and_both_are_told(client: FlaskClient, clock: FixedClock) -> None:
    filed = Journey(client).file_all()
    rows = correct(filed, clock, father_first_ar="عبد الله", subject_first_lat="Yousra", act_no=12)
    (found,) = list_corrections(rows)
    assert (found.key, found.before, found.after) == ("father_first_ar", "عبد الإله", "عبد الله")
    assert present_answers(rows)["father_first_ar"] == "عبد الله"
    assert rows[0].answers["father_first_ar"] == "عبد الإله", "a submission is never edited"
    assert "4 mars" in known_from_submissions(rows)["father_first_ar"].source["fr"]
    page = client.get(filed.page).text
    assert re.search("<del><bdi>\\W*عبد الإله\\W*</bdi></del>", page), page[page.index("<del>") :][:200]
    assert re.search("<ins><bdi>\\W*عبد الله\\W*</bdi></ins>", page)


def test_a_case_without_corrections_says_nothing_of_them(client: FlaskClient) -> None:
    assert "correction-list" not in client.get(Journey(client).file_all().page).text
