"""The room of forms: add, see as people will, translate, rename, remove; what is damaged is shown as text."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.deployments.drafts import open_draft, read_draft
from tests.web.studio.lean import LEAN, REVIEW, start_lean_draft
from tests.world.drafting import save, second_analyst, start_draft
from tests.world.places import World

ARABIC = f"forms/{LEAN}/translations/ar.yaml"


@pytest.fixture
def draft_id(world: World) -> str:
    return start_lean_draft(world)


@pytest.fixture
def shipped_id(world: World) -> str:
    """A draft of the shipped procedure, whose first form has pages."""
    return start_draft(world)


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("analyst@country")


def opened(world: World, draft_id: str):
    return open_draft(draft_id, world.services.library)


def test_the_list_names_each_form_with_the_task_that_opens_it(analyst: FlaskClient, draft_id: str) -> None:
    page = analyst.get(f"/studio/{draft_id}/forms").text

    assert "Examen" in page and "le dépôt" in page and "Aucune tâche" not in page


def test_the_page_of_a_form_holds_editor_settings_texts_and_preview(analyst: FlaskClient, shipped_id: str) -> None:
    page = analyst.get(f"/studio/{shipped_id}/forms/request")

    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert 'data-setting="piece"' in page.text and 'value="identity-card"' in page.text
    assert "الرسم المطلوب" in page.text and "ready-cin" in page.text


@pytest.mark.parametrize(("language", "words"), [("fr", "Accepter"), ("ar", "قبول")])
def test_the_preview_speaks_each_language_in_its_direction(
    analyst: FlaskClient, draft_id: str, language: str, words: str
) -> None:
    page = analyst.get(f"/studio/{draft_id}/forms/review/preview", query_string={"language": language})

    assert words in page.text
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page.text
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]


def test_an_agent_sees_the_whole_form_and_a_citizen_one_page(analyst: FlaskClient, shipped_id: str) -> None:
    address = f"/studio/{shipped_id}/forms/request/preview"

    assert 'name="requester_cin"' in analyst.get(address, query_string={"as": "clerk"}).text
    assert 'name="requester_cin"' not in analyst.get(address).text
    assert 'name="requester_cin"' in analyst.get(address, query_string={"step": "requester-step"}).text


def test_the_preview_shows_samples_refusals_and_reading(analyst: FlaskClient, shipped_id: str) -> None:
    address = f"/studio/{shipped_id}/forms/request/preview"
    here = {"language": "fr", "step": "requester-step"}

    assert "AB123456" in analyst.get(address, query_string={**here, "state": "filled"}).text
    assert "has-error" in analyst.get(address, query_string={**here, "state": "refused"}).text
    assert 'name="requester_cin"' not in analyst.get(address, query_string={**here, "state": "readonly"}).text


def test_answers_in_the_preview_are_judged_by_the_server_and_kept_nowhere(
    analyst: FlaskClient, world: World, shipped_id: str
) -> None:
    address = f"/studio/{shipped_id}/forms/request/preview?language=fr&step=requester-step"

    refused = analyst.post(address, data={"requester_cin": "0"})

    assert refused.status_code == 422 and "Recopiez-le" in refused.text
    assert opened(world, shipped_id).revision == 1


def test_a_new_form_is_listed_with_its_titles(analyst: FlaskClient, world: World, draft_id: str) -> None:
    typed = {"name": "second-look", "title_fr": "Relire", "title_ar": "إعادة النظر", "task": ""}

    added = analyst.post(f"/studio/{draft_id}/forms", data=typed)

    assert added.location.endswith("/forms/second-look")
    package = read_draft(opened(world, draft_id)).package
    assert package is not None and package.form_translations["ar"]["second-look"]["title"] == "إعادة النظر"
    assert "Relire" in analyst.get(added.location).text


@pytest.mark.parametrize("name", ["request", "a b", "<x>"])
def test_a_name_that_cannot_be_used_is_refused_in_words(analyst: FlaskClient, draft_id: str, name: str) -> None:
    refused = analyst.post(f"/studio/{draft_id}/forms", data={"name": name, "title_fr": "T", "title_ar": "ع"})

    assert refused.status_code == 422 and "Rien n’a été changé" in refused.text


def test_texts_are_kept_where_forms_read_them(analyst: FlaskClient, world: World, draft_id: str) -> None:
    address = f"/studio/{draft_id}/forms/request/texts"
    typed = {"text|ar|age|label": "كم العمر؟", "text|fr|age|error:required": "Dites votre âge."}

    fragment = analyst.post(address, data=typed, headers={"X-Requested-With": "editor"})

    assert "كم العمر؟" in fragment.text and "<main" not in fragment.text
    preview = analyst.get(f"/studio/{draft_id}/forms/request/preview", query_string={"language": "ar"})
    assert "كم العمر؟" in preview.text
    assert "Dites votre âge." in opened(world, draft_id).files[f"forms/{LEAN}/translations/fr.yaml"].decode()


def test_texts_typed_while_a_colleague_saves_the_same_file_are_both_kept(
    analyst: FlaskClient, world: World, draft_id: str
) -> None:
    theirs = opened(world, draft_id).files[ARABIC].replace("الفحص".encode(), "المراجعة".encode(), 1)
    save(world, draft_id, {ARABIC: theirs}, actor=second_analyst(world))

    analyst.post(f"/studio/{draft_id}/forms/request/texts", data={"text|ar||title": "طلب البطاقة"})

    kept = opened(world, draft_id).files[ARABIC].decode()
    assert "طلب البطاقة" in kept and "المراجعة" in kept


def test_texts_follow_a_field_to_its_new_key(analyst: FlaskClient, world: World, draft_id: str) -> None:
    analyst.post(f"/studio/{draft_id}/forms/request/texts", data={"renamed": ["age years"]})

    package = read_draft(opened(world, draft_id)).package
    assert package is not None and "years" in package.form_translations["ar"]["request"]["components"]


def test_without_script_one_button_keeps_all_texts(analyst: FlaskClient, draft_id: str) -> None:
    sent = analyst.post(f"/studio/{draft_id}/forms/request/texts", data={"text|ar|age|label": "كم العمر؟"})

    assert sent.location.endswith("/forms/request#texts")


def test_a_renamed_form_is_still_opened_by_its_task(analyst: FlaskClient, world: World, draft_id: str) -> None:
    renamed = analyst.post(f"/studio/{draft_id}/forms/review/rename", data={"name": "decide"})

    assert renamed.location.endswith("/forms/decide")
    assert b'mastara:form="decide"' in opened(world, draft_id).files[f"processes/{LEAN}/{LEAN}.bpmn"]


def test_a_removed_form_is_reported_at_its_task_and_the_first_one_stays(analyst: FlaskClient, draft_id: str) -> None:
    analyst.post(f"/studio/{draft_id}/forms/review/remove")
    kept = analyst.post(f"/studio/{draft_id}/forms/request/remove")

    found = analyst.get(f"/studio/{draft_id}/findings.json").json["findings"]
    assert "user-task-form" in {one["rule"] for one in found}
    assert kept.status_code == 422 and "un autre formulaire de dépôt" in kept.text


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b"", b'{"components": 3}', b'{"a": 1, "components": [{"type": "<b>"}]}']
)
def test_a_damaged_form_is_shown_as_text_with_the_reason(
    analyst: FlaskClient, world: World, draft_id: str, content: bytes
) -> None:
    save(world, draft_id, {REVIEW: content})

    page = analyst.get(f"/studio/{draft_id}/forms/review")

    assert page.status_code == 200 and "data-source" in page.text
    assert analyst.get(f"/studio/{draft_id}/forms/review/preview").status_code == 200
    assert analyst.get(f"/studio/{draft_id}/forms").status_code == 200
    assert "<b>" not in page.text


def test_words_of_a_form_never_become_markup_of_the_page(analyst: FlaskClient, world: World, draft_id: str) -> None:
    attack = "<script>alert(1)</script>"
    raw = opened(world, draft_id).files[REVIEW].replace(b"Accepter", attack.encode())
    save(world, draft_id, {REVIEW: raw})

    for address in ("forms/review", "forms/review/preview?language=fr", "forms/review/texts"):
        assert attack not in analyst.get(f"/studio/{draft_id}/{address}").text


def test_what_another_tool_wrote_is_named_and_kept(analyst: FlaskClient, world: World, draft_id: str) -> None:
    raw = opened(world, draft_id).files[REVIEW].replace(b"{", b'{"executionPlatform": "Camunda Cloud",', 1)
    save(world, draft_id, {REVIEW: raw})

    assert "executionPlatform" in analyst.get(f"/studio/{draft_id}/forms/review").text
