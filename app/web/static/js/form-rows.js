// Adds and removes rows of a list without leaving the page: the server answers with the list as it is then.
import { answersOf, ask, swapPart, unlessOffline } from "./form-requests.js";

const focusAfter = (list, name, count) => {
  const rows = list.querySelectorAll(":scope > [data-row]");
  const row = name === "add_row" ? rows[rows.length - 1] : rows[Math.min(count, rows.length - 1)];
  const next = (name === "add_row" && row?.querySelector("input:not([type=hidden]), select, textarea")) || row || list;
  if (!next.matches("input, select, textarea")) next.tabIndex = -1;
  next.focus();
};

export function changeRowsInPlace(form) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button || !["add_row", "remove_row"].includes(button.name)) return;
    event.preventDefault();
    const list = button.closest(".form-list");
    const body = answersOf(form);
    body.set(button.name, button.value);
    const answer = await unlessOffline(() => ask(form, "part", new URLSearchParams(body)));
    const part = answer?.ok ? swapPart(form, await answer.text(), list.id) : null;
    if (!part) return sendAfterAll(form, button);
    focusAfter(part, button.name, Number(/\[(\d+)\]$/.exec(button.value)?.[1] || 0));
  });
}

// Without an answer the button does what it does without script.
const sendAfterAll = (form, button) => {
  const posted = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
  form.append(posted);
  form.submit();
};
