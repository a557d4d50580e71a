// What the checks say, on the elements and in a list below; a click on a line selects the element.
import { make } from "./studio-diagram-fields.js";
import { lineIn } from "./studio-diagram-names.js";
import { send } from "./studio-draft.js";

const WEIGHT = { error: 0, warning: 1, info: 2 };
const SIGNS = { error: "✕", warning: "!", info: "i" };

// `draw` returns the findings of the drawing itself: [{ rule, element, severity }].
export function startFindings(box, { modeler, root, path, shown, words, rules, draw, fixed }) {
  const overlays = modeler.get("overlays");
  const registry = modeler.get("elementRegistry");
  const selection = modeler.get("selection");
  const canvas = modeler.get("canvas");
  const list = box.querySelector("[data-findings-list]");
  const count = box.querySelector("[data-findings-count]");
  let asked = 0;

  async function refresh() {
    const number = ++asked;
    const told = await fetchFindings(root);
    if (!told || number !== asked) return;
    const ours = told.filter(({ file }) => file === path);
    const elsewhere = told.filter(({ file, severity }) => file !== path && severity !== "info").length;
    show(
      [...ours, ...(await drawn(ours))].sort((one, other) => WEIGHT[one.severity] - WEIGHT[other.severity]),
      elsewhere,
    );
  }

  // What the drawing lacks in clarity, where nothing graver is said of the same element.
  async function drawn(known) {
    const told = new Set(known.map(({ element }) => element));
    const found = (await draw()).filter(
      ({ element, rule }) => rules[rule] && registry.get(element) && !told.has(element),
    );
    return found.map(({ rule, element }) => ({
      rule,
      element,
      severity: "info",
      message: rules[rule],
      title: words.readability,
    }));
  }

  function show(findings, elsewhere) {
    const serious = findings.filter(({ severity }) => severity !== "info").length;
    count.textContent = findings.length ? String(findings.length) : "";
    count.dataset.tone = serious ? "danger" : "";
    const rows = findings.map((finding) =>
      make("li", { className: "drawing-finding", "data-severity": finding.severity }, ...rowOf(finding)),
    );
    list.replaceChildren(
      ...(rows.length ? rows : [make("li", { className: "studio-hint", textContent: words.nothingFound })]),
    );
    const more = box.querySelector("[data-findings-more]");
    more.hidden = !elsewhere;
    more.querySelector("a").textContent = words.elsewhere.replace("{count}", elsewhere);
    markElements(findings);
  }

  function rowOf(finding) {
    const sign = make("span", {
      className: "drawing-sign",
      textContent: SIGNS[finding.severity],
      "aria-hidden": "true",
    });
    const kind = make("span", {
      className: "visually-hidden",
      textContent: `${words.severities[finding.severity]} : `,
    });
    const element = finding.element && registry.get(finding.element);
    const place = element && (lineIn(element.businessObject.name, shown.language) || element.id);
    const message = make(
      "span",
      { dir: "auto" },
      ...(place ? [make("strong", { textContent: place }), " – "] : []),
      finding.message,
    );
    const body = element
      ? make("button", { type: "button", className: "drawing-finding-go" }, sign, kind, message)
      : make("span", { className: "drawing-finding-go" }, sign, kind, message);
    if (element) body.addEventListener("click", () => go(element));
    const page = finding.page && make("a", { href: finding.page, textContent: words.why });
    return [body, page, fixButton(finding)];
  }

  function fixButton(finding) {
    if (!finding.fix) return null;
    const button = make("button", {
      type: "button",
      className: "btn btn-sm btn-outline-primary",
      textContent: finding.fix,
    });
    button.addEventListener("click", () => fixed(finding));
    return button;
  }

  function go(element) {
    selection.select(element);
    canvas.scrollToElement(element, { top: 120, right: 120, bottom: 120, left: 180 });
  }

  function markElements(findings) {
    overlays.remove({ type: "studio-finding" });
    const gravest = new Map();
    for (const finding of findings) {
      if (finding.element && registry.get(finding.element) && !gravest.has(finding.element))
        gravest.set(finding.element, finding);
    }
    for (const [id, finding] of gravest) {
      const html = make("span", {
        className: "drawing-mark",
        "data-severity": finding.severity,
        title: finding.message,
        textContent: SIGNS[finding.severity],
      });
      const element = registry.get(id);
      const position = element.waypoints ? middleOf(element) : { top: -10, left: -10 };
      overlays.add(id, "studio-finding", { position, html });
    }
  }
  return { refresh };
}

// Overlays of an arrow are placed from the corner of its box.
function middleOf({ waypoints }) {
  const middle = waypoints[Math.floor((waypoints.length - 1) / 2)];
  const next = waypoints[Math.floor((waypoints.length - 1) / 2) + 1] || middle;
  const left = Math.min(...waypoints.map(({ x }) => x));
  const top = Math.min(...waypoints.map(({ y }) => y));
  return { left: (middle.x + next.x) / 2 - left - 9, top: (middle.y + next.y) / 2 - top - 9 };
}

async function fetchFindings(root) {
  const answer = await send(root, "findings.json");
  return answer.ok ? (await answer.json()).findings : null;
}
