// Keyboard of a worklist: j / k move, Enter opens, c claims, x ticks, / searches, ? shows the keys.
"use strict";

const list = document.querySelector("[data-worklist]");
const help = document.querySelector("dialog#keyboard-help");

function rows() {
  return [...list.querySelectorAll("[data-row]")];
}

function active() {
  return list.querySelector(".row-active");
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const here = all.indexOf(active());
  const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  for (const row of all) row.classList.toggle("row-active", row === next);
  const link = next.querySelector("[data-open]");
  if (link) link.focus();
  next.scrollIntoView({ block: "nearest" });
}

function press(selector) {
  const target = active() && active().querySelector(selector);
  if (target) target.click();
}

const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  c: () => press("[data-claim]"),
  x: () => press("input[type=checkbox]"),
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => help?.showModal(),
};

function typing(target) {
  return target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

if (list) {
  document.addEventListener("keydown", (event) => {
    const action = ACTIONS[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || help?.open) return;
    event.preventDefault();
    action();
  });
  list.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    for (const one of rows()) one.classList.toggle("row-active", one === row);
  });
  watchTicks();
}

// The bar of bulk actions appears with the first ticked row and counts them.
function watchTicks() {
  const bar = document.querySelector("[data-bulk-bar]");
  if (!bar) return;
  const all = document.querySelector("[data-tick-all]");
  const boxes = () => [...list.querySelectorAll("[data-row] input[type=checkbox]")];
  const show = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    bar.hidden = ticked === 0;
    const counter = bar.querySelector("[data-ticked]");
    if (counter) counter.textContent = String(ticked);
    if (all) all.checked = ticked > 0 && ticked === boxes().length;
  };
  all?.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    show();
  });
  list.addEventListener("change", show);
  show();
}
