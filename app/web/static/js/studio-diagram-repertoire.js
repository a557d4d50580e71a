// Palette, context pad and "change type" offer what the engine runs, and nothing else. The list is the engine's own.

const kindOf = (type) => type.slice(5, 6).toLowerCase() + type.slice(6);
const eventOf = (type) => (type ? type.slice(5).replace("EventDefinition", "").toLowerCase() : "none");

// Tells what may be drawn. `repertoire` is what the server says: { refused, events, inTransaction, interruptingOnly }.
export function rulesOf(repertoire) {
  const scopeOf = (element) => {
    const parent = element.businessObject?.$parent;
    if (!parent?.$instanceOf?.("bpmn:SubProcess")) return "process";
    return parent.triggeredByEvent ? "eventSubProcess" : "subProcess";
  };
  const inTransaction = (kind, element) => {
    const place = kind === "boundaryEvent" ? element.businessObject?.attachedToRef : element.businessObject?.$parent;
    return place?.$instanceOf?.("bpmn:Transaction") ? repertoire.inTransaction[kind] || [] : [];
  };
  const eventsAt = (kind, element) => {
    const allowed = repertoire.events[kind];
    return [...(allowed?.[scopeOf(element)] || allowed?.everywhere || []), ...inTransaction(kind, element)];
  };
  const runsEvent = (target, kind, element) => {
    const event = eventOf(target.eventDefinitionType);
    const interrupts = target.cancelActivity !== false && target.isInterrupting !== false;
    return eventsAt(kind, element).includes(event) && (interrupts || !repertoire.interruptingOnly.includes(event));
  };
  return {
    eventsAt,
    // Whether the palette offers it at all, wherever it may then stand.
    offers(type, event) {
      const kind = kindOf(type);
      const places = repertoire.events[kind];
      if (repertoire.refused.includes(kind)) return false;
      return !places || Object.values(places).some((allowed) => allowed.includes(eventOf(event)));
    },
    // `target` is the option of a menu, `element` what it would replace.
    runs(target, element) {
      const kind = kindOf(target.type || element.type);
      if (repertoire.refused.includes(kind) || target.instantiate) return false;
      return !(kind in repertoire.events) || runsEvent(target, kind, element);
    },
  };
}

// A module for the editor. `words` are translated titles; `blocks.open(event, element)` shows the ready blocks.
export function repertoireModule(repertoire, words) {
  const rules = rulesOf(repertoire);

  function OnlyWhatRuns(replaceMenuProvider) {
    const create = replaceMenuProvider._createEntries;
    replaceMenuProvider._createEntries = function (element, options) {
      return create.call(
        this,
        element,
        options.filter(({ target }) => rules.runs(target || {}, element)),
      );
    };
  }
  OnlyWhatRuns.$inject = ["replaceMenuProvider"];

  function Palette(palette, create, elementFactory, handTool, lassoTool, spaceTool, globalConnect, blocks) {
    const tool = (sign, title, act) => ({
      group: "tools",
      className: `bpmn-icon-${sign}`,
      title,
      action: { click: act },
    });
    const start = (build) => ({
      click: (event) => create.start(event, build()),
      dragstart: (event) => create.start(event, build()),
    });
    const shape = (group, sign, title, type, more = {}) => ({
      type,
      event: more.eventDefinitionType,
      group,
      className: `bpmn-icon-${sign}`,
      title,
      action: start(() => elementFactory.createShape({ type, ...more })),
    });
    const subProcess = (more) => {
      const outer = elementFactory.createShape({ type: "bpmn:SubProcess", x: 0, y: 0, isExpanded: true, ...more });
      return [outer, elementFactory.createShape({ type: "bpmn:StartEvent", x: 40, y: 82, parent: outer })];
    };
    const catching = (kind) => ({ eventDefinitionType: `bpmn:${kind}EventDefinition` });
    const entries = {
      "hand-tool": tool("hand-tool", words.handTool, (event) => handTool.activateHand(event)),
      "lasso-tool": tool("lasso-tool", words.lassoTool, (event) => lassoTool.activateSelection(event)),
      "space-tool": tool("space-tool", words.spaceTool, (event) => spaceTool.activateSelection(event)),
      "connect-tool": tool("connection-multi", words.connectTool, (event) => globalConnect.start(event)),
      "tool-separator": { group: "tools", separator: true },
      "create.blocks": {
        group: "blocks",
        className: "studio-icon-blocks",
        title: words.blocks,
        action: { click: (event) => blocks.open(event) },
      },
      "block-separator": { group: "blocks", separator: true },
      "create.start": shape("event", "start-event-none", words.startEvent, "bpmn:StartEvent"),
      "create.end": shape("event", "end-event-none", words.endEvent, "bpmn:EndEvent"),
      "create.timer": shape(
        "event",
        "intermediate-event-catch-timer",
        words.timerEvent,
        "bpmn:IntermediateCatchEvent",
        catching("Timer"),
      ),
      "create.message": shape(
        "event",
        "intermediate-event-catch-message",
        words.messageEvent,
        "bpmn:IntermediateCatchEvent",
        catching("Message"),
      ),
      "create.user": shape("activity", "user-task", words.userTask, "bpmn:UserTask"),
      "create.service": shape("activity", "service-task", words.serviceTask, "bpmn:ServiceTask"),
      "create.send": shape("activity", "send-task", words.sendTask, "bpmn:SendTask"),
      "create.decision": shape("activity", "business-rule-task", words.decisionTask, "bpmn:BusinessRuleTask"),
      "create.script": shape("activity", "script-task", words.scriptTask, "bpmn:ScriptTask"),
      "create.sub": {
        type: "bpmn:SubProcess",
        group: "activity",
        className: "bpmn-icon-subprocess-expanded",
        title: words.subProcess,
        action: start(subProcess),
      },
      "create.exclusive": shape("gateway", "gateway-xor", words.exclusiveGateway, "bpmn:ExclusiveGateway"),
      "create.parallel": shape("gateway", "gateway-parallel", words.parallelGateway, "bpmn:ParallelGateway"),
      "create.events": shape("gateway", "gateway-eventbased", words.eventGateway, "bpmn:EventBasedGateway"),
      "create.pool": {
        type: "bpmn:Participant",
        group: "artifact",
        className: "bpmn-icon-participant",
        title: words.pool,
        action: start(() => elementFactory.createParticipantShape()),
      },
      "create.note": shape("artifact", "text-annotation", words.note, "bpmn:TextAnnotation"),
    };
    const offered = Object.entries(entries).filter(([, { type, event }]) => !type || rules.offers(type, event));
    this.getPaletteEntries = () => Object.fromEntries(offered);
    palette.registerProvider(this);
  }
  Palette.$inject = [
    "palette",
    "create",
    "elementFactory",
    "handTool",
    "lassoTool",
    "spaceTool",
    "globalConnect",
    "blocks",
  ];

  // A task that follows is one that a person does; the ready blocks are one click away.
  function ContextPad(contextPad, autoPlace, elementFactory, create, blocks) {
    const userTask = () => elementFactory.createShape({ type: "bpmn:UserTask" });
    this.getContextPadEntries = () => (entries) => {
      if (!entries["append.append-task"]) return entries;
      return {
        ...entries,
        "append.append-task": {
          group: "model",
          className: "bpmn-icon-user-task",
          title: words.appendUserTask,
          action: {
            click: (_, element) => autoPlace.append(element, userTask()),
            dragstart: (event, element) => create.start(event, userTask(), { source: element }),
          },
        },
        "append.blocks": {
          group: "model",
          className: "studio-icon-blocks",
          title: words.appendBlock,
          action: { click: (event, element) => blocks.open(event, element) },
        },
      };
    };
    contextPad.registerProvider(500, this);
    // The editor asks for its own pad by a way that it warns of.
    contextPad.getPad = () => ({ html: contextPad._current?.html });
  }
  ContextPad.$inject = ["contextPad", "autoPlace", "elementFactory", "create", "blocks"];

  return {
    __init__: ["onlyWhatRuns", "paletteProvider", "studioContextPad"],
    onlyWhatRuns: ["type", OnlyWhatRuns],
    paletteProvider: ["type", Palette],
    studioContextPad: ["type", ContextPad],
  };
}
