"""The page on which a commune answers an upgrade: three values side by side, answers kept, nothing dropped silently."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.commands.upgrading.answers import operation_key
from app.domain.clock import FixedClock
from app.store import publication, upgrades
from tests.conftest import prepared
from tests.world.databases import Template
from tests.world.places import AZROU, CASABLANCA, SLUG, World
from tests.world.tailoring import adopt, explained, longer_collection, publish, save_operations
from tests.world.upgrading import NARROWER, carry_over, item_of, publish_next

SignIn = Callable[[str], FlaskClient]
PAGE = f"/commune/azrou/upgrades/{SLUG}"
KEY = operation_key(longer_collection())
EDIT = f"{PAGE}/edit/{KEY}"


def be_asked(world: World) -> None:
    """Azrou keeps copies for 120 days; the next version allows 100 at most."""
    adopt(world)
    save_operations(world, [longer_collection(), explained()])
    publish(world)
    publish_next(world, NARROWER)
    carry_over(world)


@pytest.fixture(scope="module")
def beginning(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    with prepared(template, tmp_path_factory.mktemp("asked"), be_asked) as (asked, _):
        yield asked


@pytest.fixture
def director(sign_in: SignIn) -> FlaskClient:
    return sign_in(f"dgs@{AZROU}")


def text_of(answer: object) -> str:
    return answer.get_data(as_text=True)  # type: ignore[attr-defined, no-any-return]


def post(client: FlaskClient, page: str = PAGE, **typed: str) -> str:
    form = {"seen": str(item_of(AZROU).revision), **typed}
    return text_of(client.post(page, data=form, follow_redirects=True))


def offered_version(world: World) -> str:
    offering = publication.find_offering(AZROU, SLUG)
    assert offering is not None
    return world.services.deployments.get(offering.deployment_id).package.version


def test_the_workshop_announces_it_with_the_last_day(director: FlaskClient) -> None:
    page = text_of(director.get("/commune/azrou/"))
    assert f'href="{PAGE}"' in page and "avant le jeudi 2 avril 2026" in page


def test_the_three_values_and_the_rule_are_told_in_plain_words(director: FlaskClient) -> None:
    page = text_of(director.get(PAGE))
    assert "90 jours à partir du mercredi 1er janvier 2020" in page
    assert "120 jours à partir du jeudi 1er janvier 2026" in page
    assert "Entre 60 jours et 100 jours. Règle fixée par : la DGCT." in page
    assert 'value="keep" disabled' in page
    assert "set-parameter" not in page and "watiqa." not in page


def test_what_follows_by_itself_is_told_too(director: FlaskClient) -> None:
    page = text_of(director.get(PAGE))
    assert "Ce qui suit sans changement" in page and "Votre document vous attend au guichet." in page


def test_answers_are_kept_for_later_and_nothing_is_published(world: World, director: FlaskClient) -> None:
    page = post(director, **{f"choice-{KEY}": "national"})
    assert "Vos réponses sont gardées" in page and 'value="national" checked' in page
    assert (item_of(AZROU).state, offered_version(world)) == ("asked", "1.1.0")


def test_following_without_every_answer_says_how_many_are_missing(world: World, director: FlaskClient) -> None:
    assert "1 changement attend encore." in post(director, action="follow")
    assert offered_version(world) == "1.1.0"


def test_a_value_outside_the_new_bounds_comes_back_with_the_rule(director: FlaskClient) -> None:
    typed = {"seen": "1", "value.0": "150", "since.0": "2026-01-01", "legal_ref.0": "Délibération n° 3/2026"}
    answer = director.post(EDIT, data=typed)
    assert answer.status_code == 422
    assert "au plus 100" in text_of(answer) and 'value="150"' in text_of(answer)


def test_another_value_is_kept_then_followed_and_the_answer_stays_readable(world: World, director: FlaskClient) -> None:
    page = post(director, EDIT, **{"value.0": "95", "since.0": "2026-01-01", "legal_ref.0": "Délibération n° 3/2026"})
    assert "95 jours au lieu de 90 jours" in page
    page = post(director, action="follow", **{f"choice-{KEY}": "edit"})
    assert "La commune suit la nouvelle version" in page and "Réponses de la commune" in page
    assert offered_version(world) == "1.2.0"


def test_what_was_left_to_the_country_is_listed(director: FlaskClient) -> None:
    page = post(director, action="follow", **{f"choice-{KEY}": "national"})
    assert "Changements de la commune laissés au pays" in page and "120 jours au lieu de 90 jours" in page


def test_the_second_of_two_directors_is_told(director: FlaskClient) -> None:
    seen = str(item_of(AZROU).revision)
    post(director, **{f"choice-{KEY}": "national"}, seen=seen)
    typed = {"value.0": "95", "since.0": "2026-01-01", "legal_ref.0": "Délibération n° 3/2026"}
    answer = director.post(EDIT, data={**typed, "seen": seen})
    assert answer.status_code == 409 and "Une autre personne a répondu entre-temps" in text_of(answer)


def test_after_the_last_day_the_page_says_which_rule_was_applied(
    world: World, clock: FixedClock, director: FlaskClient
) -> None:
    clock.advance(timedelta(days=31))
    carry_over(world)
    page = text_of(director.get(PAGE))
    assert "la règle annoncée s’est appliquée" in page and "J’ai lu" in page
    assert "C’est noté" in text_of(director.post(f"{PAGE}/read", follow_redirects=True))
    assert upgrades.list_to_answer(AZROU) == []


def test_another_commune_does_not_find_it(sign_in: SignIn) -> None:
    assert sign_in(f"dgs@{CASABLANCA}").get(PAGE).status_code == 404
