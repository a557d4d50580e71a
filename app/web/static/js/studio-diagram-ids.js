// Ids that a person can read: made from the name as soon as there is one; an arrow bears those of its two ends.
import { linesOf } from "./studio-diagram-names.js";

const KINDS = [
  ["bpmn:Task", "tache"],
  ["bpmn:CallActivity", "appel"],
  ["bpmn:SubProcess", "sous-processus"],
  ["bpmn:StartEvent", "debut"],
  ["bpmn:EndEvent", "fin"],
  ["bpmn:BoundaryEvent", "evenement"],
  ["bpmn:Event", "evenement"],
  ["bpmn:Gateway", "choix"],
  ["bpmn:SequenceFlow", "fleche"],
  ["bpmn:Lane", "couloir"],
  ["bpmn:LaneSet", "couloirs"],
  ["bpmn:Participant", "participant"],
  ["bpmn:Process", "processus"],
  ["bpmn:Message", "message"],
  ["bpmn:Error", "erreur"],
  ["bpmn:Escalation", "escalade"],
  ["bpmn:Signal", "signal"],
  ["bpmn:EventDefinition", "cause"],
  ["bpmn:TextAnnotation", "note"],
  ["bpmn:Association", "lien"],
  ["bpmn:Group", "groupe"],
  ["bpmn:FlowElement", "donnee"],
];
const AUTOMATIC = new RegExp(`^(?:${KINDS.map(([, word]) => word).join("|")})-\\d+$`);
const MOST_WORDS = 5;
const SMALL_WORDS = new Set(
  "a à au aux avec d de des du en est et l la le les ou par pour que qui s sa se ses son sur un une".split(" "),
);
const LETTERS = {
  ا: "a",
  أ: "a",
  إ: "i",
  آ: "a",
  ب: "b",
  ت: "t",
  ث: "th",
  ج: "j",
  ح: "h",
  خ: "kh",
  د: "d",
  ذ: "dh",
  ر: "r",
  ز: "z",
  س: "s",
  ش: "ch",
  ص: "s",
  ض: "d",
  ط: "t",
  ظ: "z",
  ع: "a",
  غ: "gh",
  ف: "f",
  ق: "q",
  ك: "k",
  ل: "l",
  م: "m",
  ن: "n",
  ه: "h",
  و: "ou",
  ي: "i",
  ى: "a",
  ة: "a",
  ء: "",
  ؤ: "ou",
  ئ: "i",
};

// Returns lower-case words joined by dashes, "" when the text holds no letter.
export function slugOf(text) {
  const latin = [...text.toLowerCase()].map((sign) => LETTERS[sign] ?? sign).join("");
  const words =
    latin
      .replaceAll("œ", "oe")
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .match(/[a-z0-9]+/g) || [];
  const kept = words.filter((word) => !SMALL_WORDS.has(word));
  const slug = (kept.length ? kept : words).slice(0, MOST_WORDS).join("-");
  return /^[0-9]/.test(slug) ? `n-${slug}` : slug;
}

const slugOfName = (name) => {
  const { fr, ar } = linesOf(name);
  return slugOf(fr || ar);
};

export const isAutomatic = (id, prefix = "") => AUTOMATIC.test((id || "").slice(prefix.length));

// A module for the editor; `isUsed(id)` tells whether another file of the procedure bears that id already, `prefix` is
// how every id begins that is made here.
export function readableIds(isUsed, prefix = "") {
  function ReadableIds(bpmnFactory, eventBus, modeling, moddle) {
    const ids = moddle.ids;
    const free = (wanted, counted) => {
      let number = 1;
      let id = counted ? `${wanted}-1` : wanted;
      while (ids.assigned(id)) id = `${wanted}-${++number}`;
      return id;
    };
    const ensure = bpmnFactory._ensureId;
    bpmnFactory._ensureId = function (model) {
      const word = !model.id && this._needsId(model) && KINDS.find(([type]) => model.$instanceOf(type))?.[1];
      const slug = word && model.name ? slugOfName(model.name) : "";
      if (word) model.id = slug ? free(prefix + slug) : free(prefix + word, true);
      ensure.call(this, model);
    };
    // The drawing of an element bears its id too: the old one is free for the next element.
    const setId = (element, id) => {
      modeling.updateProperties(element, { id });
      modeling.updateModdleProperties(element, element.di, { id: `${id}_di` });
    };
    const rename = (element, id) => {
      const before = element.businessObject.id;
      if (!id || id === before) return;
      setId(element, free(id));
      for (const flow of [...(element.incoming || []), ...(element.outgoing || [])]) nameFlow(flow, before);
    };
    // An arrow keeps an id that somebody chose.
    const nameFlow = (flow, before) => {
      if (flow.type !== "bpmn:SequenceFlow" || !flow.source || !flow.target) return;
      const { id } = flow.businessObject;
      const ends = [flow.source.businessObject.id, flow.target.businessObject.id];
      const named = id.split("--");
      const ours = named.length === 2 && (named.includes(before) || named[1].startsWith(`${before}-`));
      const wanted = ends.join("--");
      if ((isAutomatic(id, prefix) || ours) && id !== wanted) setId(flow, free(wanted));
    };
    const named = ({ context }) => {
      const element = context.element.labelTarget || context.element;
      const model = element.businessObject;
      if (!model?.name || !isAutomatic(model.id, prefix) || isUsed(model.id) || model.$instanceOf("bpmn:SequenceFlow")) return;
      const slug = slugOfName(model.name);
      rename(element, slug && prefix + slug);
    };
    eventBus.on("commandStack.element.updateLabel.postExecuted", named);
    eventBus.on("commandStack.element.updateProperties.postExecuted", (event) => {
      if ("name" in event.context.properties) named(event);
    });
    eventBus.on("commandStack.shape.create.postExecuted", ({ context }) =>
      named({ context: { element: context.shape } }),
    );
    eventBus.on(
      ["commandStack.connection.create.postExecuted", "commandStack.connection.reconnect.postExecuted"],
      (event) => {
        const flow = event.context.connection;
        nameFlow(flow, flow.businessObject.id.split("--")[0]);
      },
    );
  }
  ReadableIds.$inject = ["bpmnFactory", "eventBus", "modeling", "moddle"];
  return { __init__: ["readableIds"], readableIds: ["type", ReadableIds] };
}
