// The room of a decision: dmn-js saves by itself, the panel tries what was saved, the rules that fired are marked.
import { enterRoom, marker, notice, onFinding, putPart, translate, words } from "./studio-editor.js";
import { translateTree } from "./studio-translate.js";

const markFired = marker("background-color: #cfe8d9 !important; box-shadow: inset 0 0 0 1px #006233;");
const markShown = marker("outline: 3px solid #b3261e; outline-offset: -3px;");

const { place, file, library } = await enterRoom();
const tools = { additionalModules: [{ translate: ["value", translate] }] };
const editor = new library.default({
  container: place,
  drd: tools,
  decisionTable: tools,
  literalExpression: tools,
  boxedExpression: tools,
});

translateTree(place, translate, { within: ".context-menu" }); // and names of buttons, everywhere

let opening = true;
let reading = 0;

const save = async () => {
  if (opening) return;
  const turn = (reading += 1);
  const { xml } = await editor.saveXML({ format: true });
  if (turn === reading) file.changed(xml);
};

editor.on("viewer.created", ({ viewer }) => {
  viewer.on("commandStack.changed", save);
  viewer.on("elements.changed", save);
});
editor.on("views.changed", ({ views, activeView }) => showViews(views, activeView));

function showViews(views, active) {
  const bar = document.querySelector("[data-views]");
  const buttons = views.map((view) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = view.type === "drd" ? words.room.graph : view.name || view.id;
    button.setAttribute("aria-pressed", String(view === active || view.id === active?.id));
    button.addEventListener("click", () => open(view));
    return button;
  });
  bar.replaceChildren(...(views.length > 1 ? buttons : []));
}

async function open(view) {
  opening = true;
  await editor.open(view).catch((error) => notice(words.room.unknown_view, error.message));
  fit();
  opening = false;
}

function fit() {
  if (editor.getActiveView()?.type !== "drd") return;
  const canvas = editor.getActiveViewer().get("canvas");
  for (const entry of place.querySelectorAll(".djs-palette [aria-label]")) entry.title = entry.getAttribute("aria-label");
  canvas.zoom(0.8 * canvas.zoom("fit-viewport", "auto"), "auto"); // the palette lies over the edge
}

async function show(xml, wanted) {
  opening = true;
  try {
    await editor.importXML(xml, { open: false });
    const views = editor.getViews();
    const first = views.find((view) => view.id === wanted) ?? views.find((view) => view.type !== "drd") ?? views[0];
    await editor.open(first);
    fit();
    notice("");
    place.dataset.ready = "true";
  } catch (error) {
    notice(words.room.unreadable, error.message);
  }
  opening = false;
}

const panel = document.querySelector("[data-trial-panel]");

const asked = (decide) => {
  const form = panel.querySelector("[data-trial]");
  const answers = new URLSearchParams(form ? new FormData(form) : undefined);
  if (decide) answers.set("decide", "1");
  return `${place.dataset.trialUrl}?${answers}`;
};

let decided = false;
let asking = 0;

// The last question counts: an answer to an earlier one, which came late, would wipe what was decided.
async function refresh() {
  const turn = (asking += 1);
  const answer = await fetch(asked(decided), { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected || turn !== asking) return;
  const shown = await answer.text();
  if (turn !== asking) return;
  const focused = panel.contains(document.activeElement) ? document.activeElement.id : "";
  putPart(panel, shown);
  if (focused) document.getElementById(focused)?.focus();
  markFired("data-row-id", JSON.parse(panel.querySelector("[data-rules]")?.dataset.rules || "[]"));
}

panel.addEventListener("submit", async (event) => {
  event.preventDefault();
  decided = true;
  if (await file.saveNow()) await refresh();
});
panel.addEventListener("change", (event) => {
  if (!event.target.matches("[data-trial-choice]")) return;
  decided = false;
  refresh();
});
file.addEventListener("saved", refresh);
file.addEventListener("replaced", (event) => show(event.detail.text, editor.getActiveView()?.id));

onFinding((id) => {
  markShown("data-element-id", [id]);
  const views = editor.getViews();
  const holder = views.find((view) => view.id === id);
  if (holder) open(holder);
  const at = place.querySelector(`[data-element-id="${CSS.escape(id)}"], [data-row-id="${CSS.escape(id)}"]`) ?? place;
  at.scrollIntoView({ block: "center", inline: "nearest" });
});

await show(file.text, "");
