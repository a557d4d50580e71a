// Ready blocks: the shared flows of law 55-19 and the connectors, dropped with their inputs and outputs filled in.
// The same menu, by the key B, adds plain elements: whoever has no mouse draws with it.
import { joinedLines } from "./studio-diagram-names.js";
import { rulesOf } from "./studio-diagram-repertoire.js";

const catching = (kind) => ({ eventDefinitionType: `bpmn:${kind}EventDefinition` });
const ELEMENTS = [
  ["userTask", "bpmn:UserTask", "user-task"],
  ["decisionTask", "bpmn:BusinessRuleTask", "business-rule-task"],
  ["scriptTask", "bpmn:ScriptTask", "script-task"],
  ["exclusiveGateway", "bpmn:ExclusiveGateway", "gateway-xor"],
  ["parallelGateway", "bpmn:ParallelGateway", "gateway-parallel"],
  ["timerEvent", "bpmn:IntermediateCatchEvent", "intermediate-event-catch-timer", catching("Timer")],
  ["messageEvent", "bpmn:IntermediateCatchEvent", "intermediate-event-catch-message", catching("Message")],
  ["endEvent", "bpmn:EndEvent", "end-event-none"],
];

// `choices()` gives { flows, operations } as the server knows them now; `titles` are those of the palette.
export function blocksModule(choices, words, titles, repertoire) {
  const { offers } = rulesOf(repertoire);
  const plain = ELEMENTS.filter(([, type, , more]) => offers(type, more?.eventDefinitionType));
  function Blocks(bpmnFactory, elementFactory, autoPlace, create, popupMenu, canvas, selection, keyboard) {
    const mapping = (type, name, value) => bpmnFactory.create(`mastara:${type}`, { name, value });
    const shapeOf = (type, attributes, mappings) => {
      const model = bpmnFactory.create(type, attributes);
      if (mappings.length) {
        const holder = bpmnFactory.create("bpmn:ExtensionElements", { values: mappings });
        for (const each of mappings) each.$parent = holder;
        holder.$parent = model;
        model.extensionElements = holder;
      }
      return elementFactory.createShape({ type, businessObject: model });
    };
    const flowShape = (flow) =>
      shapeOf("bpmn:CallActivity", { name: joinedLines(flow.names), calledElement: flow.key }, [
        ...flow.inputs.map((name) => mapping("Input", name, `=${name}`)),
        ...flow.outputs.map((name) => mapping("Output", name, `=${name}`)),
      ]);
    const operationShape = (operation) =>
      shapeOf(
        operation.name === "notify" ? "bpmn:SendTask" : "bpmn:ServiceTask",
        {
          name: joinedLines(operation.names),
          "mastara:operation": operation.name,
          ...(operation.result && { "mastara:result": operation.result }),
        },
        operation.inputs.filter(({ value }) => value).map(({ name, value }) => mapping("Input", name, value)),
      );
    const entry = (id, label, group, sign, build, after) => [
      id,
      {
        label,
        group,
        className: `bpmn-icon-${sign}`,
        action: (event) => {
          popupMenu.close();
          if (after) autoPlace.append(after, build());
          else create.start(event, build());
        },
      },
    ];
    popupMenu.registerProvider("studio-blocks", {
      getPopupMenuEntries: (target) => {
        const after = canFollow(target) ? target : null;
        const law = { id: "law", name: words.lawBlocks };
        const connectors = { id: "connectors", name: words.connectorBlocks };
        const elements = { id: "elements", name: words.elementBlocks };
        const { flows, operations } = choices();
        return Object.fromEntries([
          ...flows.map((flow) =>
            entry(`flow-${flow.key}`, flow.label, law, "call-activity", () => flowShape(flow), after),
          ),
          ...operations.map((operation) =>
            entry(
              `operation-${operation.name.replaceAll(".", "-")}`,
              operation.label,
              connectors,
              operation.name === "notify" ? "send-task" : "service-task",
              () => operationShape(operation),
              after,
            ),
          ),
          ...plain.map(([key, type, sign, more]) =>
            entry(
              `element-${key}`,
              titles[key],
              elements,
              sign,
              () => elementFactory.createShape({ type, ...more }),
              after,
            ),
          ),
        ]);
      },
    });
    const canFollow = (element) =>
      element?.businessObject?.$instanceOf("bpmn:FlowNode") && !element.businessObject.$instanceOf("bpmn:EndEvent");
    // From the palette: behind what is selected, else under the pointer.
    this.open = (event, element) => {
      const chosen = element || selection.get().find(canFollow);
      const place = event ? placeOf(event) : beside(chosen);
      popupMenu.open(chosen || canvas.getRootElement(), "studio-blocks", place, {
        title: words.blocks,
        width: 320,
        search: true,
      });
    };
    const beside = (element) => {
      const frame = canvas.getContainer().getBoundingClientRect();
      const bounds = canvas.getAbsoluteBBox(element);
      const [x, y] = [frame.left + bounds.x + bounds.width, frame.top + bounds.y];
      return { x, y, cursor: { x, y } };
    };
    keyboard.addListener(({ keyEvent }) => {
      if (!keyboard.isKey(["b", "B"], keyEvent) || keyboard.hasModifier(keyEvent)) return undefined;
      if (selection.get().some(canFollow)) this.open(null);
      return true;
    });
  }
  Blocks.$inject = [
    ...["bpmnFactory", "elementFactory", "autoPlace", "create"],
    ...["popupMenu", "canvas", "selection", "keyboard"],
  ];
  return { __init__: ["blocks"], blocks: ["type", Blocks] };
}

function placeOf(event) {
  const original = event.originalEvent || event;
  const box = original.target?.getBoundingClientRect?.();
  const [x, y] = original.clientX ? [original.clientX, original.clientY] : [box?.right || 0, box?.top || 0];
  return { x, y, cursor: { x, y } };
}
