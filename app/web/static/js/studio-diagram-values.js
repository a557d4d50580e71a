// Reads and writes what stands behind an element; each change is one step that can be undone.

// A command that runs several as one.
function Together() {
  this.preExecute = ({ steps }) => steps.forEach((step) => step());
}

export class Values {
  constructor(modeler) {
    this.modeling = modeler.get("modeling");
    this.factory = modeler.get("bpmnFactory");
    this.moddle = modeler.get("moddle");
    this.registry = modeler.get("elementRegistry");
    this.modeler = modeler;
    this.commands = modeler.get("commandStack");
    this.commands.registerHandler("studio.together", Together);
  }

  together(...steps) {
    this.commands.execute("studio.together", { steps });
  }

  definitions() {
    return this.modeler.getDefinitions();
  }

  // An attribute of the element itself: "name", "calledElement", "mastara:role".
  attribute(element, name) {
    return element.businessObject.get(name) ?? "";
  }

  setAttribute(element, name, value) {
    this.modeling.updateProperties(element, { [name]: value === "" ? undefined : value });
  }

  // A property of anything below the element: an event definition, a repetition, a declared message.
  setBelow(element, thing, properties) {
    this.modeling.updateModdleProperties(element, thing, properties);
  }

  expression(text) {
    return text ? this.factory.create("bpmn:FormalExpression", { body: text }) : undefined;
  }

  setExpression(element, thing, name, text) {
    const expression = this.expression(text);
    if (expression) expression.$parent = thing;
    this.setBelow(element, thing, { [name]: expression });
  }

  // — Inputs and outputs —

  mappings(element, type) {
    return (element.businessObject.extensionElements?.values || []).filter(({ $type }) => $type === `mastara:${type}`);
  }

  mapping(element, type, name) {
    return this.mappings(element, type).find((each) => each.name === name);
  }

  setMapping(element, type, name, value) {
    const known = this.mapping(element, type, name);
    if (known && value !== "") this.setBelow(element, known, { value });
    else if (known) this.removeMapping(element, known);
    else if (value !== "") this.addMapping(element, type, name, value);
  }

  addMapping(element, type, name, value) {
    const mapping = this.factory.create(`mastara:${type}`, { name, value });
    this.keepExtensions(element, [...this.extensions(element), mapping]);
  }

  removeMapping(element, mapping) {
    this.keepExtensions(
      element,
      this.extensions(element).filter((each) => each !== mapping),
    );
  }

  extensions(element) {
    return element.businessObject.extensionElements?.values || [];
  }

  keepExtensions(element, values) {
    const model = element.businessObject;
    const holder = values.length ? this.factory.create("bpmn:ExtensionElements", { values }) : undefined;
    if (holder) {
      holder.$parent = model;
      for (const each of values) each.$parent = holder;
    }
    this.setBelow(element, model, { extensionElements: holder });
  }

  // — What the top of the file declares: messages, signals, errors, escalations —

  declared(type) {
    return this.definitions().rootElements.filter(({ $type }) => $type === type);
  }

  // Joins `holder[reference]` to the one of that name, which is declared when nobody did; "" lets go of it.
  setDeclared(element, holder, reference, type, name, more = {}) {
    const known = this.declared(type).find((each) => each.name === name);
    if (!name || known) {
      this.setBelow(element, holder, { [reference]: known });
      return;
    }
    const definitions = this.definitions();
    const made = this.factory.create(type, {
      id: this.freeId(`${type.slice(5).toLowerCase()}-${name}`),
      name,
      ...more,
    });
    made.$parent = definitions;
    this.together(
      () => this.setBelow(element, definitions, { rootElements: [...definitions.rootElements, made] }),
      () => this.setBelow(element, holder, { [reference]: made }),
    );
  }

  freeId(wanted) {
    const base = wanted.replace(/[^A-Za-z0-9_-]+/g, "-");
    let id = base;
    for (let number = 2; this.moddle.ids.assigned(id); number += 1) id = `${base}-${number}`;
    return id;
  }

  event(element) {
    return element.businessObject.eventDefinitions?.[0];
  }

  repetition(element) {
    return element.businessObject.loopCharacteristics;
  }

  // "once", "parallel", "sequential" or "loop".
  setRepetition(element, kind) {
    if (kind === "once") {
      this.modeling.updateProperties(element, { loopCharacteristics: undefined });
      return;
    }
    const type = kind === "loop" ? "bpmn:StandardLoopCharacteristics" : "bpmn:MultiInstanceLoopCharacteristics";
    const known = this.repetition(element);
    if (known?.$type === type) {
      if (kind !== "loop") this.setBelow(element, known, { isSequential: kind === "sequential" });
      return;
    }
    const made = this.factory.create(type, kind === "sequential" ? { isSequential: true } : {});
    made.$parent = element.businessObject;
    this.modeling.updateProperties(element, { loopCharacteristics: made });
  }

  documentation(element) {
    return element.businessObject.documentation?.[0]?.text || "";
  }

  setDocumentation(element, text) {
    const rest = (element.businessObject.documentation || []).slice(1);
    const note = text ? [this.factory.create("bpmn:Documentation", { text })] : [];
    for (const each of note) each.$parent = element.businessObject;
    this.setBelow(element, element.businessObject, { documentation: [...note, ...rest] });
  }
}
