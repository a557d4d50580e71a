"""Dynamic lists and groups with a path: rows without script, each refused answer named by its row."""

import html5lib

from app.forms import FormDefinition
from tests.forms.builders import NOW, a_field, a_form, render, rules_of, validate

REQUIRED = {"required": True}


def children(**settings: object) -> dict[str, object]:
    return {
        "type": "dynamiclist",
        "id": "children",
        "path": "children",
        "label": "Enfants",
        "components": [
            a_field("textfield", "name", validate=REQUIRED),
            a_field("checkbox", "minor"),
            a_field("textfield", "school", conditional={"hide": "=not(this.minor)"}, validate=REQUIRED),
            a_field("textfield", "file_number", readonly=True),
            {"type": "expression", "id": "rank", "key": "rank", "expression": "=i[1] * 10"},
        ],
        **settings,
    }


FORM = a_form(children(), a_field("number", "total"))


def row(name: str, origin: str = "") -> dict[str, list[str]]:
    return {"name": [name], "_origin": [origin]}


def posted(*rows: dict[str, list[str]], **more: list[str]) -> dict[str, list[str]]:
    named = {f"children[{place}].{key}": value for place, row in enumerate(rows) for key, value in row.items()}
    return {"children": [str(len(rows))], **named, **more}


def test_posted_rows_become_a_list_of_objects() -> None:
    found = validate(FORM, posted(row("Amina"), {**row("Youssef"), "minor": ["true"], "school": ["Ibn Sina"]}))
    assert found.errors == {}
    assert found.answers["children"] == [
        {"name": "Amina", "minor": False, "file_number": None, "rank": 10},
        {"name": "Youssef", "minor": True, "school": "Ibn Sina", "file_number": None, "rank": 20},
    ]


def test_a_refused_answer_is_named_by_its_row_and_nothing_typed_is_lost() -> None:
    found = validate(FORM, posted(row("Amina"), {**row(""), "minor": ["true"], "school": [""]}))
    assert list(found.errors) == ["children[1].name", "children[1].school"]
    markup = render(FORM, found.entered, errors=found.errors)
    assert 'id="children[1].name-error"' in markup
    assert 'value="Amina"' in markup


def test_json_rows_are_checked_like_posted_ones() -> None:
    assert validate(FORM, {"children": [{"name": "Amina"}, {}]}).errors.keys() == {"children[1].name"}
    assert validate(FORM, {"children": "Amina"}).errors.keys() == {"children"}
    assert validate(FORM, {"children": [3]}).errors.keys() == {"children"}


def test_read_only_values_follow_their_row_when_another_is_removed() -> None:
    previous = {"children": [{"name": "A", "file_number": "1"}, {"name": "B", "file_number": "2"}]}
    forged = {**row("B", "1"), "file_number": ["9"]}
    found = validate(FORM, posted(forged, {**row("C", "1")}), previous=previous)
    assert [line["file_number"] for line in found.answers["children"]] == ["2", None]


def test_a_list_without_rows_says_so_in_the_language_of_the_person() -> None:
    form = a_form(children(defaultRepetitions=0))
    assert '<p class="form-text">Aucune ligne.</p>' in render(form)
    assert "None" not in render(form, language="ar")


def press(form: FormDefinition, given: dict[str, object]) -> dict[str, object] | None:
    """Press a button of the page on which these answers were typed."""
    return form.apply_row_action(validate(form, given).entered, given)


def test_the_add_button_adds_an_empty_row_and_keeps_what_was_typed() -> None:
    shown = press(FORM, posted(row("Amina", "0"), total=["x"], add_row=["children"]))
    assert shown is not None
    assert [line.get("name") for line in shown["children"]] == ["Amina", None]
    markup = render(FORM, shown)
    assert 'name="children" value="2"' in markup
    assert 'name="children[0]._origin" value="0"' in markup
    assert 'name="children[1]._origin" value=""' in markup
    assert 'value="x"' in markup


def test_the_remove_button_removes_its_row() -> None:
    shown = press(FORM, posted(row("A", "0"), row("B", "1"), remove_row=["children[0]"]))
    assert shown is not None
    assert [line["name"] for line in shown["children"]] == ["B"]
    assert press(FORM, posted(row("A"))) is None


def test_buttons_of_rows_that_do_not_exist_change_nothing() -> None:
    for button in ({"remove_row": ["children[7]"]}, {"remove_row": ["x[0]"]}, {"add_row": ["total"]}):
        shown = press(FORM, posted(row("A"), **button))
        assert shown is not None
        assert len(shown["children"]) == 1


def test_the_number_of_rows_is_bounded() -> None:
    form = a_form(children(properties={"minRows": "1", "maxRows": "2"}))
    assert validate(form, posted(row("A"))).errors == {}
    assert "children" in validate(form, posted()).errors
    assert "children" in validate(form, posted(row("A"), row("B"), row("C"))).errors
    assert "children" in validate(FORM, {"children": [{"name": "A"}] * 5_000}).errors
    assert "children" in validate(FORM, {"children": ["9999"]}).errors


def test_a_list_that_may_not_change_has_no_buttons() -> None:
    markup = render(a_form(children(allowAddRemove=False, defaultRepetitions=2)))
    assert "add_row" not in markup
    assert "remove_row" not in markup
    assert markup.count("<legend") == 3


def test_lists_stand_in_lists() -> None:
    schools = {"type": "dynamiclist", "id": "schools", "path": "schools", "components": [a_field("textfield", "town")]}
    form = a_form(children(components=[a_field("textfield", "name"), schools]))
    answers = {"children": ["1"], "children[0].name": ["A"], "children[0].schools": ["1"]}
    answers["children[0].schools[0].town"] = ["Rabat"]
    assert validate(form, answers).answers == {"children": [{"name": "A", "schools": [{"town": "Rabat"}]}]}
    shown = press(form, {**answers, "add_row": ["children[0].schools"]})
    assert shown is not None
    assert len(shown["children"][0]["schools"]) == 2
    assert 'name="children[0].schools[1].town"' in render(form, shown)


def test_a_group_with_a_path_gives_an_object() -> None:
    mother = {
        "type": "group",
        "id": "mother",
        "path": "mother",
        "components": [
            a_field("textfield", "name", validate=REQUIRED),
            a_field("textfield", "maiden", conditional={"hide": '=mother.name = "X"'}),
        ],
    }
    form = a_form(mother, a_field("textfield", "name", id="own_name"))
    assert rules_of(form) == [("form-id", "warning")]
    found = validate(form, {"mother.name": ["Zineb"], "mother.maiden": ["Alami"], "name": ["A"]})
    assert found.answers == {"mother": {"name": "Zineb", "maiden": "Alami"}, "name": "A"}
    assert validate(form, {"mother": {"name": "X", "maiden": "no"}}).answers["mother"] == {"name": "X"}
    assert list(validate(form, {"mother.name": [""]}).errors) == ["mother.name"]
    assert 'id="mother.name"' in render(form)


def test_a_group_with_a_path_that_was_not_posted_is_shown_and_asked() -> None:
    mother = {
        "type": "group",
        "id": "mother",
        "path": "mother",
        "components": [a_field("textfield", validate=REQUIRED)],
    }
    found = validate(a_form(mother), {})
    assert list(found.errors) == ["mother.answer"]
    assert 'id="mother.answer-error"' in render(a_form(mother), found.entered, errors=found.errors)


def test_conditions_of_the_form_see_the_rows() -> None:
    form = a_form(children(), a_field("textfield", "note", conditional={"hide": "=count(children) < 2"}))
    assert "note" not in validate(form, {"children": [{"name": "A"}], "note": "x"}).answers
    assert validate(form, {"children": [{"name": "A"}, {"name": "B"}], "note": "x"}).answers["note"] == "x"


def test_rows_are_shown_in_words() -> None:
    rows = FORM.display({"children": [{"name": "Amina"}]}, context={}, language="fr", now=NOW)[0].rows
    assert (rows[0].key, rows[0].label, rows[0].value) == ("children[0].name", "Enfants 1 – Question name", "Amina")
    empty = FORM.display({"children": []}, context={}, language="fr", now=NOW)[0].rows[0]
    assert (empty.value, empty.answered) == ("Aucune ligne.", False)


def test_files_may_not_stand_in_a_list() -> None:
    assert rules_of(a_form(children(components=[a_field("filepicker", "scan")]))) == [("form-list-file", "error")]


def test_a_list_is_strict_html() -> None:
    page = f"<!doctype html><html><head><title>x</title></head><body><form>{render(FORM)}</form></body></html>"
    html5lib.HTMLParser(strict=True).parse(page)
