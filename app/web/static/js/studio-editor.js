// What the rooms of forms and of decisions share: the file as text, the findings under the canvas, notices.
import { keepHold, openFile, studioRoot } from "./studio-draft.js";

export const words = JSON.parse(document.getElementById("editor-words")?.textContent || "{}");

/** Returns the room: the element of the editor, the file that it edits, and the library, loaded together. */
export async function enterRoom() {
  const root = studioRoot();
  const place = document.querySelector("[data-editor]");
  const [file, library] = await Promise.all([openFile(root, place.dataset.path), import(place.dataset.module)]);
  keepHold(root, place.dataset.part);
  offerSource(file);
  keepFindings(file, place);
  return { root, place, file, library };
}

/** Shows why the editor cannot do something; without text the notice goes. */
export function notice(text, detail = "") {
  const place = document.querySelector("[data-editor-notice]");
  place.hidden = !text;
  place.textContent = [text, detail].filter(Boolean).join(" ");
  if (text) document.querySelector("[data-source]").closest("details").open = true;
}

function offerSource(file) {
  const area = document.querySelector("[data-source]");
  file.addEventListener("saved", () => {
    if (document.activeElement !== area) area.value = file.text;
  });
  document.querySelector("[data-source-file]").addEventListener("change", async ({ target }) => {
    if (target.files.length) area.value = await target.files[0].text();
  });
  document.querySelector("[data-source-save]").addEventListener("click", async () => {
    if (await file.saveNow(area.value)) location.reload();
  });
}

function keepFindings(file, place) {
  file.addEventListener("saved", () => refreshFindings(place));
}

export function refreshFindings(place) {
  return replacePart(document.querySelector("[data-file-findings]"), place.dataset.findingsUrl);
}

/** Puts what the server shows now in the place of what a part of the page holds. */
export async function replacePart(part, address) {
  const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (answer?.ok && !answer.redirected) putPart(part, await answer.text());
}

/** Puts the body of a page in the place of what a part holds. */
export function putPart(part, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  part.replaceChildren(...[...page.body.childNodes].map((node) => document.importNode(node, true)));
}

/** Calls `show(id)` when somebody presses the button of a finding. */
export function onFinding(show) {
  document.querySelector("[data-file-findings]").addEventListener("click", (event) => {
    const button = event.target.closest("[data-element]");
    if (button) show(button.dataset.element);
  });
}

/** Words of an editor in the language of the page; `{name}` is filled in. */
export function translate(text, values = {}) {
  return (words.editor[text] ?? text).replace(/\{([^}]+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Marks elements by a rule of style that outlives every drawing of the editor. */
export function marker(style) {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return (attribute, ids) => {
    const chosen = ids.map((id) => `[${attribute}="${CSS.escape(id)}"]`).join(",");
    sheet.replaceSync(chosen ? `:is(${chosen}) { ${style} }` : "");
  };
}
