"""Before a version is published, the studio says what becomes of the variants of communes, and shows each beside it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.world.drafting import save, start_draft
from tests.world.places import SLUG, World

OVERLAY = f"processes/{SLUG}/overlays/azrou.yaml"


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("analyst@country")


def page(analyst: FlaskClient, address: str) -> str:
    return analyst.get(address).get_data(as_text=True)


def test_a_variant_is_compared_with_its_base_in_words_and_on_the_drawing(analyst: FlaskClient, world: World) -> None:
    draft_id = start_draft(world)

    shown = page(analyst, f"/studio/{draft_id}/compare?with=variant-azrou")

    assert "Variante de Azrou" in shown
    assert f"/studio/{draft_id}/variants/azrou/diagram.bpmn" in shown
    assert analyst.get(f"/studio/{draft_id}/variants/azrou/diagram.bpmn").status_code == 200
    assert analyst.get(f"/studio/{draft_id}/variants/nowhere/diagram.bpmn").status_code == 404
    assert analyst.get(f"/studio/{draft_id}/compare?with=variant-nowhere").status_code == 404


def test_the_check_list_says_which_variants_follow_and_which_do_not(analyst: FlaskClient, world: World) -> None:
    draft_id = start_draft(world)
    assert "Suit sans changement" in page(analyst, f"/studio/{draft_id}/publish")

    save(world, draft_id, {OVERLAY: b"procedure: civil-status-copy\ncommune: [\n"})

    assert "Suit sans changement" not in page(analyst, f"/studio/{draft_id}/publish")
