"""The policy by clicking: each thing with its rule, bounds that mean something, nobody narrowed unseen."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.queries.studio import find_draft
from app.store.database import transaction
from tests.web.studio.pages import french, text_of, typed
from tests.world.drafting import save, second_analyst, start_draft
from tests.world.places import SLUG, World
from tests.world.tailoring import adopt, longer_collection, publish, save_operations

MANIFEST = f"processes/{SLUG}/procedure.yaml"


@pytest.fixture
def draft_id(world: World) -> str:
    return start_draft(world)


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return french(sign_in("analyst@country"))


def manifest(world: World, draft_id: str) -> str:
    with transaction():
        return find_draft(draft_id, world.services.library).files[MANIFEST].decode()


PERIOD = "group=parameters&name=watiqa.collection_period"


def rule_address(draft_id: str, asked: str = PERIOD) -> str:
    return f"/studio/{draft_id}/policy/rule?{asked}"


def test_every_group_lists_its_things_with_their_rules_in_words(analyst: FlaskClient, draft_id: str) -> None:
    values = text_of(analyst.get(f"/studio/{draft_id}/policy"))
    texts = text_of(analyst.get(f"/studio/{draft_id}/policy?group=texts"))

    assert "de 60 à 180 jours" in values
    assert "seulement plus court" in values
    assert "law-36-21 a.43" in values
    assert "Tout ce qui commence par statuses." in texts
    assert "300 signes au plus" in texts
    for group in ("fields", "pieces", "roles", "documents", "steps", "elements"):
        assert analyst.get(f"/studio/{draft_id}/policy?group={group}").status_code == 200


def test_a_rule_is_changed_and_the_rest_of_the_file_keeps_its_bytes(
    analyst: FlaskClient, world: World, draft_id: str
) -> None:
    before = manifest(world, draft_id)
    form = typed(analyst.get(rule_address(draft_id)), "rule-form", maximum="365")

    saved = analyst.post(f"/studio/{draft_id}/policy/rule", data=form, follow_redirects=True)

    assert "La règle est enregistrée" in text_of(saved)
    assert manifest(world, draft_id) == before.replace("{minimum: 60, maximum: 180}", "{minimum: 60, maximum: 365}")


def test_a_thing_without_a_rule_gets_one_and_loses_it_again(analyst: FlaskClient, world: World, draft_id: str) -> None:
    before = manifest(world, draft_id)
    address = rule_address(draft_id, "group=fields&name=request.requester_email")
    form = typed(analyst.get(address), "rule-form", choice="bounded", may=["require", "hide"])
    analyst.post(f"/studio/{draft_id}/policy/rule", data=form)
    assert "request.requester_email: {may: [require, hide]}" in manifest(world, draft_id)

    analyst.post(f"/studio/{draft_id}/policy/rule", data=typed(analyst.get(address), "rule-form", choice="inherited"))
    assert manifest(world, draft_id) == before


def test_bounds_that_cannot_stand_are_told_beside_the_field(analyst: FlaskClient, world: World, draft_id: str) -> None:
    before = manifest(world, draft_id)
    address = rule_address(draft_id)
    for wrong, place in (
        ({"minimum": "soixante"}, "minimum"),
        ({"minimum": "200"}, "maximum"),
        ({"minimum": "", "maximum": ""}, "minimum"),
    ):
        page = analyst.post(f"/studio/{draft_id}/policy/rule", data=typed(analyst.get(address), "rule-form", **wrong))
        assert page.status_code == 422
        assert f'id="{place}-error"' in text_of(page)
    assert manifest(world, draft_id) == before


def test_a_value_that_a_text_fixes_is_locked_and_opens_with_the_text_that_allows_it(
    analyst: FlaskClient, world: World, draft_id: str
) -> None:
    fixed = manifest(world, draft_id).replace('art. 16", source: assumed', 'art. 16", source: sourced')
    save(world, draft_id, {MANIFEST: fixed.encode()})
    page = analyst.get(rule_address(draft_id, "group=parameters&name=watiqa.answer"))
    assert "Un texte fixe cette valeur" in text_of(page)

    refused = analyst.post(
        f"/studio/{draft_id}/policy/rule", data=typed(page, "rule-form", choice="open", legal_ref="")
    )

    assert 'id="legal_ref-error"' in text_of(refused)


def test_narrowing_a_rule_names_the_communes_that_it_stops(analyst: FlaskClient, world: World, draft_id: str) -> None:
    adopt(world)
    save_operations(world, [longer_collection(120)])
    publish(world)
    assert "1 commune" in text_of(analyst.get(rule_address(draft_id)))
    before = manifest(world, draft_id)
    form = typed(analyst.get(rule_address(draft_id)), "rule-form", maximum="100")

    warned = analyst.post(f"/studio/{draft_id}/policy/rule", data=form)

    assert "Cette règle arrête 1 commune" in text_of(warned)
    assert "Azrou" in text_of(warned)
    assert manifest(world, draft_id) == before
    analyst.post(f"/studio/{draft_id}/policy/rule", data=typed(warned, "rule-form", narrowed="1"))
    assert "maximum: 100" in manifest(world, draft_id)


def test_another_analysts_rule_is_not_overwritten_unseen(analyst: FlaskClient, world: World, draft_id: str) -> None:
    form = typed(analyst.get(rule_address(draft_id)), "rule-form", minimum="30")
    theirs = manifest(world, draft_id).replace("{minimum: 60, maximum: 180}", "{minimum: 70, maximum: 180}")
    save(world, draft_id, {MANIFEST: theirs.encode()}, actor=second_analyst(world))

    refused = analyst.post(f"/studio/{draft_id}/policy/rule", data=form)

    assert refused.status_code == 409
    assert "Une autre personne a enregistré entre-temps" in text_of(refused)
    assert manifest(world, draft_id) == theirs


def test_what_the_procedure_does_not_have_is_not_found(analyst: FlaskClient, draft_id: str) -> None:
    assert analyst.get(rule_address(draft_id, "group=parameters&name=watiqa.nothing")).status_code == 404
    assert analyst.get(rule_address(draft_id, "group=people&name=anybody")).status_code == 404
