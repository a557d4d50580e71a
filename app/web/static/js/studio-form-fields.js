// What our forms ask of the editor of form-js: only types that the platform knows, fields that are ready to drop,
// ids that are the keys (translations name them), and files that change only where the form did.

/** A module for form-js: `words.types` are the known types, `words.ready` the ready fields, `translate` its labels;
 * `words.prefix` is how each key begins. */
export function ourFields(library, words, translate) {
  const types = new Set([...words.types, "default"]);
  const readyTypes = new Map(words.ready.map((field) => [field.type, field]));

  function OurFields(formFields, eventBus, modeling, formFieldRegistry, selection) {
    for (const [type, { config }] of Object.entries(formFields._formFields)) {
      if (!types.has(type)) delete formFields._formFields[type];
      else config.name = translate(config.name ?? config.label ?? type);
    }
    for (const field of words.ready) formFields.register(field.type, readyField(formFields.get(field.base), field));
    const ids = () => new Set(formFieldRegistry.getAll().map((field) => field.id));
    const isForeign = (key) => Boolean(words.prefix) && !key.startsWith(words.prefix);
    const isKeyed = (field) => typeof field.key === "string" && field.key !== "";
    const align = (field) => {
      if (!isKeyed(field) || field.id === field.key || ids().has(field.key)) return;
      const wasChosen = selection.get() === field;
      modeling.editFormField(field, "id", field.key);
      if (wasChosen) selection.set(field);
    };
    eventBus.on("commandStack.formField.add.postExecuted", ({ context: { formField } }) => {
      const wish = readyTypes.get(`ready-${formField.properties?.kind}`)?.key;
      if (!isKeyed(formField)) return;
      const taken = formFieldRegistry.getAll().some((field) => field !== formField && field.key === wish);
      if (wish && !taken) modeling.editFormField(formField, "key", wish);
      if (isForeign(formField.key)) modeling.editFormField(formField, "key", words.prefix + formField.key);
      align(formField);
    });
    eventBus.on("commandStack.formField.edit.postExecuted", ({ context: { formField, properties, oldProperties } }) => {
      if (!("key" in properties)) return;
      if (isKeyed(formField) && isForeign(formField.key))
        modeling.editFormField(formField, "key", words.prefix + formField.key);
      else if (oldProperties?.key === formField.id) align(formField);
    });
  }
  OurFields.$inject = ["formFields", "eventBus", "modeling", "formFieldRegistry", "selection"];

  const readyField = (base, field) => ({
    ...base,
    config: {
      ...base.config,
      type: field.type,
      name: field.name,
      label: undefined,
      group: "ready",
      icon: library.iconsByType(field.base),
      create: (given, isNew) => base.config.create({ ...given, ...structuredClone(field.attributes), type: field.base }, isNew),
    },
  });
  return { __init__: ["ourFields"], ourFields: ["type", OurFields] };
}

/** The JSON of a form as it is kept: keys in the order of `before`, no layout where a field stands alone in its row. */
export function tidy(schema, before) {
  const known = new Map();
  note(before, known);
  return ordered(schema, known);
}

function note(component, known) {
  if (component?.id) known.set(component.id, component);
  for (const child of component?.components ?? []) note(child, known);
}

function ordered(component, known) {
  const former = known.get(component.id);
  const names = Object.keys(component);
  const first = Object.keys(former ?? { type: 0, id: 0, key: 0, label: 0 }).filter((name) => names.includes(name));
  const made = {};
  for (const name of [...first, ...names.filter((one) => !first.includes(one))]) made[name] = component[name];
  if (Array.isArray(made.components)) {
    const rows = made.components.map((child) => child.layout?.row);
    made.components = made.components.map((child) => {
      const part = ordered(child, known);
      const alone = rows.filter((row) => row === child.layout?.row).length === 1;
      if (part.layout && !known.get(child.id)?.layout && alone && !part.layout.columns) delete part.layout;
      return part;
    });
  }
  return made;
}

/** [old id, new id] of each component that got another one since the last call; fields stay the same objects. */
export function renames() {
  const lastIds = new WeakMap();
  return (fields) => {
    const found = [];
    for (const field of fields) {
      const last = lastIds.get(field);
      if (last && last !== field.id) found.push([last, field.id]);
      lastIds.set(field, field.id);
    }
    return found;
  };
}
