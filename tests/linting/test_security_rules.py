"""Rules of security: what an author writes shows words, and tells no secret."""

import json
from typing import Any

import pytest

from app.linting import lint_files
from tests.builders.packages import SLUG, a_package

ACTIVE = [
    "<script>alert(1)</script>",
    '<b onclick="steal()">x</b>',
    "<a href='JavaScript:steal()'>x</a>",
    "<IFRAME src=//evil>",
    "< svg onload=x>",
    "data:text/html;base64,AAAA",
]


@pytest.mark.parametrize("words", ACTIVE)
def test_markup_that_acts_is_found_in_a_form(words: str) -> None:
    def change(components: list[dict[str, Any]]) -> None:
        components[0]["description"] = words

    [finding] = a_package().form("request", change).findings("active-markup")
    assert (finding.file, finding.element) == (f"forms/{SLUG}/request.json", "applicant_name")


def test_markup_that_acts_is_found_however_json_writes_it() -> None:
    files = a_package().files()
    path = f"forms/{SLUG}/request.json"
    form = json.loads(files[path])
    form["components"][0]["label"] = ACTIVE[0]
    escaped = json.dumps(form).replace("<", "\\u003c").encode()
    assert "active-markup" in {finding.rule for finding in lint_files(SLUG, files | {path: escaped}).errors}


def test_markup_that_acts_is_found_in_sheets_messages_and_names() -> None:
    builder = a_package().text("ar", "fiche.summary", ACTIVE[0])
    builder.message("received.fr", f"subject: x\nsms: x\n\nBonjour {ACTIVE[1]}\n")
    builder.diagram("Examiner&#10;", "&lt;script>Examiner&#10;")
    places = {(finding.file.rsplit("/", 1)[-1], finding.element) for finding in builder.findings("active-markup")}
    assert places == {("ar.yaml", "fiche.summary"), ("received.fr.txt", "received"), (f"{SLUG}.bpmn", "review")}


@pytest.mark.parametrize("words", ["Âge < 18 ans", "a onze = b", "une description : x", "<b>gras</b>", "*liste*"])
def test_plain_words_are_right(words: str) -> None:
    assert a_package().text("fr", "fiche.summary", words).findings("active-markup") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Voir https://bit.ly/3xyz", 1),
        ("http://www.service-public.gov.ma", 1),
        ("https://gov.ma.evil.example/x", 1),
        ("Voir https://www.service-public.gov.ma/fiche et https://watiqa.barid.ma.", 0),
        ("Voir la fiche", 0),
    ],
)
def test_links_lead_to_the_administration(words: str, found: int) -> None:
    assert len(a_package().text("fr", "fiche.summary", words).findings("foreign-links")) == found


def test_a_message_tells_no_identifying_number() -> None:
    def change(components: list[dict[str, Any]]) -> None:
        components[0]["properties"] = {"kind": "cin"}

    body = "subject: x\nsms: {{ document.applicant_name }}\n\n{{ document.age }}\n"
    [finding] = a_package().form("request", change).message("received.fr", body).findings("message-discretion")
    assert finding.line == 2
    assert a_package().message("received.fr", body).findings("message-discretion") == []
