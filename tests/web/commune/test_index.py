"""The first page of a commune's workshop: what it offers, where each procedure stands, what it may adopt."""

from collections.abc import Callable

from flask.testing import FlaskClient

from app.store import publication, tailoring
from app.store.database import database, transaction
from tests.world.places import AZROU, SLUG, World
from tests.world.tailoring import adopt, longer_collection, publish, save_operations

SignIn = Callable[[str], FlaskClient]
DIRECTOR = f"dgs@{AZROU}"


def test_a_director_adopts_from_the_catalogue_and_citizens_see_it_closed(world: World, sign_in: SignIn) -> None:
    with transaction():
        database.session.delete(publication.find_offering(AZROU, SLUG))
    browser = sign_in(DIRECTOR)

    catalogue = browser.get("/commune/azrou/").get_data(as_text=True)
    page = browser.post("/commune/azrou/adopt", data={"slug": SLUG}, follow_redirects=True).get_data(as_text=True)
    listed = browser.get("/commune/azrou/").get_data(as_text=True)

    assert "Prendre cette démarche" in catalogue and "2 communes la proposent" in catalogue
    assert "La démarche est dans l’atelier" in page
    assert "Fermée aux usagers" in listed and "Suit la version nationale" in listed
    assert "Prendre cette démarche" not in listed


def test_the_list_says_what_is_tailored_and_what_is_not_published(world: World, sign_in: SignIn) -> None:
    adopt(world)
    save_operations(world, [longer_collection()])
    waiting = sign_in(DIRECTOR).get("/commune/azrou/").get_data(as_text=True)
    publish(world)
    published = sign_in(DIRECTOR).get("/commune/azrou/").get_data(as_text=True)

    assert "Des changements ne sont pas publiés" in waiting and "Suit la version nationale" in waiting
    assert "Adaptée par la commune" in published and "ne sont pas publiés" not in published


def test_adopting_twice_changes_nothing_and_an_unknown_procedure_is_not_found(world: World, sign_in: SignIn) -> None:
    browser = sign_in(DIRECTOR)
    browser.post("/commune/azrou/adopt", data={"slug": SLUG})

    again = browser.post("/commune/azrou/adopt", data={"slug": SLUG}, follow_redirects=True)

    assert again.status_code == 200 and "avait déjà pris" in again.get_data(as_text=True)
    assert len(tailoring.list_tailorings(AZROU)) == 1
    assert browser.post("/commune/azrou/adopt", data={"slug": "nothing"}).status_code == 404


def test_the_workshop_of_another_commune_does_not_exist(world: World, sign_in: SignIn) -> None:
    adopt(world)
    stranger = sign_in("dgs@06.141.01.0")

    assert stranger.get("/commune/azrou/").status_code == 404
    assert stranger.get(f"/commune/azrou/procedures/{SLUG}/").status_code == 404
    assert stranger.post("/commune/azrou/adopt", data={"slug": SLUG}).status_code == 404
    assert sign_in(f"chef_service@{AZROU}").post("/commune/azrou/adopt", data={"slug": SLUG}).status_code == 403
    assert sign_in(f"agent_ec@{AZROU}").get("/commune/azrou/").status_code == 403
