// Our own attributes in the words of moddle; everything else of a file is kept as it stands.

const attribute = (name) => ({ name, type: "String", isAttr: true });
const OF_ELEMENTS = [
  "form",
  "role",
  "operation",
  "result",
  "decision",
  "status",
  "outcome",
  "target",
  "correlation",
  "waits",
  "optional",
  "optionalDefault",
  "extensionPoint",
];
const OF_REPETITIONS = ["collection", "item", "output-collection", "output-item"];

export const MASTARA = {
  name: "Mastara",
  uri: "urn:mastara:bpmn:1",
  prefix: "mastara",
  xml: { tagAlias: "lowerCase" },
  types: [
    { name: "Described", extends: ["bpmn:FlowNode"], properties: OF_ELEMENTS.map(attribute) },
    { name: "Repeated", extends: ["bpmn:MultiInstanceLoopCharacteristics"], properties: OF_REPETITIONS.map(attribute) },
    { name: "Correlated", extends: ["bpmn:Message"], properties: [attribute("correlation")] },
    { name: "Input", superClass: ["Element"], properties: ["name", "value"].map(attribute) },
    { name: "Output", superClass: ["Element"], properties: ["name", "value"].map(attribute) },
  ],
};
