// The editor on its canvas: bpmn-js with what the studio adds to it.
import { blocksModule } from "./studio-diagram-blocks.js";
import { readableIds } from "./studio-diagram-ids.js";
import { MASTARA } from "./studio-diagram-moddle.js";
import { bilingualNames } from "./studio-diagram-names.js";
import { repertoireModule } from "./studio-diagram-repertoire.js";

const EDGE = 8; // pixels between a menu and the edge of the window
const SHELF = "mastara-studio-clipboard";

// What is copied in one tab can be pasted in another: the shelf is the browser's own, for this site alone.
function sharedClipboard(createReviver) {
  function SharedClipboard(moddle) {
    let kept = null;
    let written = "";
    this.set = (tree) => {
      kept = tree;
      written = JSON.stringify(tree);
      localStorage.setItem(SHELF, written);
    };
    this.get = () => {
      const stored = localStorage.getItem(SHELF) || "";
      if (stored && stored !== written) return JSON.parse(stored, createReviver(moddle));
      return kept;
    };
    this.clear = () => {
      kept = null;
      localStorage.removeItem(SHELF);
    };
    this.isEmpty = () => !this.get();
  }
  SharedClipboard.$inject = ["moddle"];
  return { clipboard: ["type", SharedClipboard] };
}

// Menus stay inside the window: the editor looks at the page, which is longer.
function WholeMenus(popupMenu) {
  popupMenu._ensureVisible = (container, { x, y }) => {
    const { width, height } = container.getBoundingClientRect();
    const inside = (place, size, room) => Math.max(EDGE, Math.min(place, room - size - EDGE));
    return { x: inside(x, width, window.innerWidth), y: inside(y, height, window.innerHeight) };
  };
}
WholeMenus.$inject = ["popupMenu"];

// `editor` is the bundle; `words` holds the translations by the English text of the editor.
export function makeModeler(container, { editor, words, shown, repertoire, choices, isUsed, prefix }) {
  const font = { fontFamily: getComputedStyle(document.body).fontFamily };
  const translate = (template, values = {}) =>
    (words.editor[template] || template).replace(/{([^}]+)}/g, (whole, name) => values[name] ?? whole);
  return new editor.Modeler({
    container,
    moddleExtensions: { mastara: MASTARA },
    textRenderer: { defaultStyle: { ...font, fontSize: 12 }, externalStyle: { ...font, fontSize: 12 } },
    additionalModules: [
      { translate: ["value", translate] },
      { __init__: ["wholeMenus"], wholeMenus: ["type", WholeMenus] },
      editor.minimapModule,
      editor.simulationModule,
      bilingualNames(shown),
      readableIds(isUsed, prefix),
      blocksModule(choices, words.panel, words.palette, repertoire),
      repertoireModule(repertoire, words.palette),
      sharedClipboard(editor.createReviver),
    ],
  });
}

// A diagram to begin with: one process under the key of the procedure, one start.
export function emptyDiagram(slug) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:mastara="urn:mastara:bpmn:1" id="${slug}-definitions" targetNamespace="urn:mastara:processes" expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">
  <bpmn:process id="${slug}" isExecutable="true">
    <bpmn:startEvent id="debut" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="${slug}-diagram">
    <bpmndi:BPMNPlane id="${slug}-plane" bpmnElement="${slug}">
      <bpmndi:BPMNShape id="debut-shape" bpmnElement="debut"><dc:Bounds x="180" y="160" width="36" height="36" /></bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
}
