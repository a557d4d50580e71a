// Draws the commune's own map (GeoJSON of the installation, nothing from elsewhere) under the field of a point: a click,
// or the arrow keys, write latitude and longitude into the field. Without a map the field is typed, as without script.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1000;
const MARKER = 24;
const STEP = 1 / 100;
const CLOSEST = 1 / 64;

const create = (name, attributes = {}, ...children) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

const pointsOf = (coordinates) => (typeof coordinates[0] === "number" ? [coordinates] : coordinates.flatMap(pointsOf));

// Degrees to units of the drawing and back: plain (equirectangular), right enough for the size of a commune.
const projectionOf = (features) => {
  const points = features.flatMap(({ geometry }) => pointsOf(geometry.coordinates));
  const [west, east] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
  const [south, north] = [Math.min(...points.map(([, y]) => y)), Math.max(...points.map(([, y]) => y))];
  const scale = WIDTH / (east - west || 1);
  const stretch = 1 / Math.cos((((south + north) / 2) * Math.PI) / 180);
  return {
    height: (north - south) * scale * stretch || WIDTH,
    draw: ([x, y]) => [(x - west) * scale, (north - y) * scale * stretch],
    read: (x, y) => [north - y / (scale * stretch), west + x / scale],
  };
};

const lineOf = (points, { draw }) => `M${points.map((point) => draw(point).map((value) => value.toFixed(1)).join(" ")).join("L")}`;

const DRAWN = {
  Polygon: (rings, projection) => rings.map((ring) => `${lineOf(ring, projection)}Z`).join(""),
  MultiPolygon: (polygons, projection) => polygons.map((rings) => DRAWN.Polygon(rings, projection)).join(""),
  LineString: lineOf,
  MultiLineString: (lines, projection) => lines.map((line) => lineOf(line, projection)).join(""),
};

const shapeOf = ({ geometry, properties }, projection) => {
  const name = create("title", {}, properties?.name || "");
  if (geometry.type === "Point") {
    const [cx, cy] = projection.draw(geometry.coordinates);
    return create("circle", { cx, cy, r: MARKER / 2, class: "map-place" }, name);
  }
  const kind = geometry.type.includes("Polygon") ? "map-area" : "map-line";
  return DRAWN[geometry.type] ? create("path", { d: DRAWN[geometry.type](geometry.coordinates, projection), class: kind }, name) : "";
};

const readField = (input) => {
  const found = input.value.replaceAll("٫", ".").match(/-?\d+(?:\.\d+)?/g);
  return found?.length === 2 ? found.map(Number) : null;
};

const drawMap = (input, features, words) => {
  const projection = projectionOf(features);
  const marker = create("circle", { r: MARKER, class: "map-marker" });
  const map = create("svg", { class: "form-map", role: "application", tabindex: "0", "aria-label": words.mapLabel });
  const view = { x: 0, y: 0, size: 1 };
  let place = null;

  const look = () => {
    map.setAttribute("viewBox", `${view.x} ${view.y} ${WIDTH * view.size} ${projection.height * view.size}`);
    marker.setAttribute("r", MARKER * view.size);
  };
  const show = () => {
    marker.toggleAttribute("hidden", !place);
    if (place) [marker.cx.baseVal.value, marker.cy.baseVal.value] = place;
  };
  const write = (x, y) => {
    place = [Math.min(Math.max(x, 0), WIDTH), Math.min(Math.max(y, 0), projection.height)];
    input.value = projection.read(...place).map((degrees) => degrees.toFixed(6)).join(", ");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  };
  const zoom = (factor) => {
    const [x, y] = place || [view.x + (WIDTH * view.size) / 2, view.y + (projection.height * view.size) / 2];
    view.size = Math.min(1, Math.max(CLOSEST, view.size * factor));
    view.x = Math.min(Math.max(0, x - (WIDTH * view.size) / 2), WIDTH * (1 - view.size));
    view.y = Math.min(Math.max(0, y - (projection.height * view.size) / 2), projection.height * (1 - view.size));
    look();
  };
  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  map.addEventListener("click", (event) => {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    write(x, y);
  });
  map.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    if (move) {
      const [x, y] = place || [WIDTH / 2, projection.height / 2];
      write(x + move[0] * STEP * WIDTH * view.size, y + move[1] * STEP * WIDTH * view.size);
    } else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 0.5 : 2);
    else return;
    event.preventDefault();
  });
  const follow = () => {
    const point = readField(input);
    place = point ? projection.draw([point[1], point[0]]) : null;
    show();
  };
  input.addEventListener("change", follow);
  map.append(...features.map((feature) => shapeOf(feature, projection)), marker);
  look();
  follow();
  return { map, zoom };
};

const zoomButton = (words, sign, act) => {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-outline-primary target" });
  button.setAttribute("aria-label", words);
  button.textContent = sign;
  button.addEventListener("click", act);
  return button;
};

export async function offerMap(form) {
  const inputs = [...form.querySelectorAll("[data-map-point]")];
  if (!inputs.length || !form.dataset.map) return;
  const answer = await fetch(form.dataset.map, { credentials: "same-origin" });
  if (!answer.ok) return;
  const { features } = await answer.json();
  const words = form.dataset;
  for (const input of inputs) {
    const { map, zoom } = drawMap(input, features, words);
    const help = Object.assign(document.createElement("p"), { className: "form-text", textContent: words.mapHelp });
    const buttons = Object.assign(document.createElement("div"), { className: "map-buttons" });
    buttons.append(zoomButton(words.mapCloser, "+", () => zoom(0.5)), zoomButton(words.mapFarther, "−", () => zoom(2)));
    const box = Object.assign(document.createElement("div"), { className: "map-box", dir: "ltr" });
    box.append(map, buttons);
    input.closest(".form-field").append(help, box);
  }
}
