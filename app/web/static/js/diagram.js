// Draws a procedure's BPMN diagram where the page has an element with data-diagram-url, and marks the way already made.
// The list of stages beside it stays: it is the version for screen readers, old browsers and paper.

const MARGIN = 24; // around the drawing, in its own units
const READABLE = 0.65; // below this scale names cannot be read
// The viewer neither drags nor catches the wheel: the frame scrolls.
const STILL = { moveCanvas: ["value", null], zoomScroll: ["value", null], keyboardMove: ["value", null] };
const SVG_MARKS = { "data-visited": "visited", "data-positions": "current", "data-missed": "missed" };
const DIFFERENCES = { "data-added": "diff-added", "data-removed": "diff-removed", "data-changed": "diff-changed", "data-moved": "diff-moved" };
const TOLD = ["diff-added", "diff-removed", "diff-changed"];

for (const box of document.querySelectorAll("[data-diagram-url]")) {
  if (!box.dataset.watched) {
    box.dataset.watched = "yes";
    box.hidden = false;
    box.closest(".diagram-figure")?.removeAttribute("hidden");
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
  const frame = document.createElement("div");
  frame.className = "diagram-frame";
  const canvasBox = document.createElement("div");
  canvasBox.className = "diagram-canvas";
  frame.append(canvasBox);
  box.append(frame);
  try {
    addStyle(box.dataset.viewerStyle);
    const [{ default: Viewer }, model] = await Promise.all([import(box.dataset.viewer), fetchModel(box.dataset.diagramUrl)]);
    const font = { fontFamily: getComputedStyle(document.body).fontFamily };
    const viewer = new Viewer({
      container: canvasBox,
      additionalModules: [STILL],
      textRenderer: { defaultStyle: { ...font, fontSize: "13px" }, externalStyle: { ...font, fontSize: "12px" } },
    });
    viewer.get("eventBus").on("import.parse.complete", ({ elementsById }) => chooseLanguage(elementsById, box.dataset.language));
    await viewer.importXML(model);
    mark(viewer, box);
    const scale = scaler(viewer, frame, canvasBox);
    scale.start();
    addTools(box, scale);
    nameDrawing(box, frame);
    if (box.dataset.visited || box.dataset.positions) box.parentElement.querySelector(".diagram-legend")?.removeAttribute("hidden");
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
    for (const id of idsIn(box, attribute)) {
      if (!registry.get(id)) continue;
      canvas.addMarker(id, style);
      if (style !== "missed") visited.add(id);
    }
  }
  for (const [attribute, style] of Object.entries(DIFFERENCES)) {
    for (const id of idsIn(box, attribute)) if (registry.get(id)) canvas.addMarker(id, style);
  }
  for (const flow of registry.filter((element) => element.type === "bpmn:SequenceFlow")) {
    if (visited.has(flow.source?.id) && visited.has(flow.target?.id)) canvas.addMarker(flow.id, "visited");
  }
}

function idsIn(box, attribute) {
  return (box.getAttribute(attribute) || "").split(/\s+/).filter(Boolean);
}

// The drawing is as large as its scale says, inside a frame that scrolls as every frame does: by finger, wheel or keys.
function scaler(viewer, frame, canvasBox) {
  const canvas = viewer.get("canvas");
  const { inner } = canvas.viewbox();
  const whole = { width: inner.width + 2 * MARGIN, height: inner.height + 2 * MARGIN };
  const room = parseFloat(getComputedStyle(frame).maxHeight);
  const fitting = Math.min(frame.clientWidth / whole.width, room / whole.height, 1.1);
  let now = fitting;
  const set = (value) => {
    now = Math.min(Math.max(value, 0.1), 2.5);
    const [width, height] = [whole.width * now, whole.height * now];
    canvasBox.style.width = `${Math.max(width, frame.clientWidth)}px`;
    canvasBox.style.height = `${height}px`;
    canvas.resized();
    const shift = Math.max(0, frame.clientWidth - width) / 2;
    canvas.viewbox({ x: inner.x - MARGIN - shift / now, y: inner.y - MARGIN, width: canvasBox.clientWidth / now, height: whole.height });
  };
  const show = (element) => {
    frame.scrollLeft = (element.x + element.width / 2 - inner.x + MARGIN) * now - frame.clientWidth / 2;
    frame.scrollTop = (element.y + element.height / 2 - inner.y + MARGIN) * now - frame.clientHeight / 2;
  };
  return {
    // The whole drawing where it stays readable; else the current stage, the first difference, or the beginning.
    start() {
      set(Math.max(fitting, READABLE));
      const registry = viewer.get("elementRegistry");
      const place =
        registry.find((element) => element.width && canvas.hasMarker(element, "current")) ||
        registry.find((element) => element.width && TOLD.some((style) => canvas.hasMarker(element, style))) ||
        registry.find((element) => element.type === "bpmn:StartEvent");
      if (place) show(place);
    },
    by: (factor) => set(now * factor),
    fit: () => set(fitting),
  };
}

function addTools(box, scale) {
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
  add("+", box.dataset.zoomIn, () => scale.by(1.25));
  add("−", box.dataset.zoomOut, () => scale.by(0.8));
  add("⤢", box.dataset.zoomFit, () => scale.fit());
  box.prepend(tools);
  // The logo of bpmn.io stays in sight, and covers no name, while the frame scrolls.
  tools.append(box.querySelector(".bjs-powered-by"));
}

// One stop for the keyboard, named as one picture; the arrow keys scroll it.
function nameDrawing(box, frame) {
  frame.querySelector(".djs-container > svg").tabIndex = -1;
  frame.tabIndex = 0;
  frame.setAttribute("role", "img");
  frame.setAttribute("aria-label", box.dataset.label);
}

function sayFailure(box) {
  const note = document.createElement("p");
  note.className = "no-answer";
  note.textContent = box.dataset.failure;
  box.replaceWith(note);
}
