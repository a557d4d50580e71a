"""The real form-js viewer in headless Chromium, asked what it shows, computes and refuses."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

VIEWER = Path(__file__).parents[1] / "vendor" / "form-js-viewer.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]

ASK = """
{
const isList = (part, key) => (part.components || []).some(
  (inner) => (inner.type === "dynamiclist" && inner.path === key) || isList(inner, key));
const rest = async (form) => {
  let before = "";
  for (let round = 0; round < 40; round++) {
    for (let wait = 0; wait < 4; wait++) await new Promise((done) => setTimeout(done, 0));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    const now = JSON.stringify(form._getState().data);
    if (round > 2 && now === before) return;
    before = now;
  }
};
globalThis.askViewer = async ({schema, answers}) => {
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  const form = new MastaraParity.Form({container: place});
  const isObject = (value) => (value?.[0] ?? value)?.constructor === Object;
  const rows = Object.fromEntries(Object.entries(answers).filter(([, value]) => isObject(value)));
  const empty = Object.entries(answers).filter(([key, value]) => isList(schema, key) && value.length === 0);
  await form.importSchema(schema, {...rows, ...Object.fromEntries(empty)});
  const left = new Map(Object.entries(answers).filter(([key]) => !isList(schema, key) && !(key in rows)));
  await rest(form);
  for (let round = 0; round < 12 && left.size; round++) {
    const instances = form.get("formFieldInstanceRegistry").getAllKeyed();
    const next = instances.filter((field) => field.valuePath.length === 1 && left.has(field.valuePath[0]));
    if (!next.length) break;
    for (const fieldInstance of next) {
      const key = fieldInstance.valuePath[0];
      form._update({fieldInstance, field: form.get("formFieldRegistry").get(fieldInstance.id), value: left.get(key)});
      left.delete(key);
    }
    await rest(form);
  }
  const {data, errors} = form.submit();
  const fields = form.get("formFieldInstanceRegistry").getAllKeyed();
  const shown = fields.map((field) => field.valuePath);
  const computed = {};
  const refused = [];
  for (const field of fields) {
    const value = field.valuePath.reduce((held, name) => held?.[name], data);
    const definition = form.get("formFieldRegistry").get(field.id);
    if (definition.type === "expression") computed[field.valuePath.join("/")] = value === undefined ? null : value;
    const found = [field.id, ...Object.values(field.indexes || {})].reduce((held, name) => held?.[name], errors);
    if (found?.length) refused.push(field.valuePath);
  }
  form.destroy();
  return {shown, refused, computed};
};
}
"""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a form shows, refuses and computes: paths like `rows[0].name`."""

    shown: frozenset[str]
    refused: frozenset[str]
    computed: dict[str, object]


@contextmanager
def open_viewer() -> Iterator[Page]:
    """Give a page with the viewer in it; nothing is loaded from a network."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.set_content("<!doctype html><html><body></body></html>")
        page.add_script_tag(path=VIEWER)
        page.add_script_tag(content=ASK)
        yield page
        browser.close()


def ask_form_js(page: Page, schema: dict[str, object], answers: dict[str, object]) -> Outcome:
    """Return what the viewer does with a form and these answers."""
    found = page.evaluate("(given) => askViewer(given)", {"schema": schema, "answers": answers})
    return Outcome(
        shown=frozenset(_path(names) for names in found["shown"]),
        refused=frozenset(_path(names) for names in found["refused"]),
        computed=found["computed"],
    )


def _path(names: list[object]) -> str:
    text = ""
    for name in names:
        text += f"[{name}]" if isinstance(name, int) or str(name).isdigit() else f".{name}" if text else str(name)
    return text
