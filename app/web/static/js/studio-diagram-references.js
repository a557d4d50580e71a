// Fields that refer to something else of the procedure: a role, a form, a dated value, a message.

export const withNothing = (options, label) => [{ key: "", label }, ...options];

// A text with what is known to choose from.
export function attributeField(element, { values }, attribute, more) {
  const value = values.attribute(element, attribute);
  return {
    name: attribute,
    kind: "text",
    dir: "ltr",
    value,
    ...more,
    set: (typed) => typed !== values.attribute(element, attribute) && values.setAttribute(element, attribute, typed),
  };
}

export function attributeChoice(element, { values, words }, attribute, { options, none = words.none, ...more }) {
  return {
    name: attribute,
    kind: "select",
    value: values.attribute(element, attribute),
    options: withNothing(options, none),
    ...more,
    set: (key) => values.setAttribute(element, attribute, key),
  };
}

export const named = ({ key, label }) => ({ key, label: label === key ? key : `${label} (${key})` });

// Dated values that are periods, as an expression or as a bare key.
export function periodOptions(choices, prefix) {
  return choices()
    .parameters.filter(({ period }) => period)
    .map(({ key, label }) => ({ key: `${prefix}${key}`, label: `${label} (${key})` }));
}
