// Draws a procedure's BPMN diagram where the page has an element with data-diagram-url, and marks the way already made.
// The list of stages beside it stays: it is the version for screen readers, old browsers and paper.

const SVG_MARKS = { "data-visited": "visited", "data-positions": "current" };

for (const box of document.querySelectorAll("[data-diagram-url]")) {
  if (!box.dataset.watched) {
    box.dataset.watched = "yes";
    box.hidden = false;
    whenSeen(box, () => draw(box));
  }
}

function whenSeen(box, act) {
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    act();
  }, { rootMargin: "200px" });
  watcher.observe(box);
}

async function draw(box) {
  const canvasBox = document.createElement("div");
  canvasBox.className = "diagram-canvas";
  box.append(canvasBox);
  try {
    addStyle(box.dataset.viewerStyle);
    const [{ default: Viewer }, model] = await Promise.all([import(box.dataset.viewer), fetchModel(box.dataset.diagramUrl)]);
    // The wheel belongs to the page: the drawing is moved by hand, by its buttons and by the arrow keys.
    const font = { fontFamily: getComputedStyle(document.body).fontFamily };
    const viewer = new Viewer({
      container: canvasBox,
      zoomScroll: { enabled: false },
      textRenderer: { defaultStyle: { ...font, fontSize: "13px" }, externalStyle: { ...font, fontSize: "12px" } },
    });
    viewer.get("eventBus").on("import.parse.complete", ({ elementsById }) => chooseLanguage(elementsById, box.dataset.language));
    await viewer.importXML(model);
    mark(viewer, box);
    fit(viewer);
    addTools(box, viewer);
    nameDrawing(box, canvasBox);
    box.parentElement.querySelector(".diagram-legend")?.removeAttribute("hidden");
    box.dataset.drawn = "yes";
  } catch (error) {
    console.error("The diagram could not be drawn", error);
    sayFailure(box);
  }
}

function addStyle(address) {
  if (!address || document.querySelector(`link[href="${address}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  document.head.append(link);
}

async function fetchModel(address) {
  const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/xml" } });
  if (!answer.ok) throw new Error(`Expected the BPMN model at ${address}, found HTTP ${answer.status}`);
  return answer.text();
}

// Names are written "French, line break, Arabic": the reader sees the line in the page's language.
function chooseLanguage(elements, language) {
  const line = language === "ar" ? 1 : 0;
  for (const element of Object.values(elements ?? {})) {
    const lines = typeof element.name === "string" ? element.name.split("\n") : [];
    if (lines.length > 1) element.name = lines[line].trim();
  }
}

function mark(viewer, box) {
  const registry = viewer.get("elementRegistry");
  const canvas = viewer.get("canvas");
  const visited = new Set();
  for (const [attribute, style] of Object.entries(SVG_MARKS)) {
    for (const id of (box.getAttribute(attribute) || "").split(/\s+/).filter(Boolean)) {
      if (!registry.get(id)) continue;
      canvas.addMarker(id, style);
      visited.add(id);
    }
  }
  for (const flow of registry.filter((element) => element.type === "bpmn:SequenceFlow")) {
    if (visited.has(flow.source?.id) && visited.has(flow.target?.id)) canvas.addMarker(flow.id, "visited");
  }
}

// All of it, with a margin, so that names under the outer signs are not cut.
function showAll(canvas) {
  canvas.zoom("fit-viewport", "auto");
  canvas.zoom(Math.min(canvas.zoom() * 0.92, 1.2), "auto");
}

// The whole drawing where it stays readable; else its beginning or the current stage, to be moved by hand.
function fit(viewer) {
  const canvas = viewer.get("canvas");
  showAll(canvas);
  const smallest = 0.45;
  if (canvas.zoom() >= smallest) return;
  canvas.zoom(smallest);
  const current = viewer.get("elementRegistry").find((element) => canvas.hasMarker(element, "current"));
  if (current) canvas.scrollToElement(current, 80);
}

function addTools(box, viewer) {
  const canvas = viewer.get("canvas");
  const tools = document.createElement("div");
  tools.className = "diagram-tools";
  const add = (sign, label, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.title = label;
    button.addEventListener("click", act);
    tools.append(button);
  };
  add("+", box.dataset.zoomIn, () => canvas.zoom(Math.min(canvas.zoom() * 1.25, 3)));
  add("−", box.dataset.zoomOut, () => canvas.zoom(Math.max(canvas.zoom() / 1.25, 0.15)));
  add("⤢", box.dataset.zoomFit, () => showAll(canvas));
  box.prepend(tools);
  box.addEventListener("keydown", (event) => scrollByKey(event, box, canvas));
}

const STEPS = { ArrowUp: [0, 60], ArrowDown: [0, -60], ArrowLeft: [60, 0], ArrowRight: [-60, 0] };

function scrollByKey(event, box, canvas) {
  const step = STEPS[event.key];
  if (!step || event.target.closest("button, a")) return;
  event.preventDefault();
  canvas.scroll({ dx: step[0], dy: step[1] });
}

// One stop for the keyboard: the canvas itself, named; arrows move it.
function nameDrawing(box, canvasBox) {
  const drawing = canvasBox.querySelector("svg");
  drawing?.setAttribute("focusable", "false");
  drawing?.setAttribute("aria-hidden", "true");
  canvasBox.tabIndex = 0;
  canvasBox.setAttribute("role", "group");
  canvasBox.setAttribute("aria-label", box.dataset.label);
}

function sayFailure(box) {
  const note = document.createElement("p");
  note.className = "no-answer";
  note.textContent = box.dataset.failure;
  box.replaceWith(note);
}
