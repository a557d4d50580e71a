"""Reading form-js JSON: what an author must correct is found, and nothing an author writes raises."""

import pytest

from app.forms import read_form
from tests.forms.builders import a_field, a_form, a_group, rules_of


def test_a_plain_form_has_no_findings() -> None:
    assert rules_of(a_form(a_field("textfield"))) == []


@pytest.mark.parametrize(
    ("component", "finding"),
    [
        (a_field("signature"), ("form-unknown-type", "error")),
        (a_field("sparkline"), ("form-unknown-type", "error")),
        ({"type": "button", "id": "send", "label": "Envoyer"}, ("form-button-ignored", "info")),
        (a_field("textfield", "case"), ("form-reserved-key", "error")),
        (a_field("textfield", "csrf_token"), ("form-reserved-key", "error")),
        (a_field("textfield", "count"), ("form-reserved-key", "error")),
        (a_field("textfield", "Name"), ("form-key", "error")),
        (a_field("textfield", "__class__"), ("form-key", "error")),
        (a_field("textfield", "a.b"), ("form-key", "error")),
        (a_field("textfield", conditional={"hide": "=1 +"}), ("form-feel", "error")),
        (a_field("textfield", readonly="=if x"), ("form-feel", "error")),
        (a_field("number", validate={"max": "=("}), ("form-feel", "error")),
        (a_field("datetime", properties={"max": "=today("}), ("form-feel", "error")),
        (a_field("expression", expression="=a b ("), ("form-feel", "error")),
        ({"type": "text", "id": "note", "text": "Bonjour {{1 +}}"}, ("form-feel", "error")),
        (a_field("textfield", validate={"pattern": "(a"}), ("form-pattern", "error")),
        (a_field("textfield", validate={"pattern": "(?=a)b"}), ("form-pattern", "error")),
        (a_field("textfield", validate={"pattern": r"(a)\1"}), ("form-pattern", "error")),
        (a_field("number", validate={"min": "many"}), ("form-bound", "error")),
        (a_field("textfield", properties={"kind": "iban"}), ("form-unknown-kind", "error")),
        (a_field("textarea", properties={"kind": "cin"}), ("form-kind-type", "error")),
        (a_field("radio"), ("form-options", "error")),
        (a_field("radio", values=[{"label": "A"}]), ("form-options", "error")),
        (a_field("radio", values=[{"value": "a"}, {"value": "a"}]), ("form-options", "error")),
        (a_field("datetime", properties={"min": "soon"}), ("form-bound", "error")),
        (a_field("filepicker", properties={"maxMegabytes": "big"}), ("form-bound", "error")),
        (a_field("datetime", subtype="week"), ("form-datetime-subtype", "error")),
        (a_field("textfield", id="other"), ("form-id", "warning")),
        ("not a component", ("form-shape", "error")),
    ],
)
def test_a_mistake_of_the_author_is_a_finding(component: object, finding: tuple[str, str]) -> None:
    assert rules_of(a_form(component)) == [finding]


def test_two_fields_may_not_share_a_key() -> None:
    form = a_form(a_field("textfield", "name"), a_group("more", a_field("number", "name", id="second")))
    assert ("form-duplicate-key", "error") in rules_of(form)
    assert len(form.fields) == 1


def test_a_finding_names_the_component_and_the_file() -> None:
    form = a_form(a_field("signature", "map"))
    assert (form.findings[0].element, form.findings[0].file) == ("map", "sample.json")
    assert "signature" in form.findings[0].message


def test_a_form_has_at_most_five_hundred_fields() -> None:
    form = a_form(*(a_field("textfield", f"f{number}") for number in range(501)))
    assert len(form.fields) == 500
    assert ("form-too-large", "error") in rules_of(form)


def test_a_form_of_groups_has_one_step_per_group() -> None:
    form = a_form(a_group("who", a_field("textfield", "name")), a_group("what", a_field("number", "copies")))
    assert [step.id for step in form.steps] == ["who", "what"]
    assert form.steps[0].title_in("fr") == "Étape who"
    assert [field.step for field in form.fields] == ["who", "what"]


def test_a_form_with_a_field_outside_of_groups_is_one_step() -> None:
    form = a_form(a_group("who", a_field("textfield", "name")), a_field("number", "copies"), title="Demande")
    assert [(step.id, step.title_in("fr")) for step in form.steps] == [("sample", "Demande")]


@pytest.mark.parametrize("raw", [{}, {"components": 3}, {"id": 5, "components": [None, [], 1.5, {"type": []}]}])
def test_nonsense_is_reported_not_raised(raw: dict[str, object]) -> None:
    form = read_form(raw, translations={"ar": {"form": 3}})
    assert form.fields == ()
    assert any(finding.severity == "error" for finding in form.findings)


def test_groups_nested_without_end_are_reported() -> None:
    component: dict[str, object] = a_field("textfield")
    for depth in range(200):
        component = a_group(f"g{depth}", component)
    assert ("form-shape", "error") in rules_of(a_form(component))


def test_texts_come_from_the_translations() -> None:
    arabic = {"sample": {"title": "طلب", "components": {"answer": {"label": "الجواب", "options": {"a": "ألف"}}}}}
    french = {"sample": {"title": "Demande"}}
    form = a_form(a_field("radio", values=[{"label": "A", "value": "a"}]), translations={"ar": arabic, "fr": french})
    assert (form.title_in("ar"), form.title_in("fr")) == ("طلب", "Demande")
    assert form.fields[0].label == {"fr": "Question answer", "ar": "الجواب"}
    assert form.fields[0].options[0].label == {"fr": "A", "ar": "ألف"}
    assert rules_of(form) == []


def test_a_text_that_arabic_misses_is_a_warning() -> None:
    form = a_form(a_field("textfield"), translations={"ar": {"sample": {"title": "طلب"}}})
    assert rules_of(form) == [("form-translation", "warning")]


def test_a_translation_of_nothing_is_a_warning() -> None:
    arabic = {"sample": {"components": {"answer": {"label": "الجواب"}, "gone": {"label": "قديم"}}}}
    form = a_form(a_field("textfield"), translations={"ar": arabic})
    assert rules_of(form) == [("form-translation-unknown", "warning")]
