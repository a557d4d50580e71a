// What communes may do with an element: leave a step out, plug steps of their own in, give the work to another role.
import { attributeField } from "./studio-diagram-references.js";

export function communeFields(element, context) {
  const model = element.businessObject;
  if (!context.tailoring || !model.$instanceOf("bpmn:Activity")) return [];
  return [
    ...optionalFields(element, context),
    ...extensionFields(element, context),
    ...roleLink(element, context),
  ];
}

// A step bears the name of its switch; several steps of one name go out together.
function optionalFields(element, context) {
  const { values, words } = context;
  const name = values.attribute(element, "mastara:optional");
  const optional = {
    name: "optional-on",
    kind: "check",
    label: words.optional,
    hint: words.optionalHint,
    value: Boolean(name),
    set: (on) =>
      values.modeling.updateProperties(element, {
        "mastara:optional": on ? element.businessObject.id : undefined,
        "mastara:optionalDefault": undefined,
      }),
  };
  if (!name) return [optional];
  return [
    optional,
    attributeField(element, context, "mastara:optional", {
      label: words.optionalSwitch,
      hint: words.optionalSwitchHint,
      options: switchesOf(values).map((key) => ({ key, label: key })),
    }),
    {
      name: "optional-default",
      kind: "check",
      label: words.optionalDefault,
      value: values.attribute(element, "mastara:optionalDefault") !== "off",
      set: (on) => values.setAttribute(element, "mastara:optionalDefault", on ? "" : "off"),
    },
    policyLink("steps", name, context),
  ];
}

const switchesOf = (values) => [
  ...new Set(
    values.registry
      .getAll()
      .map(({ businessObject }) => businessObject?.get?.("mastara:optional"))
      .filter(Boolean),
  ),
];

// Only a plain task keeps a place: it does nothing until a commune plugs something in.
function extensionFields(element, context) {
  const { values, words } = context;
  const open = values.attribute(element, "mastara:extensionPoint") === "true";
  if (element.businessObject.$type !== "bpmn:Task" && !open) return [];
  const field = {
    name: "extension-point",
    kind: "check",
    label: words.extensionPoint,
    hint: words.extensionPointHint,
    value: open,
    set: (on) => values.setAttribute(element, "mastara:extensionPoint", on ? "true" : ""),
  };
  return open ? [field, policyLink("elements", element.businessObject.id, context)] : [field];
}

function roleLink(element, context) {
  const model = element.businessObject;
  if (!model.$instanceOf("bpmn:UserTask")) return [];
  const role = context.values.attribute(element, "mastara:role") || model.lanes?.[0]?.id;
  return role ? [{ ...policyLink("roles", role, context), label: context.words.policyOfRole }] : [];
}

function policyLink(group, name, { words, home }) {
  const asked = new URLSearchParams({ group, name });
  return { name: `policy-${group}`, kind: "link", label: words.policyOf, href: `${home}policy/rule?${asked}` };
}
