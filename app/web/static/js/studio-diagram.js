// The diagram room: opens the file of the draft and joins canvas, panel, checks and tools.
import { emptyDiagram } from "./studio-diagram-canvas.js";
import { drawCoverage } from "./studio-diagram-coverage.js";
import { startFindings } from "./studio-diagram-findings.js";
import { startPanel } from "./studio-diagram-panel.js";
import { Room } from "./studio-diagram-room.js";
import { translateSimulation } from "./studio-diagram-simulation.js";
import { startTools } from "./studio-diagram-tools.js";
import { Values } from "./studio-diagram-values.js";
import { keepHold, openFile, showState, studioRoot } from "./studio-draft.js";

const box = document.querySelector("[data-diagram]");
const root = studioRoot();
const words = JSON.parse(document.getElementById("diagram-words").textContent);
const { repertoire, ...choices } = JSON.parse(document.getElementById("diagram-choices").textContent);
const shown = { language: document.documentElement.lang === "ar" ? "ar" : "fr" };

start().catch((error) => {
  console.error("The editor could not be started", error);
  showState(words.panel.notStarted, "danger");
});

async function start() {
  const missing = emptyDiagram(box.dataset.slug);
  const [editor, file] = await Promise.all([import(box.dataset.editor), openFile(root, box.dataset.path, { missing })]);
  const canvas = box.querySelector("[data-canvas]");
  const room = new Room({ root, canvas, editor, file, words, shown, choices, repertoire, prefix: box.dataset.prefix });
  translateSimulation(canvas, words.simulation);
  joinParts(room);
  storeBeforeLeaving(room);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && room.learn());
  try {
    await room.show(file.text, new URLSearchParams(location.search).get("element"));
    room.dispatchEvent(new Event("stored"));
  } catch (error) {
    sayDamaged(file.text, error);
  }
  keepHold(root, "diagram");
  box.dataset.ready = String(Math.round(performance.now()));
}

function joinParts(room) {
  const { modeler, editor } = room;
  const panelBox = box.querySelector("[data-panel]");
  const findings = startFindings(box.querySelector("[data-findings]"), {
    modeler,
    root,
    shown,
    path: box.dataset.path,
    words: words.panel,
    rules: words.rules,
    draw: () => editor.recommendedFindings(modeler.getDefinitions()),
    fixed: (finding) => room.fix(finding),
  });
  const panel = startPanel(panelBox, {
    modeler,
    repertoire,
    values: new Values(modeler),
    choices: () => room.choices,
    words: words.panel,
    home: root.dataset.filesUrl,
    plain: Boolean(repertoire.plain),
    tailoring: box.dataset.tailoring === "yes",
    say: (text) => showState(text, "danger"),
    checkFeel: (text) => room.checkFeel(text),
    rename: (element, id) => room.rename(element, id).finally(() => panel.refresh()),
    makeForm: (form, title) => room.makeForm(form, title),
  });
  startTools(box.querySelector("[data-tools]"), {
    modeler,
    panel: panelBox,
    shown,
    words: words.panel,
    readSource: () => room.written(),
    applySource: async (text) => sentence(await room.take(text)),
    arrange: () => room.arrange(),
    coverage: (on) => drawCoverage(on, { modeler, root, words: words.panel }),
  });
  room.addEventListener("stored", () => findings.refresh());
  room.addEventListener("learned", () => {
    panel.refresh();
    findings.refresh();
  });
}

// A link, and Ctrl S, store what the rest of a second has not stored yet.
function storeBeforeLeaving(room) {
  root.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !room.unsaved || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (await room.store()) location.assign(link.href);
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    document.activeElement?.dispatchEvent(new Event("change", { bubbles: true }));
    room.store();
  });
}

const sentence = (fault) => fault && `${words.panel.notADiagram} ${fault}`;

function sayDamaged(text, error) {
  const message = `${words.panel.damaged} ${error.message}`;
  showState(words.panel.damaged, "danger");
  box
    .querySelector('[data-tool="source"]')
    .dispatchEvent(new CustomEvent("studio-damaged", { detail: { text, message } }));
}
