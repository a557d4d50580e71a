"""The table of texts: what is missing comes first, many are saved at once, nobody's text is lost."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.queries.package_texts import TextRow, list_texts
from app.queries.studio import find_draft, read_draft
from app.store.database import transaction
from tests.web.studio.pages import french, text_of, typed
from tests.world.drafting import save, second_analyst, start_draft
from tests.world.places import SLUG, World

ARABIC = f"processes/{SLUG}/translations/ar.yaml"


@pytest.fixture
def draft_id(world: World) -> str:
    return start_draft(world)


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return french(sign_in("analyst@country"))


def rows(world: World, draft_id: str) -> dict[str, TextRow]:
    with transaction():
        package = read_draft(find_draft(draft_id, world.services.library)).package
    assert package is not None
    return {row.name: row for row in list_texts(package)}


def test_many_texts_are_saved_at_once_each_in_its_file(analyst: FlaskClient, world: World, draft_id: str) -> None:
    form = typed(analyst.get(f"/studio/{draft_id}/texts?part=tasks"), "texts-form")
    before = rows(world, draft_id)
    form[f"text.{before['tasks.sign.title'].place.id}.fr"] = "Signer"
    form[f"text.{before['tasks.hand-over.action'].place.id}.ar"] = "إثبات التسليم"
    form[f"text.{before['tasks.sign.title'].place.id}.zgh"] = "ⴰⵙⴳⵎⴹ"

    saved = analyst.post(f"/studio/{draft_id}/texts", data=form, follow_redirects=True)

    assert "3 textes sont enregistrés" in text_of(saved)
    after = rows(world, draft_id)
    assert after["tasks.sign.title"].texts["fr"] == "Signer"
    assert after["tasks.sign.title"].texts["zgh"] == "ⴰⵙⴳⵎⴹ"
    assert after["tasks.hand-over.action"].texts["ar"] == "إثبات التسليم"


def test_the_french_of_a_form_is_saved_in_the_form(analyst: FlaskClient, world: World, draft_id: str) -> None:
    form = typed(analyst.get(f"/studio/{draft_id}/texts?part=forms&q=send_back_note.label"), "texts-form")
    place = rows(world, draft_id)["sign.components.send_back_note.label"].place
    form[f"text.{place.id}.fr"] = "À reprendre"

    assert analyst.post(f"/studio/{draft_id}/texts", data=form).status_code == 302
    assert rows(world, draft_id)["sign.components.send_back_note.label"].texts["fr"] == "À reprendre"


def test_missing_texts_come_first_and_unread_ones_can_go(analyst: FlaskClient, world: World, draft_id: str) -> None:
    with transaction():
        arabic = find_draft(draft_id, world.services.library).files[ARABIC].decode()
    save(world, draft_id, {ARABIC: arabic.replace("  sign: {", "  old-sign: {", 1).encode()})

    page = text_of(analyst.get(f"/studio/{draft_id}/texts?part=tasks"))
    unread = analyst.get(f"/studio/{draft_id}/texts?view=unread")

    assert page.index("tasks.sign.title") < page.index("tasks.third-party-opinion.title")
    assert "tasks.old-sign.title" in text_of(unread)
    gone = [row.place.id for name, row in rows(world, draft_id).items() if name.startswith("tasks.old-sign")]
    analyst.post(f"/studio/{draft_id}/texts", data=typed(unread, "texts-form", remove=gone))
    assert not [name for name in rows(world, draft_id) if name.startswith("tasks.old-sign")]


def test_a_text_that_somebody_changed_is_shown_with_mine_and_the_others_wait(
    analyst: FlaskClient, world: World, draft_id: str
) -> None:
    form = typed(analyst.get(f"/studio/{draft_id}/texts?part=tasks&q=sign"), "texts-form")
    place = rows(world, draft_id)["tasks.sign.title"].place
    with transaction():
        arabic = find_draft(draft_id, world.services.library).files[ARABIC].decode()
    save(world, draft_id, {ARABIC: arabic.replace("توقيع النسخة", "التوقيع", 1).encode()}, actor=second_analyst(world))
    form[f"text.{place.id}.ar"] = "توقيع الوثيقة"

    conflict = analyst.post(f"/studio/{draft_id}/texts", data=form)

    assert conflict.status_code == 409
    assert "توقيع الوثيقة" in text_of(conflict)
    assert "التوقيع" in text_of(conflict)
    assert analyst.post(f"/studio/{draft_id}/texts", data=typed(conflict, "texts-form")).status_code == 302
    assert rows(world, draft_id)["tasks.sign.title"].texts["ar"] == "توقيع الوثيقة"


def test_a_filter_that_makes_no_sense_shows_everything(analyst: FlaskClient, draft_id: str) -> None:
    page = analyst.get(f"/studio/{draft_id}/texts?part=<script>&view=x&page=-1&q={'z' * 500}")

    assert page.status_code == 200
    assert "<script>&" not in text_of(page)
