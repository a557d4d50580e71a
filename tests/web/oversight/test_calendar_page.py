"""The page of the calendar: read, add an order, withdraw it; of the country and of one commune."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.store import calendars
from tests.world.colleagues import add_colleague
from tests.world.journeys import file_request
from tests.world.places import World

SignIn = Callable[[str], FlaskClient]
ORDER = {
    "effect": "close",
    "first_day": "2026-03-16",
    "last_day": "",
    "name_fr": "Congé exceptionnel",
    "name_ar": "عطلة استثنائية",
    "reference": "Circulaire 3/2026",
}


def test_the_dgct_adds_a_day_and_reads_what_it_moved(world: World, sign_in: SignIn) -> None:
    file_request(world)
    browser = sign_in("analyst@country")

    answer = browser.post("/oversight/calendar", data=ORDER, follow_redirects=True)
    world.run_jobs()
    page = browser.get("/oversight/calendar").get_data(as_text=True)

    assert answer.status_code == 200
    assert "Congé exceptionnel" in page and "lundi 16 mars 2026" in page and "1 relus, 1 déplacés" in page
    assert "Date estimée par le calcul" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_day": ""}, "first_day"),
        ({"first_day": "16/03/2026"}, "first_day"),
        ({"last_day": "2026-03-02"}, "last_day"),
        ({"reference": ""}, "reference"),
    ],
)
def test_a_wrong_order_is_shown_again_with_its_error(
    world: World, sign_in: SignIn, changes: dict[str, str], field: str
) -> None:
    answer = sign_in("analyst@country").post("/oversight/calendar", data={**ORDER, **changes})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and f'id="{field}-error"' in page and "Congé exceptionnel" in page
    assert calendars.list_orders(None) == []


def test_an_order_is_withdrawn_with_its_reason(world: World, sign_in: SignIn) -> None:
    browser = sign_in("analyst@country")
    browser.post("/oversight/calendar", data=ORDER)
    [order] = calendars.list_orders(None)
    address = f"/oversight/calendar/{order.id}/withdraw"

    assert "Retirer cet ordre" in browser.get(address).get_data(as_text=True)
    assert browser.post(address, data={"reason": ""}).status_code == 422
    page = browser.post(address, data={"reason": "Erreur de date"}, follow_redirects=True).get_data(as_text=True)

    assert "Erreur de date" in page
    assert browser.get(address).status_code == 404


def test_a_commune_decides_its_own_days_and_reads_the_national_ones(world: World, sign_in: SignIn) -> None:
    sign_in("analyst@country").post("/oversight/calendar", data={**ORDER, "name_fr": "Jour national"})
    direction = add_colleague(world, "dgs")
    browser = sign_in(str(direction.id))

    answer = browser.post(
        "/oversight/c/azrou/calendar",
        data={**ORDER, "first_day": "2026-07-17", "name_fr": "Moussem"},
        follow_redirects=True,
    )

    page = answer.get_data(as_text=True)
    assert "Moussem" in page and "Jour national" in page and "En vigueur dans tout le pays" in page
    assert page.count("/withdraw") == 1
    assert browser.get("/oversight/calendar").status_code == 403
    assert browser.get("/oversight/c/casablanca/calendar").status_code == 404
