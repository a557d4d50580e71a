// Reads what is typed in a form as the server does: numbers with a comma or Arabic digits, amounts in centimes,
// boxes as true and false, nothing as null. What stands in a template is not asked, and so is null too.

const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;
const MARKS = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;
const western = (text) => text.replace(DIGITS, (sign) => String(sign.codePointAt(0) & 15)).replace(MARKS, "");
const plainNumber = (text) => western(text).replace(/[\s\u066c]/g, "").replace(/\u2212/g, "-").replace(/[,\u066b]/g, ".");

const NUMBER = /^[+-]?\d{1,15}(\.\d{1,15})?$/;
const AMOUNT = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/;

const readNumber = (text) => (NUMBER.test(plainNumber(text)) ? Number(plainNumber(text)) : null);

const readAmount = (text) => {
  const found = AMOUNT.exec(plainNumber(text).replace(/(dhs?|mad|درهم)$/i, ""));
  if (!found) return null;
  const centimes = Number(found[2]) * 100 + Number((found[3] || "").padEnd(2, "0"));
  return found[1] ? -centimes : centimes;
};

const readText = (text) => text.normalize("NFC").trim() || null;

const typed = (field, posted) => (field.values && posted in field.values ? field.values[posted] : posted);

const READERS = {
  text: (inputs) => readText(inputs[0].value),
  digits: (inputs) => (NUMBER.test(plainNumber(inputs[0].value)) ? plainNumber(inputs[0].value) : null),
  number: (inputs) => readNumber(inputs[0].value),
  amount: (inputs) => readAmount(inputs[0].value),
  time: (inputs) => (inputs[0].value ? `${inputs[0].value}:00`.slice(0, 8) : null),
  moment: (inputs, field, spec) => (inputs[0].value ? `${inputs[0].value}:00`.slice(0, 19) + spec.offset : null),
  box: (inputs) => inputs[0].checked,
  one: (inputs, field) => {
    const chosen = inputs[0].matches("select") ? inputs[0] : inputs.find((input) => input.checked);
    return chosen && chosen.value !== "" ? typed(field, chosen.value) : null;
  },
  many: (inputs, field) =>
    (inputs[0].matches("select") ? [...inputs[0].selectedOptions] : inputs.filter((input) => input.checked)).map(
      (choice) => typed(field, choice.value),
    ),
};

const inputsOf = (form, name) => [...form.elements].filter((input) => input.name === name);

const readRows = (form, field, name, spec) => {
  const count = inputsOf(form, name)[0];
  if (!count) return null;
  return Array.from({ length: Number(count.value) }, (_, row) => readFields(form, field.fields, `${name}[${row}].`, spec));
};

const readField = (form, field, name, spec) => {
  if (field.as === "held") return document.getElementById(name) || form.elements[name] ? field.value : null;
  if (field.as === "rows") return readRows(form, field, name, spec);
  if (field.as === "group") return readFields(form, field.fields, `${name}.`, spec);
  const inputs = inputsOf(form, name);
  if (inputs.length && inputs[0].closest("[data-readonly]")?.disabled) return field.held ?? null;
  return inputs.length ? READERS[field.as](inputs, field, spec) : null;
};

export const readFields = (form, fields, inside, spec) =>
  Object.fromEntries(fields.map((field) => [field.key, readField(form, field, `${inside}${field.key}`, spec)]));
