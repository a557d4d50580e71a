// What an event waits for or throws: a period, a message, a condition, an error, an escalation, a signal, a link.
import { attributeField, periodOptions, withNothing } from "./studio-diagram-references.js";

const TIMERS = ["timeDuration", "timeDate", "timeCycle"];
const COMES_IN = ["bpmn:StartEvent", "bpmn:IntermediateCatchEvent", "bpmn:BoundaryEvent", "bpmn:ReceiveTask"];

export function eventFields(element, context) {
  const { values } = context;
  const model = element.businessObject;
  if (
    model.$instanceOf("bpmn:ReceiveTask") ||
    (model.$instanceOf("bpmn:SendTask") && !model.get("mastara:operation"))
  ) {
    return messageFields(element, context, model);
  }
  if (!model.$instanceOf("bpmn:Event")) return [];
  const event = values.event(element);
  const fields = event ? (BY_CAUSE[event.$type] || (() => []))(element, context, event) : [];
  return [...fields, ...interruptingFields(element, context, event)];
}

const BY_CAUSE = {
  "bpmn:TimerEventDefinition": timerFields,
  "bpmn:MessageEventDefinition": messageFields,
  "bpmn:ConditionalEventDefinition": (element, { values, words }, event) => [
    {
      name: "condition",
      kind: "area",
      label: words.waitedCondition,
      hint: words.conditionHint,
      feel: "always",
      value: event.condition?.body || "",
      set: (typed) =>
        values.setExpression(element, event, "condition", typed && !typed.startsWith("=") ? `=${typed}` : typed),
    },
  ],
  "bpmn:ErrorEventDefinition": (element, context, event) => codeFields(element, context, event, "error"),
  "bpmn:EscalationEventDefinition": (element, context, event) => codeFields(element, context, event, "escalation"),
  "bpmn:SignalEventDefinition": (element, context, event) => [
    declaredField(element, context, event, "signalRef", "bpmn:Signal", context.words.signal),
  ],
  "bpmn:LinkEventDefinition": (element, { values, words }, event) => [
    {
      name: "link",
      kind: "text",
      label: words.link,
      hint: words.linkHint,
      value: event.name || "",
      set: (typed) => values.setBelow(element, event, { name: typed || undefined }),
    },
  ],
  "bpmn:CompensateEventDefinition": compensateFields,
};

// The period is a dated value, or is written here.
function timerFields(element, { values, words, choices }, event) {
  const kind = TIMERS.find((name) => event[name]) || "timeDuration";
  const text = event[kind]?.body || "";
  const write = (name, body) => {
    const expression = body ? values.expression(body) : undefined;
    if (expression) expression.$parent = event;
    values.setBelow(element, event, {
      ...Object.fromEntries(TIMERS.map((each) => [each, undefined])),
      [name]: expression,
    });
  };
  const periods = kind === "timeDuration" ? periodOptions(choices, "=parameters.") : [];
  const isPeriod = periods.some(({ key }) => key === text);
  return [
    {
      name: "timer-kind",
      kind: "select",
      label: words.timerKind,
      value: kind,
      options: TIMERS.map((key) => ({ key, label: words.timers[key] })),
      set: (name) => write(name, text || "P1D"),
    },
    ...(periods.length
      ? [
          {
            name: "timer-period",
            kind: "select",
            label: words.timerPeriod,
            value: isPeriod ? text : "",
            options: withNothing(periods, words.timerWritten),
            set: (key) => write(kind, key || "P1D"),
          },
        ]
      : []),
    ...(isPeriod
      ? []
      : [
          {
            name: "timer-text",
            kind: "text",
            label: words.timerText,
            hint: words.timerHints[kind],
            feel: "marked",
            value: text,
            set: (typed) => write(kind, typed),
          },
        ]),
  ];
}

function declaredField(element, { values }, holder, reference, type, label, more = {}) {
  const options = values.declared(type).map(({ name, id }) => ({ key: name || id, label: name || id }));
  return {
    name: reference,
    kind: "text",
    label,
    dir: "ltr",
    value: holder[reference]?.name || "",
    options,
    ...more,
    set: (typed) =>
      typed !== (holder[reference]?.name || "") && values.setDeclared(element, holder, reference, type, typed),
  };
}

function messageFields(element, context, holder) {
  const { values, words } = context;
  const model = element.businessObject;
  const message = holder.messageRef;
  const comesIn = COMES_IN.some((type) => model.$instanceOf(type));
  const correlation = { label: words.correlation, hint: words.correlationHint, feel: "always" };
  return [
    declaredField(element, context, holder, "messageRef", "bpmn:Message", words.message, {
      hint: comesIn ? words.messageInHint : words.messageOutHint,
    }),
    attributeField(element, context, "mastara:correlation", correlation),
    ...(message?.get("mastara:correlation")
      ? [
          {
            name: "message-correlation",
            kind: "text",
            ...correlation,
            label: words.messageCorrelation,
            value: message.get("mastara:correlation"),
            set: (typed) => values.setBelow(element, message, { "mastara:correlation": typed || undefined }),
          },
        ]
      : []),
    ...(comesIn
      ? []
      : [
          attributeField(element, context, "mastara:waits", {
            label: words.waits,
            hint: words.waitsHint,
            feel: "marked",
            options: periodOptions(context.choices, "=parameters."),
          }),
        ]),
  ];
}

function codeFields(element, context, event, kind) {
  const { values, words } = context;
  const [reference, type, code] =
    kind === "error" ? ["errorRef", "bpmn:Error", "errorCode"] : ["escalationRef", "bpmn:Escalation", "escalationCode"];
  const declared = event[reference];
  return [
    declaredField(element, context, event, reference, type, words[kind], { hint: words.codeHint }),
    ...(declared
      ? [
          {
            name: code,
            kind: "text",
            label: words.code,
            dir: "ltr",
            value: declared[code] || "",
            set: (typed) => values.setBelow(element, declared, { [code]: typed || undefined }),
          },
        ]
      : []),
  ];
}

function compensateFields(element, { values, words, modeler }, event) {
  if (element.businessObject.$instanceOf("bpmn:BoundaryEvent")) return [];
  const activities = modeler
    .get("elementRegistry")
    .filter(
      ({ businessObject: model, labelTarget }) =>
        !labelTarget && model?.$instanceOf?.("bpmn:Activity") && !model.isForCompensation,
    );
  const options = activities.map(({ businessObject: model }) => ({
    key: model.id,
    label: `${(model.name || "").split("\n")[0]} (${model.id})`,
  }));
  return [
    {
      name: "activityRef",
      kind: "select",
      label: words.compensated,
      value: event.activityRef?.id || "",
      options: withNothing(options, words.compensateAll),
      set: (id) =>
        values.setBelow(element, event, { activityRef: activities.find((each) => each.id === id)?.businessObject }),
    },
  ];
}

// Errors always interrupt; for the others a person chooses.
function interruptingFields(element, { words, values, repertoire }, event) {
  const model = element.businessObject;
  const name = model.$instanceOf("bpmn:BoundaryEvent")
    ? "cancelActivity"
    : model.$parent?.triggeredByEvent && model.$instanceOf("bpmn:StartEvent")
      ? "isInterrupting"
      : null;
  const kind = event?.$type.slice(5).replace("EventDefinition", "").toLowerCase();
  if (!name || !event || repertoire.interruptingOnly.includes(kind) || kind === "compensate") return [];
  return [
    {
      name,
      kind: "check",
      label: words.interrupts,
      hint: words.interruptsHint,
      value: model[name] !== false,
      set: (on) => values.modeling.updateProperties(element, { [name]: on }),
    },
  ];
}
