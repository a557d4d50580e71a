// Plain pages of a draft: rows are added, moved and removed without leaving the page; leaving with changes is asked about.
"use strict";

import { keepHold, showState, studioRoot, words } from "./studio-draft.js";

let changed = false;

const noteChange = () => {
  changed = true;
  showState(words.unsaved);
};

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
  noteChange();
  focusAfter(form, button.value);
  return true;
};

for (const form of document.querySelectorAll("form[data-leave-warning]")) {
  if (form.dataset.hold) keepHold(studioRoot(), form.dataset.hold);
  form.addEventListener("input", noteChange);
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

// A condition is read as soon as it is typed; what is wrong stands beside it, as after saving.
const checkCondition = async (form, input) => {
  const answer = await fetch(`${form.dataset.feelCheck}?${new URLSearchParams({ text: input.value })}`);
  const { words } = await answer.json();
  const field = input.closest(".field");
  let place = field.querySelector(".field-error");
  if (words && !place) {
    place = Object.assign(document.createElement("p"), { className: "field-error", id: `${input.id}-error` });
    field.append(place);
  }
  if (place) place.textContent = words;
  field.classList.toggle("field-invalid", Boolean(words));
  input.setAttribute("aria-invalid", String(Boolean(words)));
  input.setAttribute("aria-describedby", [`${input.id}-hint`, words && `${input.id}-error`].filter(Boolean).join(" "));
};

for (const form of document.querySelectorAll("form[data-feel-check]"))
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-feel]")) checkCondition(form, event.target).catch(() => {});
  });

window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
