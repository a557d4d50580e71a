"""Shared blocks: taken in by name, with their texts, under the prefix that a form gives them."""

from pathlib import Path

from app.forms import FormDefinition, read_blocks, read_form
from tests.forms.builders import NOW, rules_of, validate

SHARED = Path(__file__).parents[2] / "forms" / "_shared"
FILES = {
    f"forms/_shared/{path.relative_to(SHARED).as_posix()}": path.read_bytes()
    for path in SHARED.rglob("*")
    if path.is_file()
}
BLOCKS = read_blocks(FILES)


def a_form_with(*components: dict[str, object], **translations: dict[str, object]) -> FormDefinition:
    raw = {"type": "default", "id": "sample", "schemaVersion": 19, "components": list(components)}
    return read_form(raw, translations=translations, blocks=BLOCKS)


def block(name: str, identifier: str = "part", **properties: str) -> dict[str, object]:
    return {"type": "group", "id": identifier, "properties": {"block": name, **properties}}


def test_every_shipped_block_is_complete_in_both_languages() -> None:
    for name in BLOCKS.definitions:
        form = a_form_with(block(name), ar={"sample": {"title": "س"}})
        assert form.findings == ()
        assert form.components[0].label.keys() >= {"fr", "ar"}
        for language in ("ar", "fr"):
            form.render(answers={}, errors={}, context={}, language=language, now=NOW)


def test_a_prefix_lets_a_block_stand_twice() -> None:
    form = a_form_with(block("identity", "mother", prefix="mother_"), block("identity", "father", prefix="father_"))
    assert form.findings == ()
    keys = [field.key for field in form.fields]
    assert "mother_cin" in keys
    assert "father_cin" in keys
    assert form.find_field("mother_cin").label["ar"] == form.find_field("father_cin").label["ar"]


def test_the_prefix_stands_in_the_expressions_of_the_block() -> None:
    form = a_form_with(block("company", prefix="seller_"))
    assert form.find_field("seller_rc_court").hide == "=seller_rc = null"
    given = {"seller_company_name": ["SARL Atlas"], "seller_ice": ["001234567000089"]}
    assert validate(form, given).errors == {}
    assert validate(form, {**given, "seller_rc": ["12"]}).errors.keys() == {"seller_rc_court"}


def test_a_kind_of_several_answers_is_a_block() -> None:
    form = a_form_with({"type": "group", "id": "who", "properties": {"kind": "person"}})
    assert form.find_field("cin") is not None
    assert form.findings == ()


def test_a_form_may_word_a_component_of_a_block_anew() -> None:
    form = a_form_with(block("address"), ar={"sample": {"title": "س", "components": {"city": {"label": "المدينة"}}}})
    assert form.find_field("city").label["ar"] == "المدينة"


def test_what_cannot_be_taken_in_is_a_finding() -> None:
    assert rules_of(a_form_with(block("nobody"))) == [("form-unknown-block", "error")]
    assert rules_of(a_form_with(block("address", prefix="A b"))) == [("form-block-prefix", "error")]
    looping = {"forms/_shared/loop.json": b'{"components": [{"type": "group", "properties": {"block": "loop"}}]}'}
    raw = {"type": "default", "id": "sample", "schemaVersion": 19, "components": [block("loop")]}
    assert ("form-block-cycle", "error") in rules_of(read_form(raw, translations={}, blocks=read_blocks(looping)))
