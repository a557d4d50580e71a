// The diagram room: opens the file of the draft, saves it by itself, and joins canvas, panel, checks and tools.
import { emptyDiagram, makeModeler } from "./studio-diagram-canvas.js";
import { drawCoverage } from "./studio-diagram-coverage.js";
import { startFindings } from "./studio-diagram-findings.js";
import { startPanel } from "./studio-diagram-panel.js";
import { translateSimulation } from "./studio-diagram-simulation.js";
import { startTools } from "./studio-diagram-tools.js";
import { Values } from "./studio-diagram-values.js";
import { keepHold, openFile, send, showState, studioRoot } from "./studio-draft.js";

const READABLE = 0.6; // below this scale names cannot be read
const MARGIN = 24; // around the drawing, in its own units
const PALETTE = 130; // what the palette hides of the canvas, in pixels
const REST = 300; // after a change, before the diagram is written out
const room = document.querySelector("[data-diagram]");
const root = studioRoot();
const words = JSON.parse(document.getElementById("diagram-words").textContent);
const { repertoire, ...firstChoices } = JSON.parse(document.getElementById("diagram-choices").textContent);
const shown = { language: document.documentElement.lang === "ar" ? "ar" : "fr" };
const state = { choices: firstChoices, timer: 0, importing: false, changed: false, drawn: false };

const choices = () => state.choices;
const isUsed = (id) => [...choices().forms, ...choices().tasks].some(({ key }) => key === id);
const post = (address, data) =>
  send(root, address, { method: "POST", body: JSON.stringify(data), headers: { "Content-Type": "application/json" } });

start().catch((error) => {
  console.error("The editor could not be started", error);
  showState(words.panel.notStarted, "danger");
});

async function start() {
  const path = room.dataset.path;
  const [editor, file] = await Promise.all([import(room.dataset.editor), openFile(root, path, { missing: emptyDiagram(room.dataset.slug) })]);
  const canvasBox = room.querySelector("[data-canvas]");
  const modeler = makeModeler(canvasBox, { editor, words, shown, repertoire, choices, isUsed });
  const values = new Values(modeler);
  translateSimulation(canvasBox, words.simulation);

  const write = async () => (await modeler.saveXML({ format: true })).xml;
  // Stores what was drawn; a diagram that nobody touched keeps its bytes.
  const store = async () => {
    clearTimeout(state.timer);
    return state.changed ? file.saveNow(await write()) : true;
  };
  const findings = startFindings(room.querySelector("[data-findings]"), {
    modeler, root, path, shown, words: words.panel, rules: words.rules, draw: () => editor.recommendedFindings(modeler.getDefinitions()), fixed: (finding) => fix({ finding, store, reload }),
  });
  const show = async (text, select) => {
    const view = state.drawn && modeler.get("canvas").viewbox();
    state.importing = true;
    try {
      await modeler.importXML(text);
    } finally {
      state.importing = false;
    }
    if (view) modeler.get("canvas").viewbox(view);
    else startView(modeler);
    state.drawn = true;
    const chosen = select && modeler.get("elementRegistry").get(select);
    if (!chosen) return;
    modeler.get("selection").select(chosen);
    modeler.get("canvas").scrollToElement(chosen, 120);
  };
  const reload = async (select) => {
    const fresh = await openFile(root, path);
    Object.assign(file, { text: fresh.text, digest: fresh.digest });
    state.changed = false;
    await show(file.text, select);
    await learn();
  };
  const learn = async () => {
    const answer = await send(root, "diagram/choices.json");
    if (answer.ok) state.choices = await answer.json();
    panel.refresh();
    findings.refresh();
  };

  const panel = startPanel(room.querySelector("[data-panel]"), {
    modeler, values, repertoire, choices, words: words.panel, home: root.dataset.filesUrl,
    say: (text) => showState(text, "danger"),
    checkFeel: (text) => checkFeel(text),
    rename: (element, id) => rename({ element, id, file, store, reload, panel }),
    makeForm: (form) => makeForm(form, learn),
  });
  startTools(room.querySelector("[data-tools]"), {
    modeler, panel: room.querySelector("[data-panel]"), shown, words: words.panel,
    readSource: write,
    applySource: (text) => applySource(text, { show, file }),
    coverage: (on) => drawCoverage(on, { modeler, root, words: words.panel }),
  });

  modeler.get("eventBus").on("commandStack.changed", () => {
    if (state.importing) return;
    clearTimeout(state.timer);
    state.changed = true;
    state.timer = setTimeout(async () => file.changed(await write()), REST);
  });
  file.addEventListener("saved", () => {
    state.changed = file.pending !== null;
    findings.refresh();
  });
  file.addEventListener("replaced", ({ detail }) => show(detail.text));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && learn());
  try {
    await show(file.text, new URLSearchParams(location.search).get("element"));
    findings.refresh();
  } catch (error) {
    sayDamaged(file.text, error);
  }
  keepHold(root, "diagram");
  room.dataset.ready = String(Math.round(performance.now()));
}

// The whole drawing where names stay readable; else its beginning, as high as the canvas allows.
function startView(modeler) {
  const canvas = modeler.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  const { inner, outer } = canvas.viewbox();
  if (canvas.zoom() >= READABLE) return;
  const scale = Math.max(READABLE, Math.min(1, outer.height / (inner.height + 2 * MARGIN)));
  const [width, height] = [outer.width / scale, outer.height / scale];
  const begin = modeler.get("elementRegistry").find(({ type }) => type === "bpmn:StartEvent");
  const fits = inner.height + 2 * MARGIN <= height;
  canvas.viewbox({ x: inner.x - PALETTE / scale, y: fits || !begin ? inner.y - MARGIN : Math.max(inner.y - MARGIN, begin.y - height / 2), width, height });
}

function sayDamaged(text, error) {
  const message = `${words.panel.damaged} ${error.message}`;
  showState(words.panel.damaged, "danger");
  room.querySelector('[data-tool="source"]').dispatchEvent(new CustomEvent("studio-damaged", { detail: { text, message } }));
}

async function applySource(text, { show, file }) {
  const before = file.text;
  try {
    await show(text);
  } catch (error) {
    await show(before).catch(() => {});
    return `${words.panel.notADiagram} ${error.message}`;
  }
  file.changed(text);
  return "";
}

async function checkFeel(text) {
  if (!text) return "";
  const answer = await post("diagram/feel", { text });
  return answer.ok ? (await answer.json()).problem : "";
}

// The server renames in every file at once; the diagram is read again.
async function rename({ element, id, file, store, reload, panel }) {
  const old = element.businessObject.id;
  if (!(await store())) {
    panel.refresh();
    return;
  }
  const answer = await post("diagram/rename", { old, new: id, seen: file.digest });
  const told = await answer.json().catch(() => ({ message: words.panel.notRenamed }));
  if (answer.ok) {
    await reload(id);
    showState(told.saved_words);
  } else {
    showState(told.message, "danger");
    panel.refresh();
  }
}

async function makeForm(form, learn) {
  const answer = await post("diagram/forms", { form });
  const told = await answer.json().catch(() => ({ message: words.panel.notMade }));
  showState(answer.ok ? told.saved_words : told.message, answer.ok ? "" : "danger");
  if (answer.ok) await learn();
}

// The correction is written by the server into the files as they are stored.
async function fix({ finding, store, reload }) {
  if (!(await store())) return;
  const answer = await send(root, `findings/${encodeURIComponent(finding.key)}/fix`, { method: "POST" });
  if (answer.ok) await reload(finding.element);
}
