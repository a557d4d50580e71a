"""Lists of the real portal without script: rows come and go, nothing typed is lost; scripts ask the same address."""

import io
import re

import pytest
from flask.testing import FlaskClient
from pypdf import PdfWriter

from app.store import drafts
from tests.web.portal.journey import UPLOAD_FIELD, UPLOAD_STEP, Journey, a_file, a_picture
from tests.world.offered_forms import add_children, offer_changed_form
from tests.world.places import World

STEP = "document-step"
ONE_CHILD = {"children": "1", "children[0]._origin": "0", "children[0].child_name": "Adam"}
TWO_CHILDREN = {
    "children": "2",
    "children[0]._origin": "0",
    "children[0].child_name": "Adam",
    "children[1]._origin": "",
    "children[1].child_name": "Lina",
}


@pytest.fixture
def journey(world: World, client: FlaskClient) -> Journey:
    offer_changed_form(world, add_children)
    return Journey(client).start()


def answers_of(journey: Journey) -> dict[str, object]:
    draft = drafts.find_by_token(journey.draft.rsplit("/", 1)[1])
    assert draft is not None
    return draft.answers


def value_of(page: str, name: str) -> str | None:
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
    return found[1] if found else None


def test_a_button_adds_a_row_and_keeps_what_was_typed(journey: Journey) -> None:
    page = journey.answer(STEP, **ONE_CHILD, qty="7", go=None, add_row="children")
    assert page.status_code == 200
    assert "error-summary" not in page.text
    assert value_of(page.text, "children[0].child_name") == "Adam"
    assert value_of(page.text, "children[1].child_name") == ""
    assert value_of(page.text, "qty") == "7"


def test_a_box_that_is_not_ticked_still_hides_its_question(journey: Journey) -> None:
    page = journey.answer(STEP, **ONE_CHILD, go=None, add_row="children")
    assert 'name="children[0].child_town"' not in re.sub(r"(?s)<template.*?</template>", "", page.text)


def test_a_button_removes_its_row_and_no_other(journey: Journey) -> None:
    page = journey.answer(STEP, **TWO_CHILDREN, go=None, remove_row="children[0]").text
    assert value_of(page, "children[0].child_name") == "Lina"
    assert "children[1]" not in page


def test_rows_are_kept_with_the_step(journey: Journey) -> None:
    assert journey.answer(STEP, **TWO_CHILDREN).status_code == 302
    names = [row["child_name"] for row in answers_of(journey)["children"]]  # type: ignore[attr-defined]
    assert names == ["Adam", "Lina"]


def test_a_row_that_is_not_complete_is_explained_in_place(journey: Journey) -> None:
    page = journey.answer(STEP, **{**TWO_CHILDREN, "children[1].child_name": ""})
    assert page.status_code == 422
    assert 'href="#children[1].child_name"' in page.text
    assert 'id="children[1].child_name-error"' in page.text


def test_a_script_asks_what_would_be_refused_and_nothing_is_saved(journey: Journey) -> None:
    body = {**ONE_CHILD, "qty": "99"}
    answer = journey.client.post(f"{journey.draft}/{STEP}", data=body, headers={"X-Mastara-Form": "check"})
    assert "qty" in answer.json["errors"]
    assert answers_of(journey) == {}


def test_a_script_saves_what_is_right_of_an_unfinished_step(journey: Journey) -> None:
    body = {**ONE_CHILD, "qty": "99", "act_type": "birth"}
    answer = journey.client.post(f"{journey.draft}/{STEP}", data=body, headers={"X-Mastara-Form": "keep"})
    assert (answer.status_code, answer.text) == (204, "")
    assert answers_of(journey)["act_type"] == "birth"
    assert "qty" not in answers_of(journey)
    resumed = journey.client.get(f"{journey.draft}/")
    assert resumed.headers["Location"].endswith(STEP), "a step that is only being filled in is not done"


def test_a_file_sent_by_a_script_is_kept_and_shown_with_its_picture(journey: Journey) -> None:
    journey.answer(STEP, **ONE_CHILD)
    journey.answer("link-step")
    files = {UPLOAD_FIELD: a_file(a_picture())}
    page = journey.client.post(f"{journey.draft}/{UPLOAD_STEP}", data=files, headers={"X-Mastara-Form": "part"})
    assert page.status_code == 200
    assert "error-summary" not in page.text
    picture = re.search(r'<img class="attachment-picture" src="([^"]+)"', page.text)
    assert picture
    shown = journey.client.get(picture[1])
    assert (shown.mimetype, shown.data[:2]) == ("image/jpeg", b"\xff\xd8")
    assert len(shown.data) < 20_000


def test_a_picture_of_another_draft_does_not_exist(journey: Journey) -> None:
    journey.answer(STEP, **ONE_CHILD)
    journey.answer("link-step")
    journey.answer(UPLOAD_STEP)
    (identifier,) = answers_of(journey)[UPLOAD_FIELD]  # type: ignore[misc]
    other = Journey(journey.client).start()
    assert journey.client.get(f"{other.draft}/files/{identifier}").status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [(a_picture() + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE", "contient un virus")],
)
def test_a_file_with_a_virus_is_refused_in_place(journey: Journey, content: bytes, words: str) -> None:
    journey.answer(STEP, **ONE_CHILD)
    journey.answer("link-step")
    page = journey.answer(UPLOAD_STEP, **{UPLOAD_FIELD: a_file(content)})
    assert page.status_code == 422
    assert words in page.text


def test_the_pages_of_a_document_are_counted(journey: Journey) -> None:
    journey.answer(STEP, **ONE_CHILD)
    journey.answer("link-step")
    paper, buffer = PdfWriter(), io.BytesIO()
    for _ in range(3):
        paper.add_blank_page(200, 200)
    paper.write(buffer)
    page = journey.answer(UPLOAD_STEP, requester_cin="?", **{UPLOAD_FIELD: a_file(buffer.getvalue(), "carte.pdf")})
    assert "3 pages" in page.text
