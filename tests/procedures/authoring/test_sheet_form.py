"""The sheet is a form: what is read, typed and moved comes back to the files, and only that."""

from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from app.procedures.authoring.sheet_demands import list_demands
from app.procedures.authoring.sheet_form import SheetForm, key_from, posted_sheet_form, read_sheet_form, with_action
from app.procedures.authoring.sheet_writing import Known, problems_of, sheet_changes, with_keys
from app.procedures.layout import read_tree
from app.procedures.yaml_source import read_mapping

SLUG = "civil-status-copy"
MANIFEST = f"processes/{SLUG}/procedure.yaml"
FRENCH = f"processes/{SLUG}/translations/fr.yaml"
FILES = read_tree(Path("processes"), Path("forms"), SLUG)
KNOWN = Known(
    parameters={
        "watiqa.answer": True,
        "watiqa.stamp_fee": False,
        "watiqa.postage_morocco": False,
        "watiqa.postage_abroad": False,
        **dict.fromkeys(["l5519.appeal_file", "l5519.appeal_president_reply", "l5519.appeal_governor_push"], True),
        **dict.fromkeys(["court.annulment", "retention.request_file"], True),
    },
    groups={
        "tasks": frozenset({"supply-pieces"}),
        "waits": frozenset({"notify-correct-reference", "correct-reference", "payment-paid"}),
        "elements": frozenset({"note-signed", "note-rejected", "note-redirected", "note-refused-third-party"}),
        "messages": frozenset({"period-over"}),
        "files": frozenset(
            {
                "identity_card",
                "family_proof",
                "guardianship_proof",
                "power_of_attorney",
                "kafala_order",
                "mandate",
                "interest_proof",
            }
        ),
    },
)


@pytest.fixture
def form() -> SheetForm:
    return read_sheet_form(SLUG, FILES)


def answered(form: SheetForm, part: str, index: int, **answers: object) -> SheetForm:
    rows = [dict(row) for row in form.rows[part]]
    rows[index] |= {name.replace("__", "."): answer for name, answer in answers.items()}
    return replace(form, rows={**form.rows, part: tuple(rows)})


def data(files: dict[str, bytes], path: str) -> dict:
    return read_mapping(files[path], file=path).data


def test_the_shipped_sheet_is_read_and_written_back_without_a_change(form):
    assert problems_of(form, KNOWN) == {}
    assert sheet_changes(SLUG, FILES, form) == {}


def test_what_the_page_posts_is_what_it_showed(form):
    posted: MultiDict[str, str] = MultiDict()
    for name, answer in form.flat().items():
        for value in (answer,) if isinstance(answer, str) else answer:
            posted.add(name, value)
    assert posted_sheet_form(posted, form.languages) == form


def test_a_changed_title_changes_one_file(form):
    changed = replace(form, answers={**form.answers, "title.fr": "Autre titre"})
    changes = sheet_changes(SLUG, FILES, changed)
    assert list(changes) == [FRENCH]
    assert data(changes, FRENCH)["fiche"]["title"] == "Autre titre"


def test_a_new_row_gets_a_key_from_its_french_title_and_its_texts_stand_under_it(form):
    grown = with_action(form, "pieces.add")
    grown = answered(
        grown,
        "pieces",
        -1,
        name__fr="Acte de l'époux",
        provided_by="user",
        legal_ref="law-36-21 a.43",
        required="condition",
        required__condition='a = "b"',
    )
    changes = sheet_changes(SLUG, FILES, with_keys(grown))
    assert data(changes, MANIFEST)["pieces"][-1] == {
        "key": "acte-de-l-epoux",
        "provided_by": "user",
        "required": '=a = "b"',
        "legal_ref": "law-36-21 a.43",
    }
    assert data(changes, FRENCH)["fiche"]["pieces"]["acte-de-l-epoux"] == {"name": "Acte de l'époux"}


def test_a_row_that_goes_takes_its_texts_along(form):
    changes = sheet_changes(SLUG, FILES, with_action(form, "fees.2.remove"))
    assert [fee["key"] for fee in data(changes, MANIFEST)["fees"]] == ["stamp", "postage-morocco"]
    assert "postage-abroad" not in data(changes, FRENCH)["fiche"]["fees"]
    assert "Rien n'est demandé à l'usager après la première moitié".encode() in changes[MANIFEST]


def test_a_row_with_another_key_keeps_its_texts(form):
    changes = sheet_changes(SLUG, FILES, answered(form, "pieces", 1, key="kinship"))
    pieces = data(changes, FRENCH)["fiche"]["pieces"]
    assert "family-proof" not in pieces
    assert pieces["kinship"]["note"].startswith("Livret de famille")


def test_rows_change_places(form):
    moved = with_action(form, "appeals.0.down")
    assert [row["key"] for row in moved.rows["appeals"]] == ["governor", "president", "court"]
    assert with_action(form, "appeals.0.up") == form
    assert with_action(form, "appeals.99.remove") == form
    assert with_action(form, "nothing.add") == form


@pytest.mark.parametrize(
    ("part", "answers", "place", "code"),
    [
        ("pieces", {"required": "condition", "required__condition": "x = "}, "pieces.0.required.condition", "feel"),
        ("pieces", {"required": "condition", "required__condition": ""}, "pieces.0.required.condition", "required"),
        ("pieces", {"legal_ref": ""}, "pieces.0.legal_ref", "required"),
        ("pieces", {"key": "Carte d'identité"}, "pieces.0.key", "slug"),
        ("pieces", {"field": "<script>"}, "pieces.0.field", "choice"),
        ("pieces", {"key": "family-proof"}, "pieces.1.key", "twice"),
        ("fees", {"parameter": "watiqa.gone"}, "fees.0.parameter", "parameter"),
        ("appeals", {"file_within": "watiqa.stamp_fee"}, "appeals.0.file_within", "period"),
        ("legal_basis", {"date": "31/12/2026"}, "legal_basis.0.date", "day"),
        ("legal_basis", {"url": "javascript:alert(1)"}, "legal_basis.0.url", "url"),
        ("legal_basis", {"name__fr": "x" * 2001}, "legal_basis.0.name.fr", "long"),
        ("suspensions", {"waiting_at": ()}, "suspensions.0.waiting_at", "required"),
        ("suspensions", {"waiting_at": ("gone",)}, "suspensions.0.waiting_at", "choice"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field(form, part, answers, place, code):
    problems = problems_of(answered(form, part, 0, **answers), KNOWN)
    assert {name: problem.code for name, problem in problems.items()} == {place: code}


def test_the_extension_appears_only_when_something_of_it_is_typed(form):
    typed = {"deadline.extension.reasons": ("expertise",), "deadline.extension.legal_ref": "law-55-19 a.17"}
    answers = {**form.answers, **typed}
    changes = sheet_changes(SLUG, FILES, replace(form, answers=answers))
    assert data(changes, MANIFEST)["deadline"]["extension"] == {
        "reasons": ["expertise"],
        "legal_ref": "law-55-19 a.17",
    }
    again = read_sheet_form(SLUG, {**FILES, **changes})
    emptied = {**again.answers, "deadline.extension.reasons": (), "deadline.extension.legal_ref": ""}
    gone = sheet_changes(SLUG, {**FILES, **changes}, replace(again, answers=emptied))
    assert "extension" not in data(gone, MANIFEST)["deadline"]


def test_what_article_6_wants_and_is_missing_is_named(form):
    assert [demand.code for demand in list_demands(form) if not demand.met] == []
    nobody = replace(form, answers={**form.answers, "responsible.ar": ""})
    assert [demand.code for demand in list_demands(nobody) if not demand.met] == ["responsible"]
    bare = read_sheet_form("bare", {"processes/bare/procedure.yaml": b"key: bare\n"})
    missing = {demand.code for demand in list_demands(bare) if not demand.met}
    assert {"title-fr", "title-ar", "legal-basis", "channels", "period", "silence", "appeals"} <= missing
    assert len(list_demands(bare)) == 14


@pytest.mark.parametrize("manifest", [b"pieces: 3\n", b"pieces: [a, 1]\n", b"deadline: []\n", b"translations: ar\n"])
def test_a_manifest_of_another_shape_is_shown_as_far_as_it_goes(manifest):
    shown = read_sheet_form("bare", {"processes/bare/procedure.yaml": manifest})
    assert shown.rows["pieces"] == ()


def test_a_key_is_made_of_a_title():
    assert key_from("2e Copie de l'état civil (intégrale)") == "e-copie-de-l-etat-civil-integrale"
    assert key_from("وثيقة") == ""


@pytest.mark.parametrize(
    "manifest",
    [
        b"pieces: none\nfees: 3\nappeals: x\ntranslations: fr\nsilence: []\n",
        b"pieces: [1, {key: [a]}]\nappeals: [true]\nlegal_basis: {}\nchannels: 4\n",
    ],
)
def test_a_sheet_is_written_over_a_manifest_of_another_shape(form, manifest):
    files = {**FILES, MANIFEST: manifest, FRENCH: b"fiche: [1]\n"}
    written = read_sheet_form(SLUG, {**files, **sheet_changes(SLUG, files, form)})
    for part in ("pieces", "fees", "appeals", "legal_basis"):
        assert [row["key"] for row in written.rows[part]] == [row["key"] for row in form.rows[part]]
    assert written.text("title.fr") == form.text("title.fr")
    assert set(written.answers["channels"]) == set(form.answers["channels"])
