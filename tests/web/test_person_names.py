"""Names of agents that rows keep in French, for who reads Arabic."""

from collections.abc import Callable

from flask import Flask, g
from flask.testing import FlaskClient

from app.web.interface import person
from tests.world.places import AZROU, SLUG, World
from tests.world.tailoring import adopt

SignIn = Callable[[str], FlaskClient]


def test_a_name_is_written_in_the_language_of_the_reader(app: Flask, world: World) -> None:
    said = {}
    for language in ("ar", "fr"):
        with app.test_request_context():
            g.language = language
            said[language] = [person("Agent agent_ec"), person("Inconnu"), person(None)]
    assert said == {"ar": ["موظف تجريبي", "Inconnu", ""], "fr": ["Agent agent_ec", "Inconnu", ""]}


def test_the_workshop_tells_in_arabic_who_took_the_procedure(world: World, sign_in: SignIn) -> None:
    adopt(world)
    director = sign_in(f"dgs@{AZROU}")
    director.get("/language/ar")
    page = director.get(f"/commune/azrou/procedures/{SLUG}/history").text
    history = page[page.index("<main") : page.index("</main")]
    assert "موظف تجريبي" in history
    assert "Agent dgs" not in history
