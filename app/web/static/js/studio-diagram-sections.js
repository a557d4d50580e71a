// Which properties an element has, and in which order a person reads them.
import { communeFields } from "./studio-diagram-communes.js";
import { eventFields } from "./studio-diagram-events.js";
import { joinedLines, linesOf } from "./studio-diagram-names.js";
import { attributeField, withNothing } from "./studio-diagram-references.js";
import {
  automaticFields,
  callFields,
  decisionFields,
  mappingFields,
  personFields,
  repetitionFields,
  scriptFields,
} from "./studio-diagram-work.js";

const AUTOMATIC = ["bpmn:ServiceTask", "bpmn:SendTask", "bpmn:BusinessRuleTask", "bpmn:ScriptTask"];

export const kindOf = (element) => element.businessObject.$type.slice(5);

// Returns { title, sections: [{ title, fields }] }; a section without fields is left out.
export function sectionsOf(element, context) {
  const { words } = context;
  const sections = [
    { title: words.sectionName, fields: nameFields(element, context) },
    { title: words.sectionPerson, fields: personFields(element, context) },
    { title: words.sectionWork, fields: workFields(element, context) },
    { title: words.sectionEvent, fields: eventFields(element, context) },
    { title: words.sectionWay, fields: wayFields(element, context) },
    { title: words.sectionCitizen, fields: citizenFields(element, context) },
    { title: words.sectionData, fields: mappingFields(element, context) },
    { title: words.sectionRepetition, fields: repetitionFields(element, context) },
    { title: words.sectionCommunes, fields: communeFields(element, context) },
    { title: words.sectionNotes, fields: noteFields(element, context) },
  ];
  const plain = [words.sectionName, words.sectionPerson, words.sectionWay, words.sectionNotes];
  const offered = context.plain ? sections.filter(({ title }) => plain.includes(title)) : sections;
  return { title: titleOf(element, words), sections: offered.filter(({ fields }) => fields.length) };
}

function titleOf(element, words) {
  const model = element.businessObject;
  const event = model.eventDefinitions?.[0]?.$type.slice(5).replace("EventDefinition", "");
  const kind = words.kinds[kindOf(element)] || kindOf(element);
  return event ? `${kind} – ${words.causes[event] || event}` : kind;
}

function nameFields(element, context) {
  const { values, words, choices } = context;
  const model = element.businessObject;
  if (model.$instanceOf("bpmn:TextAnnotation")) {
    const text = {
      name: "text",
      kind: "area",
      rows: 4,
      label: words.noteText,
      value: model.text || "",
      set: (typed) => values.setAttribute(element, "text", typed),
    };
    return [text];
  }
  if (model.$instanceOf("bpmn:Collaboration") || model.$instanceOf("bpmn:Association"))
    return [idField(element, context)];
  const { fr, ar } = linesOf(model.name);
  const setName = (lines) => {
    const name = joinedLines({ ...linesOf(model.name), ...lines }); // as it stands now: the other line may just have changed
    if (name !== (model.name || "")) values.setAttribute(element, "name", name);
  };
  const role = model.$instanceOf("bpmn:Lane") ? [laneField(element, context)] : [];
  return [
    ...role,
    {
      name: "name-fr",
      kind: "text",
      label: words.nameFrench,
      lang: "fr",
      dir: "ltr",
      value: fr,
      set: (typed) => setName({ fr: typed }),
    },
    {
      name: "name-ar",
      kind: "text",
      label: words.nameArabic,
      lang: "ar",
      dir: "rtl",
      value: ar,
      set: (typed) => setName({ ar: typed }),
    },
    ...(role.length ? [] : [idField(element, context)]),
    ...processFields(element, context),
  ];
}

function idField(element, { words, rename }) {
  const { id } = element.businessObject;
  return {
    name: "id",
    kind: "text",
    label: words.id,
    hint: words.idHint,
    dir: "ltr",
    value: id,
    set: (typed) => typed && typed !== id && rename(element, typed),
  };
}

// A lane is a role: choosing it names the lane and gives it its key.
function laneField(element, { values, words, choices, say }) {
  const model = element.businessObject;
  return {
    name: "lane-role",
    kind: "select",
    label: words.role,
    hint: words.laneHint,
    value: model.id,
    options: choices().roles,
    set: (key) => {
      const role = choices().roles.find((each) => each.key === key);
      if (!role || key === model.id) return;
      if (values.moddle.ids.assigned(key)) say(words.laneTaken);
      else values.modeling.updateProperties(element, { id: key, name: joinedLines(role.names) });
    },
  };
}

function processFields(element, { values, words }) {
  const model = element.businessObject;
  const process = model.$instanceOf("bpmn:Participant")
    ? model.processRef
    : model.$instanceOf("bpmn:Process")
      ? model
      : null;
  if (!process) return [];
  return [
    {
      name: "executable",
      kind: "check",
      label: words.executable,
      value: Boolean(process.isExecutable),
      set: (on) => values.setBelow(element, process, { isExecutable: on }),
    },
  ];
}

function workFields(element, context) {
  const model = element.businessObject;
  if (model.$instanceOf("bpmn:CallActivity")) return callFields(element, context);
  if (model.$instanceOf("bpmn:BusinessRuleTask")) return decisionFields(element, context);
  if (model.$instanceOf("bpmn:ScriptTask")) return scriptFields(element, context);
  if (AUTOMATIC.some((type) => model.$instanceOf(type))) return automaticFields(element, context);
  return [];
}

// Arrows and choices: under which condition one goes which way.
function wayFields(element, { values, words }) {
  const model = element.businessObject;
  if (model.$instanceOf("bpmn:SequenceFlow")) {
    const isDefault = model.sourceRef?.default === model;
    const condition = {
      name: "condition",
      kind: "area",
      label: words.condition,
      hint: words.conditionHint,
      feel: "always",
      disabled: isDefault,
      value: model.conditionExpression?.body || "",
      set: (typed) =>
        values.setExpression(
          element,
          model,
          "conditionExpression",
          typed && !typed.startsWith("=") ? `=${typed}` : typed,
        ),
    };
    const otherwise = {
      name: "default",
      kind: "check",
      label: words.otherwise,
      hint: words.otherwiseHint,
      value: isDefault,
      set: (on) =>
        values.together(
          () => values.modeling.updateProperties(element.source, { default: on ? model : undefined }),
          () => on && values.setBelow(element, model, { conditionExpression: undefined }),
        ),
    };
    return model.sourceRef?.$instanceOf("bpmn:ExclusiveGateway") ||
      model.sourceRef?.$instanceOf("bpmn:InclusiveGateway") ||
      model.sourceRef?.$instanceOf("bpmn:Activity")
      ? [condition, otherwise]
      : [];
  }
  if (!model.$instanceOf("bpmn:ExclusiveGateway") && !model.$instanceOf("bpmn:InclusiveGateway")) return [];
  const flows = element.outgoing.filter(({ type }) => type === "bpmn:SequenceFlow");
  if (flows.length < 2) return [];
  const options = flows.map(({ businessObject: flow }) => ({
    key: flow.id,
    label:
      `${linesOf(flow.name).fr || linesOf(flow.name).ar || ""} → ${linesOf(flow.targetRef.name).fr || flow.targetRef.id}`.trim(),
  }));
  return [
    {
      name: "default",
      kind: "select",
      label: words.otherwiseWay,
      value: model.default?.id || "",
      options: withNothing(options, words.none),
      set: (id) =>
        values.modeling.updateProperties(element, { default: flows.find((flow) => flow.id === id)?.businessObject }),
    },
  ];
}

function citizenFields(element, context) {
  const { words, choices } = context;
  const model = element.businessObject;
  if (!model.$instanceOf("bpmn:FlowNode")) return [];
  const end = model.$instanceOf("bpmn:EndEvent") && !model.$parent?.$instanceOf("bpmn:SubProcess");
  return [
    attributeField(element, context, "mastara:status", {
      label: words.status,
      hint: words.statusHint,
      options: choices().statuses,
    }),
    ...(end || model.get("mastara:outcome")
      ? [
          attributeField(element, context, "mastara:outcome", {
            label: words.outcome,
            hint: words.outcomeHint,
            options: choices().outcomes,
          }),
        ]
      : []),
  ];
}

function noteFields(element, { values, words }) {
  if (
    !element.businessObject.$instanceOf("bpmn:BaseElement") ||
    element.businessObject.$instanceOf("bpmn:TextAnnotation")
  )
    return [];
  return [
    {
      name: "documentation",
      kind: "area",
      rows: 3,
      label: words.documentation,
      hint: words.documentationHint,
      value: values.documentation(element),
      set: (typed) => values.setDocumentation(element, typed),
    },
  ];
}
