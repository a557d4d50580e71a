"""A form comes, changes its name and goes: index, texts and tasks follow, and the package still loads."""

import json
from collections.abc import Mapping

import pytest

from app.forms import read_form
from app.forms.foreign import foreign_names
from app.forms.package_changes import (
    add_form,
    form_path,
    list_forms,
    remove_form,
    rename_form,
    tasks_by_form,
)
from app.forms.text_editing import NewText, list_texts, own_components, write_texts
from app.linting import lint_files
from app.procedures import package_from_files
from app.procedures.changes import PartRefused
from tests.builders.packages import SLUG, a_package

Files = dict[str, bytes]
AR = f"forms/{SLUG}/translations/ar.yaml"


@pytest.fixture
def files() -> Files:
    return a_package().files()


def after(files: Files, changes: Mapping[str, bytes | None]) -> Files:
    merged = {**files, **changes}
    return {path: content for path, content in merged.items() if content is not None}


def test_a_new_form_is_listed_named_in_each_language_and_opened_by_its_task(files: Files) -> None:
    changed = after(
        files, add_form(files, SLUG, "second-look", titles={"fr": "Relire", "ar": "إعادة النظر"}, task="review")
    )

    package = package_from_files(SLUG, changed)
    assert "second-look" in package.forms
    assert package.form_translations["ar"]["second-look"]["title"] == "إعادة النظر"
    assert tasks_by_form(changed, SLUG) == {"second-look": ["review"]}


def test_a_renamed_form_keeps_its_fields_its_texts_and_its_task(files: Files) -> None:
    changed = after(files, rename_form(files, SLUG, "review", "decide"))

    package = package_from_files(SLUG, changed)
    assert package.forms["decide"]["id"] == "decide"
    assert package.form_translations["ar"]["decide"]["title"] == "الفحص"
    assert package.bpmn.elements["review"].form == "decide"
    assert not [found for found in lint_files(SLUG, changed).errors if "form" in found.rule]


def test_the_form_that_starts_a_case_may_be_renamed_but_not_removed(files: Files) -> None:
    renamed = after(files, rename_form(files, SLUG, "request", "ask"))

    assert package_from_files(SLUG, renamed).manifest["start_form"] == "ask"
    with pytest.raises(PartRefused, match="no case starts with"):
        remove_form(files, SLUG, "request")


def test_a_removed_form_leaves_a_task_that_the_checks_report(files: Files) -> None:
    changed = after(files, remove_form(files, SLUG, "review"))

    assert list_forms(changed, SLUG) == ["request"]
    assert b"review" not in changed[AR]
    assert tasks_by_form(changed, SLUG) == {"review": ["review"]}
    assert "user-task-form" in {found.rule for found in lint_files(SLUG, changed).errors}


@pytest.mark.parametrize(
    ("name", "problem"), [("review", "taken"), ("../x", "shape"), ("Été", "shape"), ("", "shape"), ("a" * 99, "shape")]
)
def test_a_name_that_cannot_be_used_is_refused_and_nothing_changes(files: Files, name: str, problem: str) -> None:
    with pytest.raises(PartRefused) as refused:
        add_form(files, SLUG, name, titles={})
    assert refused.value.problem == problem


def test_forms_stand_in_the_order_of_the_index_and_forgotten_ones_after_them(files: Files) -> None:
    files[form_path(SLUG, "a-stray")] = b"{}"

    assert list_forms(files, SLUG) == ["request", "review", "a-stray"]


def test_what_another_tool_wrote_into_a_form_is_named() -> None:
    raw = {
        "type": "default",
        "id": "a",
        "executionPlatform": "Camunda Cloud",
        "components": [{"type": "group", "id": "g", "components": [{"type": "text", "id": "t", "x-tool": 1}]}],
    }

    assert foreign_names(raw) == ("executionPlatform", "t.x-tool")


def test_a_damaged_form_can_still_be_renamed_and_removed(files: Files) -> None:
    files[form_path(SLUG, "review")] = b"{"

    assert after(files, rename_form(files, SLUG, "review", "decide"))[form_path(SLUG, "decide")] == b"{"
    assert form_path(SLUG, "review") not in after(files, remove_form(files, SLUG, "review"))


def test_arabic_texts_are_written_where_forms_look_for_them(files: Files) -> None:
    texts = [
        NewText(component="", part="title", text="طلب البطاقة"),
        NewText(component="applicant_name", part="label", text="الاسم الكامل"),
        NewText(component="applicant_name", part="error:required", text="اكتبوا الاسم."),
        NewText(component="age", part="label", text=""),
    ]

    changed = after(files, write_texts(files, SLUG, "request", "ar", texts, {}))

    form = package_from_files(SLUG, changed).form_translations["ar"]["request"]
    assert form["title"] == "طلب البطاقة"
    assert form["components"]["applicant_name"] == {"label": "الاسم الكامل", "errors": {"required": "اكتبوا الاسم."}}
    assert "age" not in form["components"]


def test_texts_follow_a_component_to_its_new_id(files: Files) -> None:
    changed = after(files, write_texts(files, SLUG, "request", "ar", [], {"age": "years"}))

    assert "years" in package_from_files(SLUG, changed).form_translations["ar"]["request"]["components"]


def test_the_label_of_an_option_written_as_a_number_is_found_again(files: Files) -> None:
    files[AR] = "request:\n  components:\n    age:\n      options:\n        1: واحد\n".encode()

    changed = write_texts(files, SLUG, "request", "ar", [NewText(component="age", part="option:1", text="أول")], {})

    assert "1: أول" in (changed[AR] or b"").decode()


def test_texts_are_listed_in_reading_order_with_the_missing_ones_marked(files: Files) -> None:
    raw = json.loads(files[form_path(SLUG, "review")])
    form = read_form(raw, translations={"ar": {"review": {"title": "الفحص"}}})

    texts = list_texts(form, own_components(raw))

    assert [(text.component, text.part, text.is_missing("ar")) for text in texts] == [
        ("", "title", False),
        ("verdict", "label", True),
        ("verdict", "option:accepted", True),
        ("verdict", "option:refused", True),
        ("verdict", "error:required", False),
        ("verdict_reasons", "label", True),
    ]
