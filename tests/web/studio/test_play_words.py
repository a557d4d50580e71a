"""Whatever stops a trial, and whatever happens in one, has a sentence in both languages."""

import re
from typing import get_args

from flask import Flask, g

from app.languages import translate
from app.scenarios.records import HappeningKind
from app.settings import ROOT
from app.web.studio import play_words
from tests.builders.packages import a_package

SOURCES = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "app/scenarios").glob("*.py")))


def test_every_reason_for_which_a_step_is_refused_has_a_sentence() -> None:
    reasons = set(re.findall(r'reason="([a-z-]+)"', SOURCES))
    assert len(reasons) > 12
    assert reasons <= set(play_words.REFUSALS)


def test_sentences_that_are_filled_in_later_have_their_arabic() -> None:
    source = (ROOT / "app/web/studio/play_words.py").read_text(encoding="utf-8")
    sentences = re.findall(r'_at\(\s*"([^"]+)"', source)
    assert len(sentences) > 10
    assert [each for each in sentences if translate("ar", each) == each] == []


def test_every_kind_of_happening_has_a_sentence() -> None:
    source = (ROOT / "app/web/studio/play_words.py").read_text(encoding="utf-8")
    assert [kind for kind in get_args(HappeningKind) if f'"{kind}": lambda' not in source] == []


def test_a_step_that_must_have_no_effect_says_so(app: Flask) -> None:
    package = a_package().build()
    steps: list[tuple[dict[str, object], str]] = [
        ({"message": "payment-paid", "ignored": "again"}, "arrive une seconde fois, sans effet"),
        ({"message": "payment-paid", "ignored": "late"}, "quand personne ne l’attend, sans effet"),
        ({"complete": "review", "refused": ["verdict"]}, "le formulaire refuse"),
    ]
    with app.test_request_context():
        g.language = "fr"
        for step, said in steps:
            assert said in play_words.say_step(package, step)


def test_a_field_is_named_by_its_label_and_by_the_row_in_which_it_stands(app: Flask) -> None:
    labels = {"children": {"fr": "Enfants"}, "child": {"fr": "Prénom"}, "sum": {"fr": '="x"'}}
    with app.test_request_context():
        g.language = "fr"
        assert play_words.field_title(labels, "children[1].child") == "Enfants, ligne 2, Prénom"
        assert play_words.field_title(labels, "mother.child") == "\u2066mother\u2069, Prénom"
        assert play_words.field_title(labels, "children[x].sum") == "Enfants, \u2066sum\u2069"
