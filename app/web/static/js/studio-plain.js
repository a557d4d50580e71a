// Plain pages of a draft: rows are added, moved and removed without leaving the page; leaving with changes is asked about.
"use strict";

let changed = false;

const openRows = (form) => new Set([...form.querySelectorAll("details[open] > input[name$='.was']")].map((input) => input.value));

const keepOpen = (form, open) => {
  for (const input of form.querySelectorAll("details > input[name$='.was']"))
    if (input.value && open.has(input.value)) input.parentElement.open = true;
};

const focusAfter = (form, action) => {
  const [part, rest] = action.split(".");
  const section = form.querySelector(`#${CSS.escape(part)}`);
  const rows = section?.querySelectorAll("[data-row]") ?? [];
  const row = rest === "add" ? rows[rows.length - 1] : null;
  const next = row?.querySelector("input:not([type=hidden]), select, textarea") ?? section?.querySelector("h2") ?? form;
  if (!next.matches("input, select, textarea")) next.tabIndex = -1;
  next.focus();
};

const swap = async (form, button) => {
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form, button) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(form.id);
  if (!fresh) return false;
  const open = openRows(form);
  form.replaceChildren(...fresh.childNodes);
  keepOpen(form, open);
  changed = true;
  focusAfter(form, button.value);
  return true;
};

for (const form of document.querySelectorAll("form[data-leave-warning]")) {
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.formTarget && button.formTarget !== "_self") return;
    if (form.dataset.rowsInPlace === undefined || button?.name !== "action" || button.value === "save") {
      changed = false;
      return;
    }
    event.preventDefault();
    const done = await swap(form, button).catch(() => false);
    if (done) return;
    changed = false;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "action", value: button.value }));
    form.submit();
  });
}

window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
