// What a task does: a person with a form, a connector, a decision, a script, a shared flow; and how often.
import { attributeChoice, attributeField, named, periodOptions, withNothing } from "./studio-diagram-references.js";

export function personFields(element, context) {
  const { values, words, choices, home, makeForm } = context;
  const model = element.businessObject;
  if (!model.$instanceOf("bpmn:UserTask")) return [];
  const form = values.attribute(element, "mastara:form") || model.id;
  const known = choices().forms.some(({ key }) => key === form);
  const ofLane = words.roleOfLane.replace("{role}", roleOfLane(model, choices, words));
  return [
    attributeChoice(element, context, "mastara:role", {
      label: words.role,
      none: ofLane,
      options: choices().roles.filter(({ key }) => key !== "system"),
    }),
    attributeChoice(element, context, "mastara:form", {
      label: words.form,
      none: words.formOfTask.replace("{form}", model.id),
      options: choices().forms,
    }),
    known
      ? { name: "form-open", kind: "link", label: words.formOpen, href: `${home}forms/${encodeURIComponent(form)}` }
      : {
          name: "form-make",
          kind: "button",
          label: words.formMake.replace("{form}", form),
          act: () => makeForm(form, model.name || ""),
        },
    attributeChoice(element, context, "mastara:target", {
      label: words.target,
      hint: words.targetHint,
      options: periodOptions(choices, ""),
    }),
  ];
}

function roleOfLane(model, choices, words) {
  const lane = model.lanes?.[0];
  const role = choices().roles.find(({ key }) => key === lane?.id);
  return role?.label || lane?.id || words.noLane;
}

export function automaticFields(element, context) {
  const { values, words, choices } = context;
  const operation = values.attribute(element, "mastara:operation");
  const known = choices().operations.find(({ name }) => name === operation);
  const options = choices().operations.map(({ name, label }) => ({ key: name, label }));
  const choice = {
    ...attributeChoice(element, context, "mastara:operation", {
      label: words.operation,
      options,
      hint: known?.summary,
    }),
    set: (name) => setOperation(element, context, name),
  };
  const declared = (known?.inputs || []).flatMap((input) => [
    inputField(element, context, input),
    ...openLink(element, context, input),
  ]);
  const result = attributeField(element, context, "mastara:result", { label: words.result, hint: words.resultHint });
  return [choice, ...declared, ...(operation ? [result] : [])];
}

// A connector comes with the inputs that it cannot do without; what was filled in stays.
function setOperation(element, { values, choices }, name) {
  const operation = choices().operations.find((each) => each.name === name);
  const missing = (operation?.inputs || []).filter((input) => !values.mapping(element, "Input", input.name));
  values.together(
    () => values.setAttribute(element, "mastara:operation", name),
    ...missing.map(
      ({ name: input, value }) =>
        () =>
          value && values.addMapping(element, "Input", input, value),
    ),
  );
}

function inputField(element, { values, words, choices }, { name, label, of, prefix = "" }) {
  const value = values.mapping(element, "Input", name)?.value || "";
  const set = (typed) => typed !== value && values.setMapping(element, "Input", name, typed);
  const options = of === "periods" ? periodOptions(choices, prefix) : choices()[of]?.map(named);
  const field = { name: `input-${name}`, label: label || name, value, set };
  if (options && !value.startsWith("=")) return { ...field, kind: "select", options: withNothing(options, words.none) };
  return { ...field, kind: "text", feel: "marked", hint: words.valueHint, options: variablesOf(choices) };
}

// What an input names has a room of its own, where the procedure holds it and no expression chooses it.
function openLink(element, { values, words, choices, home }, { name, of }) {
  const key = values.mapping(element, "Input", name)?.value;
  if (!words.opens[of] || !choices()[of].some((each) => each.key === key && each.own)) return [];
  return [
    { name: `open-${name}`, kind: "link", label: words.opens[of], href: `${home}${of}/${encodeURIComponent(key)}` },
  ];
}

const variablesOf = (choices) => choices().variables.map(({ key, label }) => ({ key: `=${key}`, label }));

export function decisionFields(element, context) {
  const { values, words, choices, home } = context;
  const decision = values.attribute(element, "mastara:decision");
  const known = choices().decisions.find(({ key }) => key === decision);
  return [
    attributeChoice(element, context, "mastara:decision", {
      label: words.decision,
      options: choices().decisions.map(named),
    }),
    known
      ? {
          name: "decision-open",
          kind: "link",
          label: words.decisionOpen,
          href: `${home}decisions/${encodeURIComponent(known.file.replace(/\.dmn$/, ""))}`,
        }
      : { name: "decision-make", kind: "link", label: words.decisionMake, href: `${home}decisions` },
    attributeField(element, context, "mastara:result", { label: words.result, hint: words.resultHint }),
  ];
}

export function scriptFields(element, context) {
  const { values, words } = context;
  const model = element.businessObject;
  const write = (typed) =>
    values.modeling.updateProperties(element, { script: typed || undefined, scriptFormat: "application/feel" });
  return [
    {
      name: "script",
      kind: "area",
      rows: 4,
      label: words.script,
      hint: words.scriptHint,
      feel: "always",
      value: model.script || "",
      set: write,
    },
    attributeField(element, context, "mastara:result", { label: words.result, hint: words.scriptResultHint }),
  ];
}

export function callFields(element, context) {
  const { values, words, choices } = context;
  const called = values.attribute(element, "calledElement");
  const flow = choices().flows.find(({ key }) => key === called);
  const choice = {
    name: "calledElement",
    kind: "select",
    label: words.flow,
    value: called,
    options: withNothing(choices().flows.map(named), words.none),
    set: (key) => setFlow(element, context, key),
  };
  if (!flow) return [choice];
  const inputs = flow.inputs.map((name) => ({
    ...inputField(element, context, { name }),
    label: words.flowInput.replace("{name}", name),
  }));
  return [choice, ...inputs, ...flow.outputs.map((name) => outputField(element, context, name))];
}

function setFlow(element, { values, choices }, key) {
  const flow = choices().flows.find((each) => each.key === key);
  const adding = (type, names) =>
    (names || [])
      .filter((name) => !values.mapping(element, type, name))
      .map((name) => () => values.addMapping(element, type, name, `=${name}`));
  values.together(
    () => values.setAttribute(element, "calledElement", key),
    ...adding("Input", flow?.inputs),
    ...adding("Output", flow?.outputs),
  );
}

// Under which name of the case an output of the flow is kept; nothing: it is not kept.
function outputField(element, { values, words }, name) {
  const taken = values.mappings(element, "Output").find(({ value }) => (value || "").replace(/^=/, "").trim() === name);
  return {
    name: `output-${name}`,
    kind: "text",
    dir: "ltr",
    label: words.flowOutput.replace("{name}", name),
    hint: words.flowOutputHint,
    value: taken?.name || "",
    set: (typed) => {
      if (typed === (taken?.name || "")) return;
      if (taken && typed) values.setBelow(element, taken, { name: typed });
      else if (taken) values.removeMapping(element, taken);
      else values.addMapping(element, "Output", typed, `=${name}`);
    },
  };
}

// Inputs and outputs that no connector and no flow declares.
export function mappingFields(element, context) {
  const { values, words, choices } = context;
  const model = element.businessObject;
  if (!model.$instanceOf("bpmn:Activity") && !model.$instanceOf("bpmn:Event")) return [];
  const operation = choices().operations.find(({ name }) => name === values.attribute(element, "mastara:operation"));
  const flow = choices().flows.find(({ key }) => key === model.calledElement);
  const declared = {
    Input: [...(operation?.inputs || []).map(({ name }) => name), ...(flow?.inputs || [])],
    Output: flow?.outputs || [],
  };
  const isDeclared = (type, { name, value }) =>
    declared[type].includes(type === "Input" ? name : (value || "").replace(/^=/, "").trim());
  return ["Input", "Output"].flatMap((type) => [
    ...values
      .mappings(element, type)
      .filter((mapping) => !isDeclared(type, mapping))
      .map((mapping, index) => ({
        name: `${type}-${index}`,
        kind: "pair",
        label: type === "Input" ? words.input : words.output,
        value: { name: mapping.name || "", value: mapping.value || "" },
        set: (pair) => values.setBelow(element, mapping, pair),
        remove: () => values.removeMapping(element, mapping),
      })),
    {
      name: `add-${type}`,
      kind: "button",
      label: type === "Input" ? words.addInput : words.addOutput,
      act: () => values.addMapping(element, type, freeName(values, element, type), "="),
    },
  ]);
}

function freeName(values, element, type) {
  const taken = new Set(values.mappings(element, type).map(({ name }) => name));
  let number = 1;
  while (taken.has(`value_${number}`)) number += 1;
  return `value_${number}`;
}

export function repetitionFields(element, context) {
  const { values, words } = context;
  const model = element.businessObject;
  if (!model.$instanceOf("bpmn:Activity") || model.triggeredByEvent) return [];
  const loop = values.repetition(element);
  const several = loop?.$type === "bpmn:MultiInstanceLoopCharacteristics";
  const kind = !loop ? "once" : !several ? "loop" : loop.isSequential ? "sequential" : "parallel";
  const options = ["once", "parallel", "sequential", "loop"].map((key) => ({ key, label: words.repetitions[key] }));
  const choice = {
    name: "repetition",
    kind: "select",
    label: words.repetition,
    value: kind,
    options,
    set: (chosen) => values.setRepetition(element, chosen),
  };
  const compensation = {
    name: "compensation",
    kind: "check",
    label: words.forCompensation,
    value: Boolean(model.isForCompensation),
    set: (on) => values.modeling.updateProperties(element, { isForCompensation: on }),
  };
  return [
    choice,
    ...(several ? severalFields(element, context, loop) : loop ? loopFields(element, context, loop) : []),
    ...(model.isForCompensation ? [compensation] : []),
  ];
}

function severalFields(element, { values, words }, loop) {
  const own = (name, label, more) => ({
    name,
    kind: "text",
    label,
    dir: "ltr",
    value: loop.get(`mastara:${name}`) || "",
    ...more,
    set: (typed) => values.setBelow(element, loop, { [`mastara:${name}`]: typed || undefined }),
  });
  return [
    own("collection", words.collection, { feel: "always", hint: words.collectionHint }),
    own("item", words.item, { hint: words.itemHint }),
    expression(values, element, loop, "loopCardinality", words.cardinality),
    expression(values, element, loop, "completionCondition", words.completion),
    own("output-collection", words.outputCollection),
    own("output-item", words.outputItem),
  ];
}

function loopFields(element, { values, words }, loop) {
  return [
    expression(values, element, loop, "loopCondition", words.loopCondition),
    {
      name: "loopMaximum",
      kind: "text",
      label: words.loopMaximum,
      dir: "ltr",
      value: String(loop.loopMaximum ?? ""),
      set: (typed) => values.setBelow(element, loop, { loopMaximum: /^\d+$/.test(typed) ? Number(typed) : undefined }),
    },
    {
      name: "testBefore",
      kind: "check",
      label: words.testBefore,
      value: Boolean(loop.testBefore),
      set: (on) => values.setBelow(element, loop, { testBefore: on }),
    },
  ];
}

const expression = (values, element, thing, name, label) => ({
  name,
  kind: "text",
  label,
  feel: "always",
  value: thing[name]?.body || "",
  set: (typed) => values.setExpression(element, thing, name, typed),
});
