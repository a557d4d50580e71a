// Shows and hides questions and computes values while one types, by the same FEEL expressions as the server, which
// computes all of it again when the page is sent. FEEL (60 kB) is fetched when somebody begins to fill in the form.
import { readFields } from "./form-values.js";

const MOST_ROUNDS = 20;
let feel = null;

const fetchFeel = (form) => {
  feel ??= import(form.dataset.feel);
  return feel;
};

// What an expression sees in the row of a list, as form-js gives it: this, parent, i.
const seenIn = (element, top) => {
  const places = [];
  for (let row = element.closest("[data-row]"); row; row = row.parentElement.closest("[data-row]")) {
    places.unshift(row.dataset.row);
  }
  let seen = top;
  let own = top;
  const i = [];
  places.forEach((place, depth) => {
    const { values, number } = rowValues(own, place, places[depth - 1] || "");
    i.push(number);
    seen = { ...seen, this: values, parent: own, i, _this_: values, _parent_: own, _i_: i };
    own = values;
  });
  return seen;
};

const rowValues = (around, place, outer) => {
  const path = /^(.+)\[(\d+)\]\.$/.exec(place.slice(outer.length));
  const rows = path[1].split(".").reduce((held, name) => held?.[name], around);
  return { values: rows?.[path[2]] || {}, number: Number(path[2]) + 1 };
};

const tryCompute = (compute, expression, seen, otherwise) => {
  try {
    const value = compute(expression, seen);
    return value === undefined ? null : value;
  } catch {
    return otherwise; // the server says what is wrong with the expression; here nothing changes
  }
};

const swap = (element, hide) => {
  const other = document.createElement(hide ? "template" : "div");
  for (const { name, value } of element.attributes) other.setAttribute(name, value);
  (hide ? other.content : other).append(...(hide ? element : element.content).childNodes);
  element.replaceWith(other);
};

const computeAll = (form, spec, compute) => {
  const values = { ...spec.held, ...readFields(form, spec.fields, "", spec) };
  for (const { key } of spec.computed) values[key] = null;
  for (const { key, expression, hide } of spec.computed) {
    const isHidden = hide && tryCompute(compute, hide, values, false) === true;
    values[key] = isHidden ? null : tryCompute(compute, expression, values, null);
  }
  return values;
};

// A field that becomes read-only keeps what the server holds for it: a disabled one is not sent. Returns whether any changed.
const closeAndOpen = (form, compute, values) => {
  const wrong = [...form.querySelectorAll("[data-readonly]")].filter((field) => {
    const isClosed = tryCompute(compute, field.dataset.readonly, seenIn(field, values), field.disabled) === true;
    return isClosed !== field.disabled;
  });
  for (const field of wrong) field.disabled = !field.disabled;
  return wrong.length > 0;
};

const settle = (form, spec, compute) => {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const values = computeAll(form, spec, compute);
    const wrong = [...form.querySelectorAll("[data-hide]")].filter((element) => {
      const isHidden = element.matches("template");
      const seen = seenIn(element, values);
      return (tryCompute(compute, element.dataset.hide, seen, isHidden) === true) !== isHidden;
    });
    for (const element of wrong) if (element.isConnected) swap(element, !element.matches("template"));
    if (!wrong.length && !closeAndOpen(form, compute, values)) return values;
  }
  return computeAll(form, spec, compute);
};

const write = (form, compute, values) => {
  for (const place of form.querySelectorAll("[data-feel]")) {
    if (place === form) continue;
    const value = tryCompute(compute, place.dataset.feel, seenIn(place, values), undefined);
    if (value !== undefined) place.textContent = value === null ? "" : String(value);
  }
};

// Names of the questions on the page now: the server does not blame somebody for those that it opens itself.
const noteShown = (form) => {
  const note = form.querySelector("[name=shown_fields]") || document.createElement("input");
  const names = [...form.elements].map((input) => input.name).filter((name) => name && name !== "shown_fields");
  Object.assign(note, { type: "hidden", name: "shown_fields", value: [...new Set(names)].join(" ") });
  form.append(note);
};

export function keepLive(form) {
  const part = form.querySelector("[data-live]");
  if (!part || !form.dataset.feel) return;
  const refresh = async () => {
    const { compute, setPresent } = await fetchFeel(form);
    const spec = JSON.parse(form.querySelector("[data-live]").dataset.live);
    setPresent(spec.today, spec.now);
    write(form, compute, settle(form, spec, compute));
    noteShown(form);
  };
  const begin = () => fetchFeel(form);
  form.addEventListener("focusin", begin, { once: true });
  form.addEventListener("input", refresh);
  form.addEventListener("form-part", refresh);
}
