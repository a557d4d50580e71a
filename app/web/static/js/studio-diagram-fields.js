// Controls of the properties panel: plain form fields, labelled, that commit when one leaves them.
// A field is { name, kind, label, value, set, hint?, options?, list?, lang?, dir?, feel?, href?, act?, disabled? }.

let count = 0;

export function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (name in made && name !== "list") made[name] = value;
    else if (value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const KINDS = {
  text: textControl,
  area: textControl,
  select: selectControl,
  check: checkControl,
  pair: pairControl,
  button: buttonControl,
  link: linkControl,
  note: noteControl,
};

// Returns { node, update(field) } for a field; `checkFeel(text)` resolves to "" or to what is wrong.
export function controlOf(field, { words, checkFeel }) {
  return KINDS[field.kind](field, { words, checkFeel, id: `studio-field-${++count}` });
}

function framed(field, id, input, ...more) {
  const hint = field.hint && make("p", { className: "studio-hint", id: `${id}-hint`, textContent: field.hint });
  if (hint) input.setAttribute("aria-describedby", hint.id);
  const label = make("label", { className: "studio-label", htmlFor: id, textContent: field.label });
  return make("div", { className: "studio-field", "data-field": field.name }, label, input, ...more, hint);
}

// Commits what is typed once one leaves the field; Escape takes it back.
function commits(input, current) {
  input.addEventListener("change", () => current().set(input.value.trim()));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") input.value = current().value;
    if (event.key === "Enter" && input.tagName !== "TEXTAREA") {
      event.preventDefault();
      current().set(input.value.trim());
    }
  });
}

function textControl(first, { words, checkFeel, id }) {
  let field = first;
  const area = field.kind === "area";
  const options = field.options && make("datalist", { id: `${id}-list` });
  const input = make(area ? "textarea" : "input", {
    id,
    className: "form-control form-control-sm",
    value: field.value,
    spellcheck: !field.feel,
    lang: field.lang,
    dir: field.dir || (field.feel ? "ltr" : undefined),
    list: options ? options.id : undefined,
    autocomplete: "off",
    ...(area ? { rows: field.rows || 2 } : { type: "text" }),
    ...(field.feel && { "data-feel": "" }),
  });
  const problem = make("p", { className: "studio-problem", id: `${id}-problem`, hidden: true });
  commits(input, () => field);
  if (field.feel) watchFeel(input, problem, words, checkFeel, () => field);
  const node = framed(field, id, input, problem, options);
  return {
    node,
    update(next) {
      const changed = next.value !== field.value;
      field = next;
      if (changed || document.activeElement !== input) input.value = next.value;
      input.disabled = Boolean(next.disabled);
      if (options)
        options.replaceChildren(...next.options.map(({ key, label }) => make("option", { value: key, label })));
    },
  };
}

// Asks the server whether an expression can be read, after a short rest; the field says so to everybody.
function watchFeel(input, problem, words, checkFeel, current) {
  let timer = 0;
  let asked = 0;
  const check = async () => {
    const number = ++asked;
    const found =
      current().feel === "always" || input.value.trim().startsWith("=") ? await checkFeel(input.value.trim()) : "";
    if (number !== asked) return;
    problem.hidden = !found;
    problem.textContent = found;
    input.toggleAttribute("aria-invalid", Boolean(found));
    if (found) input.setAttribute("aria-errormessage", problem.id);
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, 350);
  });
  if (input.value) check();
}

function selectControl(first, { id }) {
  let field = first;
  const select = make("select", { id, className: "form-select form-select-sm" });
  const fill = () => {
    const known = field.options.some(({ key }) => key === field.value);
    const extra = known ? [] : [{ key: field.value, label: field.value }];
    select.replaceChildren(
      ...[...field.options, ...extra].map(({ key, label }) => make("option", { value: key, textContent: label })),
    );
    select.value = field.value;
    select.disabled = Boolean(field.disabled);
  };
  select.addEventListener("change", () => field.set(select.value));
  const node = framed(field, id, select);
  fill();
  return {
    node,
    update(next) {
      field = next;
      fill();
    },
  };
}

function checkControl(first, { id }) {
  let field = first;
  const box = make("input", { id, type: "checkbox", className: "form-check-input", checked: field.value });
  box.addEventListener("change", () => field.set(box.checked));
  const hint = field.hint && make("p", { className: "studio-hint", textContent: field.hint });
  const label = make("label", { className: "form-check-label", htmlFor: id, textContent: field.label });
  return {
    node: make("div", { className: "studio-field form-check", "data-field": field.name }, box, label, hint),
    update(next) {
      field = next;
      box.checked = next.value;
    },
  };
}

// Name and value of an input or output that nobody declared.
function pairControl(first, { words, checkFeel, id }) {
  let field = first;
  const part = (name, label) =>
    make("input", {
      id: `${id}-${name}`,
      type: "text",
      className: "form-control form-control-sm",
      dir: "ltr",
      "aria-label": label,
      value: field.value[name],
      autocomplete: "off",
    });
  const name = part("name", `${field.label} – ${words.name}`);
  const value = part("value", `${field.label} – ${words.value}`);
  const problem = make("p", { className: "studio-problem", id: `${id}-problem`, hidden: true });
  const remove = make("button", {
    type: "button",
    className: "btn btn-sm btn-outline-secondary studio-remove",
    textContent: "×",
    "aria-label": `${words.remove} – ${field.value.name}`,
  });
  for (const input of [name, value]) {
    input.addEventListener("change", () => field.set({ name: name.value.trim(), value: value.value.trim() }));
  }
  watchFeel(value, problem, words, checkFeel, () => field);
  remove.addEventListener("click", () => field.remove());
  return {
    node: make(
      "div",
      { className: "studio-field studio-pair", "data-field": field.name, role: "group", "aria-label": field.label },
      name,
      value,
      remove,
      problem,
    ),
    update(next) {
      field = next;
      if (document.activeElement !== name) name.value = next.value.name;
      if (document.activeElement !== value) value.value = next.value.value;
    },
  };
}

function buttonControl(first) {
  let field = first;
  const button = make("button", {
    type: "button",
    className: "btn btn-sm btn-outline-primary",
    textContent: field.label,
  });
  button.addEventListener("click", () => field.act());
  return {
    node: make("div", { className: "studio-field", "data-field": field.name }, button),
    update(next) {
      field = next;
      button.textContent = next.label;
    },
  };
}

function linkControl(field) {
  const link = make("a", { href: field.href, textContent: field.label });
  return {
    node: make("p", { className: "studio-field", "data-field": field.name }, link),
    update(next) {
      link.href = next.href;
      link.textContent = next.label;
    },
  };
}

function noteControl(field) {
  const note = make("p", { className: "studio-hint", "data-field": field.name, textContent: field.label });
  return {
    node: note,
    update(next) {
      note.textContent = next.label;
    },
  };
}
