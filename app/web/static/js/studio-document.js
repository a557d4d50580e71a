// The template of a document: line numbers, Tab indents, and the page follows the typing after a short rest.
"use strict";

const REST = 1200;
const box = document.querySelector("[data-source]");
const area = box?.querySelector("textarea");

if (area) {
  const lines = Object.assign(document.createElement("pre"), { className: "source-lines" });
  lines.setAttribute("aria-hidden", "true");
  box.prepend(lines);
  const height = area.clientHeight;
  lines.style.height = `${height}px`;
  let count = 0;
  const number = () => {
    const now = area.value.split("\n").length;
    if (now !== count) lines.textContent = Array.from({ length: now }, (_, index) => index + 1).join("\n");
    count = now;
    lines.style.height = `${area.clientHeight}px`;
    lines.scrollTop = area.scrollTop;
  };
  let timer = 0;
  const button = document.querySelector("[data-preview]");
  area.addEventListener("input", () => {
    number();
    clearTimeout(timer);
    timer = setTimeout(() => area.form.requestSubmit(button), REST);
  });
  area.addEventListener("scroll", number);
  new ResizeObserver(number).observe(area);
  // Escape gives Tab back to the keyboard, so that nobody is caught in the field.
  let indents = true;
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") indents = false;
    if (event.key !== "Tab" || event.shiftKey || !indents) return;
    event.preventDefault();
    area.setRangeText("  ", area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  area.addEventListener("focus", () => (indents = true));
  number();
}
