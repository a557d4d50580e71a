"""The embedded editors speak French and Arabic: each of their words has both, and keeps what it fills in."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask, g

from app.domain.languages import Language
from app.web.studio.dmn_words import dmn_words
from app.web.studio.form_words import form_words
from app.web.studio.ready_fields import list_ready_fields

FILLED = re.compile(r"\{[^}]*\}")
ARABIC = re.compile(r"[\u0600-\u06ff]")


@pytest.fixture(params=["fr", "ar"])
def spoken(request: pytest.FixtureRequest, app: Flask) -> Iterator[Language]:
    """A request in each language of the interface."""
    with app.test_request_context():
        g.language = request.param
        yield request.param


def test_each_word_of_an_editor_is_said_in_the_language_of_the_page(spoken: Language) -> None:
    words = {**dmn_words()["editor"], **form_words()["editor"]}  # type: ignore[dict-item]

    assert len(words) > 250
    for english, said in words.items():
        assert FILLED.findall(english) == FILLED.findall(said), english
        assert bool(ARABIC.search(said)) == (spoken == "ar"), (english, said)


def test_each_ready_field_has_a_name_a_question_and_its_arabic(spoken: Language) -> None:
    for field in list_ready_fields():
        assert ARABIC.search(str(field["arabic"])), field
        assert bool(ARABIC.search(str(field["name"]))) == (spoken == "ar"), field
        assert not str(field["attributes"]["label"]).startswith("Bloc"), field  # type: ignore[index]
