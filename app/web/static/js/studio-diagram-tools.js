// The bar above the canvas: undo, zoom, map, names, simulation, order, source, help.
import { lineIn } from "./studio-diagram-names.js";
import { fitDrawing } from "./studio-diagram-view.js";

const ZOOM_STEP = 1.2;

export function startTools(bar, { modeler, panel, shown, words, readSource, applySource, coverage, arrange }) {
  const commands = modeler.get("commandStack");
  const canvas = modeler.get("canvas");
  const bus = modeler.get("eventBus");
  const button = (name) => bar.querySelector(`[data-tool="${name}"]`);
  const press = (name, act) => button(name)?.addEventListener("click", act);
  const held = (name, on) => button(name)?.setAttribute("aria-pressed", String(on));

  const canUndo = () => {
    button("undo").disabled = !commands.canUndo();
    button("redo").disabled = !commands.canRedo();
  };
  bus.on(["commandStack.changed", "import.done"], canUndo);
  canUndo();
  press("undo", () => commands.undo());
  press("redo", () => commands.redo());
  press("zoom-in", () => canvas.zoom(Math.min(canvas.zoom() * ZOOM_STEP, 4)));
  press("zoom-out", () => canvas.zoom(Math.max(canvas.zoom() / ZOOM_STEP, 0.1)));
  press("fit", () => fitDrawing(canvas));

  const minimap = modeler.get("minimap");
  press("map", () => minimap.toggle());
  bus.on("minimap.toggle", ({ open }) => held("map", open));

  press("names", () => {
    shown.language = shown.language === "fr" ? "ar" : "fr";
    button("names").textContent = words.namesIn[shown.language];
    redraw(modeler, shown);
  });

  const simulation = modeler.get("toggleMode");
  press("simulate", () => simulation.toggleMode());
  bus.on("tokenSimulation.toggleMode", ({ active }) => {
    held("simulate", active);
    panel.inert = active;
    for (const name of ["undo", "redo", "names", "source", "arrange"]) button(name).disabled = active;
    if (!active) canUndo();
  });

  press("arrange", arrange);

  let covered = false;
  press("coverage", async () => {
    covered = !covered;
    held("coverage", covered);
    await coverage(covered);
  });

  startHelp(button("help"));
  startSource(button("source"), { readSource, applySource });
}

// Draws every name again, in the other language.
function redraw(modeler, shown) {
  const elements = modeler
    .get("elementRegistry")
    .filter(({ businessObject }) => businessObject?.name && lineIn(businessObject.name, shown.language));
  modeler.get("eventBus").fire("elements.changed", { elements });
}

function startHelp(button) {
  const dialog = document.getElementById("diagram-help");
  button.addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
}

// The file as text: what no field shows can be written there; a text that is no diagram is not taken.
function startSource(button, { readSource, applySource }) {
  const dialog = document.getElementById("diagram-source");
  const area = dialog.querySelector("textarea");
  const fault = dialog.querySelector("[data-source-fault]");
  const open = (text, message = "") => {
    area.value = text;
    fault.textContent = message;
    fault.hidden = !message;
    if (!dialog.open) dialog.showModal();
  };
  button.addEventListener("click", async () => open(await readSource()));
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.querySelector("[data-apply]").addEventListener("click", async () => {
    const message = await applySource(area.value);
    if (message) open(area.value, message);
    else dialog.close();
  });
  button.addEventListener("studio-damaged", ({ detail }) => open(detail.text, detail.message));
}
