"""What the DGCT sees of an upgrade and of a trial over the country, and what it may do there."""

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from app.commands.bus import execute
from app.commands.upgrading.trials import StartCountryTrial
from app.store import tailoring, upgrades
from app.worker.upgrades import run_trial_turn
from tests.conftest import prepared
from tests.world.databases import Template
from tests.world.drafting import analyst, start_draft
from tests.world.places import AZROU, SLUG, World
from tests.world.tailoring import adopt, longer_collection, publish, save_operations
from tests.world.upgrading import NARROWER, carry_over, next_files, next_version, publish_next, running_upgrade

SignIn = Callable[[str], FlaskClient]
WHY = "Les conseils siègent en mai."


def tailored(world: World) -> None:
    adopt(world)
    save_operations(world, [longer_collection()])
    publish(world)


@pytest.fixture(scope="module")
def beginning(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    with prepared(template, tmp_path_factory.mktemp("tailored"), tailored) as (begun, _):
        yield begun


@pytest.fixture
def steering(sign_in: SignIn) -> FlaskClient:
    return sign_in("analyst@country")


def text_of(answer: object) -> str:
    return answer.get_data(as_text=True)  # type: ignore[attr-defined, no-any-return]


def upgraded(world: World) -> str:
    publish_next(world, NARROWER)
    carry_over(world)
    return f"/oversight/upgrades/{running_upgrade().id}"


def tried(world: World) -> str:
    command = StartCountryTrial(draft_id="gone", package=next_version(world, NARROWER))
    trial_id = execute(command, actor=analyst(world), services=world.services)
    run_trial_turn(world.services)
    return f"/oversight/trials/{trial_id}"


def test_a_trial_tells_figures_and_examples_and_each_commune_of_a_region(world: World, steering: FlaskClient) -> None:
    page = tried(world)
    told = text_of(steering.get(page))
    assert "Azrou" in told and "120 jours à partir du jeudi 1er janvier 2026" in told
    assert f'href="{page}?region=03"' in told
    assert "Azrou" in text_of(steering.get(f"{page}?region=03"))
    assert steering.get(f"{page}?region=99").status_code == 404


def test_a_trial_is_saved_as_a_table(world: World, steering: FlaskClient) -> None:
    answer = steering.get(f"{tried(world)}.csv")
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Région;Commune;Code;")
    assert lines[1].startswith("Fès-Meknès;Azrou;03.271.01.01;1;Conflit;")


def test_the_page_of_publication_starts_a_trial_and_says_when_it_is_out_of_date(
    world: World, steering: FlaskClient
) -> None:
    draft_id = start_draft(world, SLUG, next_files(world, NARROWER))
    answer = steering.post(f"/studio/{draft_id}/publish/trial")
    assert "/oversight/trials/" in answer.headers["Location"]
    assert "En cours" in text_of(steering.get(f"/studio/{draft_id}/publish"))
    run_trial_turn(world.services)
    assert "Des communes sont en conflit" in text_of(steering.get(f"/studio/{draft_id}/publish"))
    steering.post(f"/studio/{draft_id}/publish/changelog", data={"version": "1.3.0", "entry": "- Autre chose."})
    assert "Dépassé" in text_of(steering.get(f"/studio/{draft_id}/publish"))


def test_a_plan_that_cannot_be_followed_comes_back_as_typed(world: World, steering: FlaskClient) -> None:
    draft_id = start_draft(world, SLUG, next_files(world, NARROWER))
    answer = steering.post(f"/studio/{draft_id}/publish", data={"pilots": "Atlantide", "answer_days": "12"})
    assert answer.status_code == 422


def test_an_upgrade_tells_who_must_answer_and_reminds_them(world: World, steering: FlaskClient) -> None:
    page = upgraded(world)
    assert "Réponse attendue" in text_of(steering.get(page)) and "Azrou" in text_of(steering.get(page))
    assert "1 commune est relancée." in text_of(steering.post(f"{page}/remind", follow_redirects=True))
    assert tailoring.list_acts(AZROU, SLUG)[0].kind == "upgrade-reminded"
    assert page in text_of(steering.get("/oversight/upgrades"))


def test_more_time_needs_a_number_of_days_and_a_reason(world: World, steering: FlaskClient) -> None:
    page = upgraded(world)
    assert steering.post(f"{page}/extend", data={"days": "x", "reason": WHY}).status_code == 422
    assert steering.post(f"{page}/extend", data={"days": "10", "reason": "court"}).status_code == 422
    steering.post(f"{page}/extend", data={"days": "10", "reason": WHY})
    assert str(upgrades.list_rings(running_upgrade().id)[0].answers_by) == "2026-04-12"


def test_the_end_of_answers_lets_the_declared_rule_apply(world: World, steering: FlaskClient) -> None:
    page = upgraded(world)
    assert "la règle annoncée s’applique" in text_of(
        steering.post(f"{page}/end", data={"reason": WHY}, follow_redirects=True)
    )
    carry_over(world)
    told = text_of(steering.get(f"{page}?region=03"))
    assert "Suit par la règle annoncée" in told


def test_a_ring_that_is_open_is_not_opened_again(world: World, steering: FlaskClient) -> None:
    answer = steering.post(f"{upgraded(world)}/rings/1", follow_redirects=True)
    assert "déjà ouverte" in text_of(answer)


def test_a_commune_sees_none_of_it(world: World, sign_in: SignIn) -> None:
    director = sign_in(f"dgs@{AZROU}")
    assert director.get(upgraded(world)).status_code == 403
    assert director.get(tried(world)).status_code == 403
