"""What a page shows and computes while one types is what the server shows and computes from the same answers.

`MASTARA_PARITY_PAIRS=500 pytest tests/forms/test_form_live.py` runs the long proof.
"""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from app.forms import FormDefinition
from tests.forms.builders import CITY_OPTIONS, a_field, a_form, a_group, render, validate
from tests.forms.page_server import PageServer, serve_pages
from tests.forms.parity.form_js import CHROMIUM, FLAGS
from tests.forms.parity.random_forms import FormMaker, Json

PAIRS = min(int(os.environ.get("MASTARA_PARITY_PAIRS", "12")), 500)
TYPE_ANSWERS = """
async (answers) => {
  const form = document.forms[0];
  const type = (name, value) => {
    const values = (Array.isArray(value) ? value : [value]).map(String);
    for (const input of [...form.elements].filter((one) => one.name === name)) {
      if (["checkbox", "radio"].includes(input.type)) input.checked = values.includes(input.value);
      else if (input.multiple) for (const option of input.options) option.selected = values.includes(option.value);
      else input.value = value === null ? "" : String(value).replace(".", input.inputMode === "decimal" ? "," : ".");
    }
  };
  const left = new Map(Object.entries(answers));
  for (let round = 0; round < 8; round++) {
    for (const [name, value] of [...left]) {
      if (![...form.elements].some((one) => one.name === name)) continue;
      type(name, value);
      left.delete(name);
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
    for (let wait = 0; wait < 6; wait++) await new Promise((done) => setTimeout(done, 1));
  }
  const shown = [...form.elements].map((one) => one.name).filter(Boolean);
  const words = [...form.querySelectorAll("[data-feel]")].map((one) => one.textContent);
  return { shown: [...new Set(shown)], words };
}
"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed here"),
]


class _Server(PageServer):
    posted: list[tuple[str, str]] = []
    reply = staticmethod(lambda purpose, posted: (200, "application/json", '{"errors": {}, "beside": {}}'))


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with serve_pages(_Server) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(base_url=address)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        yield page
        browser.close()
        assert problems == []


def open_form(page: Page, form: FormDefinition, answers: Json | None = None, **settings: object) -> None:
    _Server.body = render(form, answers or {}, shared=settings.pop("shared", ()), **settings)
    page.goto("/page")


def flat(answers: Json, start: str = "") -> Json:
    """Return the answers by the names of their inputs."""
    found: Json = {}
    for key, value in answers.items():
        if isinstance(value, dict):
            found |= flat(value, f"{start}{key}.")
        elif isinstance(value, list) and any(isinstance(row, dict) for row in value):
            for index, row in enumerate(value):
                found |= flat(row, f"{start}{key}[{index}].")
        else:
            found[f"{start}{key}"] = value
    return found


NAMES = "() => [...document.forms[0].elements].map((one) => one.name).filter(Boolean)"
WORDS = "() => [...document.querySelectorAll('output[data-feel]')].map((one) => one.textContent)"


def test_random_forms_follow_the_typing_as_the_server_does(page: Page) -> None:
    different = []
    for seed in range(PAIRS):
        schema, answers = FormMaker(seed).make()
        components = list(schema["components"])
        computed = [entry["key"] for entry in components if entry["type"] == "expression"]
        words = "".join(f"{{{{string({key})}}}}; " for key in computed)
        form = a_form(*components, {"type": "text", "id": "words", "text": words or "…"})
        lists = {field.field_key for field in form.fields if field.type == "dynamiclist"}
        rows = {key: [{} for _ in answers[key]] for key in lists if key in answers}
        open_form(page, form, rows)
        found = page.evaluate(TYPE_ANSWERS, {key: value for key, value in flat(answers).items() if key not in lists})
        _Server.body = render(form, validate(form, answers).entered, shared=())
        page.goto("/page")
        expected = (set(page.evaluate(NAMES)), page.evaluate(WORDS))
        ours = (set(found["shown"]) - {"shown_fields"}, found["words"])
        if ours != expected:
            different.append((seed, sorted(ours[0] ^ expected[0]), ours[1], expected[1]))
    assert different == []


def test_a_condition_follows_the_typing_and_gives_back_what_was_typed(page: Page) -> None:
    form = a_form(
        a_field("radio", "town", values=CITY_OPTIONS),
        a_field("textfield", "street", conditional={"hide": '=town != "fes"'}),
    )
    open_form(page, form)
    expect(page.locator("#street")).to_have_count(0)
    page.check("[value=fes]")
    page.fill("#street", "Rue Talaa")
    page.check("[value=rabat]")
    expect(page.locator("#street")).to_have_count(0)
    page.check("[value=fes]")
    expect(page.locator("#street")).to_have_value("Rue Talaa")


def test_a_computed_value_follows_amounts_as_they_are_typed(page: Page) -> None:
    form = a_form(
        a_field("textfield", "fee", properties={"kind": "amount"}),
        a_field("number", "copies"),
        {"type": "expression", "id": "total", "key": "total", "expression": "=fee * copies / 100 + parameters.stamp"},
        {"type": "text", "id": "words", "text": "Total : **{{total}}** DH"},
    )
    open_form(page, form, context={"parameters": {"stamp": 2, "other": "secret"}}, shared={"parameters"})
    assert "secret" not in page.content()
    page.fill("#fee", "١٢٫٥٠")
    page.locator("#copies").press_sequentially("3")
    expect(page.locator("strong output")).to_have_text("39.5")


def test_a_group_hides_as_a_whole_and_columns_keep_their_place(page: Page) -> None:
    side_by_side = {"layout": {"row": "r", "columns": 8}}
    form = a_form(
        a_field("checkbox", "married"),
        a_group("spouse", a_field("textfield", "spouse_name"), conditional={"hide": "=not(married)"}),
        a_field("textfield", "maiden_name", conditional={"hide": "=not(married)"}, **side_by_side),
        a_field("textfield", "last_name", **side_by_side),
    )
    open_form(page, form)
    page.check("#married")
    expect(page.locator("#spouse_name")).to_be_visible()
    expect(page.locator(".row > .col-lg-6")).to_have_count(2)
    page.uncheck("#married")
    expect(page.locator("#spouse_name")).to_have_count(0)


def test_a_field_closes_and_opens_and_its_held_value_counts(page: Page) -> None:
    form = a_form(
        a_field("checkbox", "same"),
        a_field("textfield", "address", readonly="=same"),
        {"type": "text", "id": "words", "text": "Adresse : {{address}}"},
    )
    open_form(page, form, {"address": "Rue Talaa"})
    page.fill("#address", "Rue Neuve")
    expect(page.locator("output")).to_have_text("Rue Neuve")
    page.check("#same")
    expect(page.locator("#address")).to_be_disabled()
    expect(page.locator("output")).to_have_text("Rue Talaa")
    page.uncheck("#same")
    expect(page.locator("#address")).to_be_enabled()
    expect(page.locator("output")).to_have_text("Rue Neuve")


def test_a_condition_that_looks_at_what_the_page_may_not_hold_is_left_to_the_server() -> None:
    form = a_form(a_field("textfield", "note", conditional={"hide": "=inner_opinion != null"}))
    markup = render(form, context={"inner_opinion": "réservé"}, shared=())
    assert "inner_opinion" not in markup
    assert "réservé" not in markup
    assert 'name="note"' not in markup


def test_a_value_that_no_answer_changes_is_written_in_words_and_not_computed_again() -> None:
    form = a_form(
        a_field("textfield", "note"),
        {"type": "text", "id": "words", "text": "Effet au {{day}}. Note : {{note}}"},
    )
    markup = render(form, context={"day": "2026-12-14"}, shared={"day"})
    assert "Effet au lundi 14 décembre 2026." in markup
    assert 'data-feel="day"' not in markup
    assert 'data-feel="note"' in markup
