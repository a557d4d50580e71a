"""The dated values of a procedure: listed with where they are read, changed only with a text and a date."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.queries.studio import find_draft
from app.store.database import transaction
from tests.web.studio.pages import french, text_of, typed
from tests.world.drafting import save, second_analyst, start_draft
from tests.world.places import SLUG, World

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


def test_values_are_listed_with_where_they_are_read_and_shared_ones_apart(analyst: FlaskClient, draft_id: str) -> None:
    page = text_of(analyst.get(f"/studio/{draft_id}/parameters"))

    assert "Délai légal de réponse" in page
    assert "Fiche : délai légal" in page
    assert "Décision fee" in page
    assert "/oversight/parameters/l5519.appeal_file" in page


def test_a_future_value_is_added_with_its_text(analyst: FlaskClient, world: World, draft_id: str) -> None:
    address = f"/studio/{draft_id}/parameters"
    form = typed(analyst.get(f"{address}?key=watiqa.answer"), "value-form", action="values.add")
    grown = typed(
        analyst.post(address, data=form),
        "value-form",
        action="save",
        values__1__since="2027-01-01",
        values__1__value="15",
        values__1__legal_ref="Arrêté 12-27, art. 2",
        values__1__source="sourced",
    )

    saved = analyst.post(address, data=grown, follow_redirects=True)

    assert "La valeur est enregistrée" in text_of(saved)
    assert "15 jours francs" in text_of(saved)
    assert "{from: 2027-01-01, value: 15, legal_ref: 'Arrêté 12-27, art. 2'" in manifest(world, draft_id)


def test_a_value_without_a_text_or_from_the_same_day_is_told_beside_the_field(
    analyst: FlaskClient, world: World, draft_id: str
) -> None:
    address = f"/studio/{draft_id}/parameters"
    before = manifest(world, draft_id)
    form = typed(analyst.get(f"{address}?key=new"), "value-form", action="values.add", key="watiqa.more")
    page = typed(analyst.post(address, data=form), "value-form", action="save", title_fr="Neuf")
    for row in ("0", "1"):
        page |= {f"values.{row}.since": "2027-01-01", f"values.{row}.value": "-4", f"values.{row}.legal_ref": ""}

    refused = analyst.post(address, data=page)

    assert refused.status_code == 422
    for place in ("title_ar", "values.1.since", "values.0.value", "values.1.legal_ref"):
        assert f'id="{place}-error"' in text_of(refused)
    assert 'value="Neuf"' in text_of(refused)
    assert manifest(world, draft_id) == before


def test_a_value_that_is_read_cannot_go_and_another_person_is_not_overwritten(
    analyst: FlaskClient, world: World, draft_id: str
) -> None:
    address = f"/studio/{draft_id}/parameters"
    form = typed(analyst.get(f"{address}?key=watiqa.answer"), "value-form", action="remove")
    kept = analyst.post(address, data=form, follow_redirects=True)
    assert "encore lue" in text_of(kept)

    theirs = manifest(world, draft_id).replace("fr: Délai légal de réponse", "fr: Délai de réponse")
    save(world, draft_id, {MANIFEST: theirs.encode()}, actor=second_analyst(world))
    form = typed(kept, "value-form", action="save", title_fr="Mon nom")
    conflict = analyst.post(address, data=form)
    assert conflict.status_code == 409
    assert "Délai de réponse" in text_of(conflict)
    assert "Mon nom" in text_of(conflict)


def test_an_unknown_value_is_a_page_that_says_so(analyst: FlaskClient, draft_id: str) -> None:
    assert analyst.get(f"/studio/{draft_id}/parameters?key=../x").status_code == 404
