"""Values, messages and documents of a procedure: each change is one row, and what is wrong is told first."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.procedures import package_from_files
from app.procedures.authoring.documents import DocumentRow, with_document, with_document_row, without_document
from app.procedures.authoring.messages import (
    MessageText,
    read_message_text,
    with_message,
    without_message,
    written_message,
)
from app.procedures.authoring.values import (
    TypedValue,
    ValueForm,
    problems_of_value,
    read_value_forms,
    stored_number,
    value_changes,
    with_value_action,
    without_value,
)
from app.procedures.layout import read_tree

SLUG = "civil-status-copy"
MANIFEST = f"processes/{SLUG}/procedure.yaml"
FILES = read_tree(Path("processes"), Path("forms"), SLUG)
NEXT = TypedValue(since="2027-01-01", value="15", legal_ref="Arrêté 1-27", source="sourced")
NEW = ValueForm(
    key="watiqa.new", unit="centime", title_fr="Neuf", title_ar="جديد", values=(replace(NEXT, value="1 500"),)
)


def package(changes: dict[str, bytes | None]):
    files = {path: content for path, content in {**FILES, **changes}.items() if content is not None}
    return package_from_files(SLUG, files)


def added(changes: dict[str, bytes]) -> list[str]:
    before = FILES[MANIFEST].decode().splitlines()
    return [line for line in changes[MANIFEST].decode().splitlines() if line not in before]


def test_the_shipped_values_are_read_and_written_back_without_a_change():
    forms = read_value_forms(SLUG, FILES)
    assert len(forms) == 15
    for form in forms.values():
        assert problems_of_value(form, own=list(forms), shared=[]) == {}
        assert value_changes(SLUG, FILES, form) == {}


def test_a_future_value_is_one_more_line():
    form = read_value_forms(SLUG, FILES)["watiqa.answer"]
    changes = value_changes(SLUG, FILES, replace(form, values=(*form.values, NEXT)))
    assert added(changes) == ["      - {from: 2027-01-01, value: 15, legal_ref: Arrêté 1-27, source: sourced}"]


def test_a_new_value_is_written_whole_and_can_be_taken_away_again():
    changes = value_changes(SLUG, FILES, NEW)
    parameter = package(changes).parameters["watiqa.new"]
    assert (parameter.unit, parameter.kind, parameter.values[0].value) == ("centime", "amount", 1500)
    assert without_value(SLUG, {**FILES, **changes}, "watiqa.new")[MANIFEST] == FILES[MANIFEST]


@pytest.mark.parametrize(
    ("form", "place", "code"),
    [
        (replace(NEW, key="Nouveau"), "key", "key"),
        (replace(NEW, key=""), "key", "required"),
        (replace(NEW, key="watiqa.answer"), "key", "twice"),
        (replace(NEW, key="l5519.max_days"), "key", "shared"),
        (replace(NEW, key="watiqa.answer.more"), "key", "group"),
        (replace(NEW, unit="parsec"), "unit", "choice"),
        (replace(NEW, kind="franc"), "kind", "kind"),
        (replace(NEW, title_ar=""), "title_ar", "required"),
        (replace(NEW, values=()), "values", "required"),
        (replace(NEW, values=(NEXT, NEXT)), "values.1.since", "same-day"),
        (replace(NEW, values=(replace(NEXT, since="1/1/27"),)), "values.0.since", "day"),
        (replace(NEW, values=(replace(NEXT, since="0001-01-01"),)), "values.0.since", "absurd-day"),
        (replace(NEW, values=(replace(NEXT, value="-3"),)), "values.0.value", "number"),
        (replace(NEW, values=(replace(NEXT, value="1.5"),)), "values.0.value", "whole"),
        (replace(NEW, unit="day", values=(replace(NEXT, value="99999"),)), "values.0.value", "absurd"),
        (replace(NEW, unit="percent", values=(replace(NEXT, value="101"),)), "values.0.value", "absurd"),
        (replace(NEW, values=(replace(NEXT, legal_ref="?"),)), "values.0.legal_ref", "reference"),
        (replace(NEW, values=(replace(NEXT, source="rumour"),)), "values.0.source", "choice"),
    ],
)
def test_a_wrong_value_is_told_beside_its_field(form, place, code):
    problems = problems_of_value(form, own=["watiqa.answer"], shared=["l5519.max_days"])
    assert {name: problem.code for name, problem in problems.items()} == {place: code}


def test_rows_of_values_are_added_and_removed():
    grown = with_value_action(NEW, "values.add")
    assert [value.since for value in grown.values] == ["2027-01-01", ""]
    assert with_value_action(grown, "values.1.remove") == NEW
    assert with_value_action(grown, "values.x.remove") == grown


def test_a_number_may_be_written_as_people_write_it():
    assert [stored_number(text, "centime") for text in ("1 500", "1\u202f500", "12,5", "douze", "1e3", "")] == [
        1500,
        1500,
        12.5,
        None,
        None,
        None,
    ]
    assert stored_number("03-31", "month_day") == "03-31"


@pytest.mark.parametrize(
    "path", sorted(Path("processes/civil-status-copy/messages").glob("*.txt")), ids=lambda p: p.name
)
def test_a_shipped_message_is_read_and_written_back_as_it_was(path):
    assert written_message(read_message_text(path.read_text(encoding="utf-8"))) == path.read_text(encoding="utf-8")


def test_a_header_of_several_lines_becomes_one_and_a_broken_file_is_all_text():
    assert written_message(MessageText(subject="a\nsms: b", body="c")) == "subject: a sms: b\n\nc\n"
    assert read_message_text("Bonjour").body == "Bonjour"


def test_a_message_comes_and_goes_with_its_row():
    text = MessageText(subject="Objet", sms="", body="Texte")
    changes = with_message(SLUG, FILES, "reminder", {"fr": text, "ar": text})
    assert package(changes).messages["reminder"]["fr"] == "subject: Objet\n\nTexte\n"
    gone = without_message(SLUG, {**FILES, **changes}, "reminder")
    assert gone[MANIFEST] == FILES[MANIFEST]
    assert [path for path, content in gone.items() if content is None] == [
        f"processes/{SLUG}/messages/reminder.ar.txt",
        f"processes/{SLUG}/messages/reminder.fr.txt",
    ]


def test_a_document_comes_with_a_page_that_prints_and_goes_with_it():
    row = DocumentRow(key="receipt-of-loss", file="documents/receipt-of-loss.typ", register="RL", signatory="dgs")
    changes = with_document(SLUG, FILES, row, title='Récépissé "de perte"', title_ar="وصل")
    made = package(changes)
    assert made.text("documents.receipt-of-loss.title", "ar") == "وصل"
    assert "official.with" in made.documents["receipt-of-loss"]
    gone = without_document(SLUG, {**FILES, **changes}, "receipt-of-loss")
    assert gone[MANIFEST] == FILES[MANIFEST]
    assert gone[f"processes/{SLUG}/documents/receipt-of-loss.typ"] is None


def test_a_document_changes_its_register_on_its_line():
    row = DocumentRow(key="copy", file="documents/copy.typ", register="EC", signatory="president")
    changes = with_document_row(SLUG, FILES, row)
    assert added(changes) == ["  - {key: copy, file: documents/copy.typ, register: EC, signatory: president}"]
