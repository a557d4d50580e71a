"""What an analyst meets on a first visit: nothing unread, nothing in English, every room within reach."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.builders.packages import SLUG as LIBRARY
from tests.web.studio.pages import french, text_of, typed
from tests.world.drafting import save, start_draft
from tests.world.places import SLUG, World
from tests.world.releasing import a_complete_package, draft_of


@pytest.fixture
def draft_id(world: World) -> str:
    return start_draft(world)


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("analyst@country")


def test_the_workspace_leads_to_every_room_of_a_draft(analyst: FlaskClient, world: World) -> None:
    home = f"/studio/{draft_of(world)}/"

    page = text_of(french(analyst).get(home))

    assert "erreurs" not in text_of(analyst.get("/language/ar", query_string={"next": home}, follow_redirects=True))
    for room in ("forms", "decisions", "documents", "messages", "scenarios", "coverage", "first-hour", "revisions"):
        assert f'href="{home}{room}"' in page, room
        assert analyst.get(home + room).status_code == 200, room


def test_the_workspace_tells_how_much_of_the_diagram_the_scenarios_reach(analyst: FlaskClient, world: World) -> None:
    page = text_of(french(analyst).get(f"/studio/{draft_of(world)}/"))

    assert re.search(r"<strong>\u2068?\u2066?100 %.</strong><span>du schéma atteint par les scénarios", page)


def test_the_sheet_is_previewed_inside_the_citizens_own_frame(analyst: FlaskClient, draft_id: str) -> None:
    page = text_of(french(analyst).get(f"/studio/{draft_id}/fiche/preview/fr"))

    assert "Suivre une demande" in page
    assert "/studio/" not in page
    assert '<base target="_blank">' in page


def test_the_list_of_errors_names_the_fields_of_the_sheet(analyst: FlaskClient, draft_id: str) -> None:
    address = f"/studio/{draft_id}/fiche"
    form = typed(french(analyst).get(address), "sheet-form", domain="", title__ar="x" * 3000, pieces__0__provided_by="")

    page = text_of(analyst.post(address, data=form))

    assert '<a href="#domain">Domaine : À remplir.</a>' in page
    assert '<a href="#title.ar">Intitulé (arabe) : Ce texte est trop long' in page
    assert '<a href="#pieces.0.provided_by">Pièce 1, Qui la fournit : À remplir.</a>' in page


@pytest.mark.parametrize(
    ("file", "content", "room"),
    [
        ("messages/ready-electronic.ar.txt", b"Subject", "messages/ready-electronic"),
        ("procedure.yaml", b"title: [", "fiche"),
        (f"{SLUG}.bpmn", b"<broken", "fiche/preview/ar"),
        (f"{SLUG}.bpmn", b"<broken", "play"),
    ],
)
def test_what_the_checks_say_is_never_in_english(
    analyst: FlaskClient, world: World, draft_id: str, file: str, content: bytes, room: str
) -> None:
    save(world, draft_id, {f"processes/{SLUG}/{file}": content})

    analyst.get("/language/ar")
    page = text_of(analyst.get(f"/studio/{draft_id}/{room}"))

    assert '<html lang="ar" dir="rtl">' in page
    assert "Expected" not in page


def test_scenarios_are_run_for_the_check_list_whatever_else_is_to_do(analyst: FlaskClient, world: World) -> None:
    draft_id = draft_of(world, a_complete_package())
    save(world, draft_id, {f"processes/{LIBRARY}/translations/ar.yaml": b"fiche: {}\n"})

    page = text_of(french(analyst).get(f"/studio/{draft_id}/publish"))

    assert "Tous les scénarios réussissent." in page
    assert "La fiche est incomplète dans une langue : " in page


def test_another_choice_of_steps_keeps_what_was_typed(analyst: FlaskClient) -> None:
    page = text_of(french(analyst).post("/studio/new", data={"title_fr": "Permis de voirie", "preset": "paid"}))

    assert 'value="Permis de voirie"' in page
    assert re.search(r'name="steps" value="payment" checked', page)
    assert "À corriger" not in page


def test_the_page_of_a_published_procedure_offers_its_next_version(analyst: FlaskClient, world: World) -> None:
    page = text_of(french(analyst).get(f"/studio/procedures/{SLUG}"))

    (address,) = re.findall(r'action="(/studio/versions/[^"]+/draft)"', page)
    assert "Préparer la prochaine version" in page
    assert analyst.post(address).status_code == 302


def test_a_missing_draft_is_told_inside_the_agents_own_frame(analyst: FlaskClient) -> None:
    answer = french(analyst).get("/studio/nothing/")

    assert answer.status_code == 404
    assert "page-agent" in text_of(answer)
    assert '<a class="btn btn-primary" href="/studio/"' in text_of(answer)


def test_decisions_are_listed_by_their_names_in_the_language_of_the_page(analyst: FlaskClient, draft_id: str) -> None:
    address = f"/studio/{draft_id}/decisions"

    assert "صفة صاحب الطلب" in text_of(
        analyst.get("/language/ar", query_string={"next": address}, follow_redirects=True)
    )
