// The properties of what is selected, in the words of the analyst. The list of fields stands in studio-diagram-sections.js.
import { controlOf, make } from "./studio-diagram-fields.js";
import { sectionsOf } from "./studio-diagram-sections.js";

// With nothing selected the procedure is shown: the pool that holds it, else the process itself.
const procedureOf = (root) =>
  root.children?.find(({ type, businessObject }) => type === "bpmn:Participant" && businessObject.processRef) || root;

// `context`: { modeler, values, words, choices(), checkFeel, rename(element, id), makeForm(key), home, tailoring, plain }.
export function startPanel(box, context) {
  const { modeler, words } = context;
  const bus = modeler.get("eventBus");
  const selection = modeler.get("selection");
  const canvas = modeler.get("canvas");
  let shown = { element: null, signature: "", controls: [] };
  let waiting = 0;

  const chosen = () => {
    const selected = selection.get();
    if (selected.length > 1) return null;
    const element = selected[0]?.labelTarget || selected[0] || procedureOf(canvas.getRootElement());
    return element?.businessObject ? element : null;
  };

  const show = () => {
    const element = chosen();
    if (!element) {
      shown = { element: null, signature: "", controls: [] };
      box.replaceChildren(make("p", { className: "studio-hint", textContent: words.severalSelected }));
      return;
    }
    const { title, sections } = sectionsOf(element, context);
    const fields = sections.flatMap((section) => section.fields);
    const signature = [element.id, title, ...fields.map(({ name, kind, label }) => `${kind}:${name}:${label}`)].join(
      "|",
    );
    if (element === shown.element && signature === shown.signature) {
      fields.forEach((field, index) => shown.controls[index].update(field));
      return;
    }
    build(element, signature, title, sections);
  };

  const build = (element, signature, title, sections) => {
    const same = element === shown.element;
    const focused =
      same && box.contains(document.activeElement)
        ? document.activeElement.closest("[data-field]")?.dataset.field
        : null;
    const scrolled = same ? box.scrollTop : 0;
    const controls = [];
    const parts = sections.map((section) => {
      const made = section.fields.map((field) => controlOf(field, context));
      controls.push(...made);
      const heading = make("h3", { className: "studio-section-title", textContent: section.title });
      return make("section", { className: "studio-section" }, heading, ...made.map(({ node }) => node));
    });
    box.replaceChildren(make("h2", { className: "studio-panel-title", textContent: title }), ...parts);
    shown = { element, signature, controls };
    sections.flatMap((section) => section.fields).forEach((field, index) => controls[index].update(field));
    box.scrollTop = scrolled;
    if (focused)
      box
        .querySelector(`[data-field="${CSS.escape(focused)}"]`)
        ?.querySelector("input, select, textarea, button")
        ?.focus();
  };

  // What is typed is stored before another element is shown, and a click that follows still meets its button.
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 0);
  };
  bus.on(["selection.changed", "commandStack.changed", "root.set", "import.done"], later);
  show();
  return {
    refresh: later,
    focusField(name) {
      show();
      box
        .querySelector(`[data-field="${CSS.escape(name)}"]`)
        ?.querySelector("input, select, textarea")
        ?.focus();
    },
  };
}
