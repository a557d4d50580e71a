"""Showing answers again: review pages, case pages and letters read like sentences, in both languages."""

from app.forms import AttachmentRef, DisplayRow
from tests.forms.builders import CITY_OPTIONS, NOW, a_field, a_form, a_group

ARABIC = {
    "sample": {
        "title": "طلب",
        "components": {
            "who": {"label": "صاحب الطلب"},
            "born": {"label": "تاريخ الازدياد"},
            "city": {"options": {"fes": "فاس"}},
        },
    }
}


def sample() -> object:
    return a_form(
        a_group(
            "who",
            a_field("datetime", "born", subtype="date"),
            a_field("radio", "city", values=CITY_OPTIONS),
            a_field("checklist", "cities", values=CITY_OPTIONS),
        ),
        a_group(
            "what",
            a_field("textfield", "phone", properties={"kind": "phone"}),
            a_field("textfield", "fee", properties={"kind": "amount"}),
            a_field("filepicker", "card"),
            a_field("checkbox", "agree"),
            a_field("datetime", "meeting", subtype="datetime"),
            a_field("number", "area"),
            a_field("textfield", "secret", conditional={"hide": "=true"}),
            a_field("expression", "total", expression="=1"),
        ),
        translations={"ar": ARABIC},
    )


ANSWERS = {
    "born": "1990-12-31",
    "city": "fes",
    "cities": ["rabat", "fes"],
    "phone": "+212612345678",
    "fee": 2200,
    "card": ["f1"],
    "agree": True,
    "meeting": "2026-04-14T14:05:00+01:00",
    "area": 12.5,
    "secret": "x",
}
FILES = {"card": [AttachmentRef(id="f1", piece="card", filename="carte.pdf", media_type="application/pdf", size=1)]}


def shown(language: str, answers: dict[str, object] | None = None) -> dict[str, str]:
    sections = sample().display(
        ANSWERS if answers is None else answers, context={}, language=language, now=NOW, files=FILES
    )
    return {row.key: row.value for section in sections for row in section.rows}


def test_answers_are_shown_in_words_in_french() -> None:
    found = shown("fr")
    assert found["born"] == "lundi 31 décembre 1990"
    assert (found["city"], found["cities"], found["agree"]) == ("Fès", "Rabat, Fès", "Oui")
    assert "0612" in found["phone"].replace("-", "").replace(" ", "")
    assert (found["fee"], found["area"]) == ("22,00 DH", "12,5")
    assert "carte.pdf" in found["card"]
    assert found["meeting"] == "mardi 14 avril 2026, 14:05"


def test_answers_are_shown_in_words_in_arabic() -> None:
    found = shown("ar")
    assert found["born"] == "الاثنين 31 دجنبر 1990"
    assert (found["city"], found["agree"], found["fee"]) == ("فاس", "نعم", "22,00 درهم")


def test_hidden_and_computed_fields_are_not_shown() -> None:
    assert not {"secret", "total"} & set(shown("fr"))


def test_an_answer_that_is_missing_is_said_to_be() -> None:
    sections = sample().display({}, context={}, language="fr", now=NOW)
    rows = {row.key: row for section in sections for row in section.rows}
    assert rows["born"] == DisplayRow(
        key="born", label="Question born", value="Non renseigné", step="who", answered=False
    )
    assert rows["agree"].value == "Non"


def test_sections_follow_the_steps() -> None:
    sections = sample().display(ANSWERS, context={}, language="ar", now=NOW)
    assert [section.title for section in sections] == ["صاحب الطلب", "Étape what"]
    assert {row.step for row in sections[1].rows} == {"what"}


def test_fields_outside_of_groups_stand_under_the_forms_title() -> None:
    form = a_form(a_field("textfield", "first"), a_field("textfield", "second"), title="Demande")
    sections = form.display({"first": "a"}, context={}, language="fr", now=NOW)
    assert [(section.title, len(section.rows)) for section in sections] == [("Demande", 2)]


def test_a_summary_has_both_languages() -> None:
    summary = sample().summarise(ANSWERS, context={}, now=NOW, files=FILES)
    assert set(summary) == {"fr", "ar"}
    assert summary["ar"][0].rows[0].label == "تاريخ الازدياد"
    assert summary["fr"][0].rows[0].label == "Question born"


def test_values_of_an_older_form_are_shown_as_they_stand() -> None:
    found = shown("fr", {"born": "long ago", "city": "tanger", "phone": "unknown", "fee": "free"})
    assert (found["born"], found["city"], found["fee"]) == ("long ago", "tanger", "free")
    assert "unknown" in found["phone"]
