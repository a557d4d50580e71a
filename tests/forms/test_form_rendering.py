"""Rendering: each field has its label, its help and its error, and nothing typed becomes markup."""

import html5lib
import pytest

from app.forms import AttachmentRef, FormDefinition
from tests.forms.builders import CITY_OPTIONS, a_field, a_form, a_group, render

FILES = {
    "proof": [AttachmentRef(id="f1", piece="proof", filename="a <b>.pdf", media_type="application/pdf", size=12_345)]
}
NASTY = '"><script>alert(1)</script>{{7*7}}'


def page(markup: str) -> "html5lib.treebuilders.etree.Element":
    """Parse strictly: any error of HTML fails the test."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        f"<!doctype html><html><head><title>x</title></head><body><form>{markup}</form></body></html>"
    )


def every_type() -> FormDefinition:
    return a_form(
        a_group(
            "one",
            a_field(
                "textfield", "name", description="Comme sur la carte", validate={"required": True, "maxLength": 60}
            ),
            a_field("textfield", "card", properties={"kind": "cin"}),
            a_field("textfield", "name_arabic", properties={"kind": "name_ar"}),
            a_field("textfield", "fee", properties={"kind": "amount"}),
            a_field("textarea", "reason"),
            a_field("number", "copies", decimalDigits=0, appearance={"suffixAdorner": "ex."}),
            a_field("datetime", "born", subtype="date", properties={"max": "today", "autocomplete": "bday"}),
        ),
        a_group(
            "two",
            a_field("checkbox", "agree", validate={"required": True}),
            a_field("radio", "city", values=CITY_OPTIONS, validate={"required": True}),
            a_field("select", "office", values=CITY_OPTIONS),
            a_field("checklist", "needs", values=CITY_OPTIONS),
            a_field("taglist", "tags", values=CITY_OPTIONS),
            a_field("filepicker", "proof", properties={"piece": "proof"}),
            a_field("filepicker", "more", multiple=True),
            a_field("number", "fixed", readonly=True),
            a_field("expression", "computed", expression="=1"),
            {
                "type": "text",
                "id": "note",
                "text": "# Titre\n\nUn **mot** et un [lien](https://exemple.ma).\n\n- a\n- b",
            },
            {"type": "separator", "id": "line"},
            {"type": "spacer", "id": "room"},
            {"type": "button", "id": "send", "label": "Envoyer"},
        ),
    )


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("step", [None, "one", "two"])
def test_every_type_is_strict_html(language: str, step: str | None) -> None:
    form = every_type()
    errors = {field.key: NASTY for field in form.fields}
    answers = {field.key: NASTY for field in form.fields}
    tree = page(render(form, answers, errors=errors, language=language, step=step, files=FILES, id_prefix="p-"))
    assert tree.find(".//script") is None
    assert not [element for element in tree.iter() if "style" in element.attrib or "onclick" in element.attrib]


def test_ids_are_unique_and_every_control_has_a_label() -> None:
    tree = page(render(every_type(), files=FILES, id_prefix="p-"))
    ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    labelled = {element.attrib["for"] for element in tree.iter("label")}
    controls = [element for name in ("input", "select", "textarea") for element in tree.iter(name)]
    assert controls
    assert all(control.attrib["id"] in labelled and control.attrib["id"].startswith("p-") for control in controls)


def test_help_and_error_are_tied_to_the_control() -> None:
    tree = page(render(every_type(), errors={"name": "Trop court."}, id_prefix="p-"))
    control = tree.find(".//input[@name='name']")
    assert control.attrib["aria-describedby"] == "p-name-help p-name-error"
    assert control.attrib["aria-invalid"] == "true"
    assert control.attrib["aria-required"] == "true"
    assert "Trop court." in "".join(tree.find(".//*[@id='p-name-error']").itertext())
    assert "Comme sur la carte" in "".join(tree.find(".//*[@id='p-name-help']").itertext())


def test_choices_stand_in_a_fieldset_with_a_legend_and_the_first_has_the_fields_id() -> None:
    tree = page(render(every_type(), {"city": "fes"}, errors={"city": "Choisissez."}))
    group = next(found for found in tree.iter("fieldset") if found.find(".//input[@name='city']") is not None)
    assert group.attrib["role"] == "radiogroup"
    assert group.attrib["aria-describedby"] == "city-error"
    assert "Question city" in "".join(group.find("legend").itertext())
    choices = group.findall(".//input[@name='city']")
    assert [choice.attrib["id"] for choice in choices] == ["city", "city-2"]
    assert ["checked" in choice.attrib for choice in choices] == [False, True]


def test_optional_fields_say_so_in_words() -> None:
    assert "(facultatif)" not in render(a_form(a_field("textfield", validate={"required": True})))
    assert "(facultatif)" in render(a_form(a_field("textfield")))
    assert "(اختياري)" in render(a_form(a_field("textfield")), language="ar")


def test_kinds_help_the_keyboard_and_the_direction() -> None:
    tree = page(render(every_type()))
    arabic, card, fee = (tree.find(f".//input[@name='{name}']").attrib for name in ("name_arabic", "card", "fee"))
    assert (arabic["dir"], arabic["lang"]) == ("rtl", "ar")
    assert card["dir"] == "ltr"
    assert fee["inputmode"] == "decimal"


def test_days_are_typed_in_the_browsers_control() -> None:
    control = page(render(every_type(), {"born": "1990-12-31"})).find(".//input[@name='born']")
    assert (control.attrib["type"], control.attrib["value"], control.attrib["max"]) == (
        "date",
        "1990-12-31",
        "2026-03-03",
    )
    assert control.attrib["autocomplete"] == "bday"


def test_joined_files_are_listed_with_a_button_that_removes_them() -> None:
    tree = page(render(every_type(), files=FILES))
    buttons = list(tree.iter("button"))
    assert buttons[0].attrib.get("name") is None, "the Enter key must not remove a file"
    assert (buttons[1].attrib["name"], buttons[1].attrib["value"]) == ("remove_attachment", "f1")
    assert "a <b>.pdf" in "".join(buttons[1].itertext())
    assert tree.find(".//input[@name='proof']") is None, "the field takes one file and has it"
    assert "accept" in tree.find(".//input[@name='more']").attrib


def test_a_read_only_field_is_shown_and_not_posted() -> None:
    tree = page(render(every_type(), {"fixed": 12}))
    assert tree.find(".//input[@name='fixed']") is None
    assert "12" in "".join(tree.find(".//*[@id='fixed']").itertext())


def test_hidden_components_are_not_in_the_page() -> None:
    form = a_form(a_field("textfield", "first"), a_field("textfield", "second", conditional={"hide": "=first = null"}))
    assert 'name="second"' not in render(form)
    assert 'name="second"' in render(form, {"first": "x"})


def test_what_was_typed_stands_in_the_form_again() -> None:
    form = a_form(
        a_field("number", "copies"), a_field("checklist", "needs", values=CITY_OPTIONS), a_field("checkbox", "yes")
    )
    tree = page(render(form, {"copies": ["douze"], "needs": ["fes"], "yes": ["true"]}, errors={"copies": "?"}))
    assert tree.find(".//input[@name='copies']").attrib["value"] == "douze"
    assert [("checked" in box.attrib) for box in tree.findall(".//input[@name='needs']")] == [False, True]
    assert "checked" in tree.find(".//input[@name='yes']").attrib


def test_values_of_the_case_stand_in_the_form() -> None:
    form = a_form(a_field("textfield", "name"), a_field("number", "copies", defaultValue=2))
    tree = page(render(form, context={"name": "Amina"}))
    assert [tree.find(f".//input[@name='{name}']").attrib["value"] for name in ("name", "copies")] == ["Amina", "2"]


def test_a_step_is_rendered_without_the_others() -> None:
    markup = render(every_type(), step="one")
    assert 'name="name"' in markup
    assert 'name="city"' not in markup
    assert "<h2" not in markup, "the page itself has the step's title"


def test_the_form_tells_whether_it_takes_files() -> None:
    form = every_type()
    assert (form.takes_files("one"), form.takes_files("two"), form.takes_files()) == (False, True, True)
