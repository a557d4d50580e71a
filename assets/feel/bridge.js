// The JavaScript side of app/feel: JSON text in, JSON text out, nothing else crosses.
// It reaches a few internals of feelin (see build.mjs) so that a parsed expression is kept and run again.
import './intl.js';
import {
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelRange,
  FeelTime,
  dateAndTime,
  date,
  duration,
  isFunction,
  isRange,
  parseExpression,
  parseUnaryTests,
  time,
  builtins,
  getType,
  interpreter,
  InterpreterContext,
  NAMED_TYPE_CHECKS,
} from 'feelin';

const DIALECT = 'camunda'; // adds `back-ticked names`, as the modelling tools do
const CACHE_SIZE = 1000;
const compiled = new Map();
let moment = '';
let day = '';

// "The present" comes with each request, so that results depend on nothing else.
builtins['now'] = Object.assign(() => dateAndTime(moment), { $args: [] });
builtins['today'] = Object.assign(() => date(day), { $args: [] });

// Harden: no name of a model or of a form can reach an inherited property.
Object.setPrototypeOf(NAMED_TYPE_CHECKS, null);
for (const name of ['__proto__', '__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__']) {
  delete Object.prototype[name];
}

// feelin compares a text with a number as JavaScript does: "abc" would lie in [18..30]. FEEL says null (DMN 1.5, table 54).
const includesSameType = FeelRange.prototype.includes;
FeelRange.prototype.includes = function includes(value) {
  const type = getType(value);
  const comparable = type === 'nil' || type === 'range' || this.valueType === null || type === this.valueType;
  return comparable ? includesSameType.call(this, value) : null;
};

class Refusal extends Error {
  constructor(reason, found, position) {
    super(reason);
    Object.assign(this, { reason, found, position });
  }
}

function compile(request) {
  const key = JSON.stringify([request.unary, request.expression, request.shape]);
  let entry = compiled.get(key);
  if (entry === undefined) {
    const warnings = new InterpreterContext();
    const build = request.unary ? interpreter.unaryTest : interpreter.evaluate;
    const { root, parseTree } = build.call(interpreter, request.expression, request.context, DIALECT, warnings);
    if (typeof root !== 'function') {
      throw new Refusal('syntax', '', { from: 0, to: 0 });
    }
    entry = { root, parseTree, warnings };
    if (compiled.size >= CACHE_SIZE) {
      compiled.delete(compiled.keys().next().value);
    }
    compiled.set(key, entry);
  }
  entry.warnings.warnings = [];
  return entry;
}

const REVIVE = { date, time, datetime: dateAndTime, duration };

function revive(context, temporals) {
  for (const [path, kind, text] of temporals) {
    const last = path.length - 1;
    let holder = context;
    for (let index = 0; index < last; index += 1) {
      holder = holder[path[index]];
    }
    holder[path[last]] = REVIVE[kind](text);
  }
}

function durationOf(value) {
  return value.yearsMonths
    ? ['months', value.value.years * 12 + value.value.months]
    : ['milliseconds', value.value.total('milliseconds')];
}

function temporalOf(value) {
  if (value instanceof FeelDate) return ['date', value.iso];
  if (value instanceof FeelTime) return ['time', value.iso];
  if (value instanceof FeelDateTime) return ['datetime', value.iso];
  if (value instanceof FeelDuration) return durationOf(value);
  return null;
}

function plainObject(source, path, temporals) {
  const target = {};
  for (const [key, entry] of Object.entries(source)) {
    target[key] = plain(entry, [...path, key], temporals);
  }
  return target;
}

function plain(value, path, temporals) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) {
    return value.map((item, index) => plain(item, [...path, index], temporals));
  }
  if (typeof value === 'function' || isFunction(value)) {
    throw new Refusal('function', '', null);
  }
  const temporal = temporalOf(value);
  if (temporal !== null) {
    temporals.push([path, ...temporal]);
    return null;
  }
  if (isRange(value) || Object.getPrototypeOf(value) === Object.prototype) {
    return plainObject(value, path, temporals);
  }
  return null;
}

function run(request) {
  revive(request.context, request.temporals);
  moment = request.now;
  day = request.today;
  const { root } = compile(request);
  const outcome = root(request.context);
  const probe = request.context['?'];
  const value = request.unary ? outcome(probe === undefined ? null : probe) : outcome;
  const temporals = [];
  return { value: plain(value, ['value'], temporals), temporals };
}

// --- names -----------------------------------------------------------------------------------

function childrenOf(node) {
  const children = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

class NameReader {
  constructor(input, known) {
    this.input = input;
    this.known = known;
    this.names = new Set();
    this.filtered = new Set();
    this.unknownFunctions = [];
  }

  text(node) {
    return this.input.slice(node.from, node.to).replace(/`/g, '').replace(/\s+/g, ' ').trim();
  }

  // The dotted name that a path spells, or null when it starts with something else than a variable.
  dotted(node) {
    if (node.name === 'VariableName') return [this.text(node)];
    if (node.name !== 'PathExpression') return null;
    const [base, , last] = childrenOf(node);
    const prefix = this.dotted(base);
    return prefix && last ? [...prefix, this.text(last)] : null;
  }

  note(parts, place) {
    if (!place.scope.has(parts[0])) {
      (place.filter ? this.filtered : this.names).add(parts.join('.'));
    }
  }

  visitAll(nodes, place) {
    for (const node of nodes) this.visit(node, place);
  }

  visit(node, place) {
    const special = this[`visit${node.name}`];
    if (special) special.call(this, node, place);
    else this.visitAll(childrenOf(node), place);
  }

  visitVariableName(node, place) {
    this.note([this.text(node)], place);
  }

  visitPathExpression(node, place) {
    const parts = this.dotted(node);
    if (parts) this.note(parts, place);
    else this.visit(node.firstChild, place);
  }

  visitFilterExpression(node, place) {
    const [target, ...rest] = childrenOf(node);
    this.visit(target, place);
    this.visitAll(rest, { scope: new Set([...place.scope, 'item']), filter: true });
  }

  visitFunctionInvocation(node, place) {
    const [callee, ...rest] = childrenOf(node);
    const name = callee.name === 'VariableName' ? this.text(callee) : null;
    const defined = name !== null && (place.scope.has(name) || this.known.has(name));
    if (name === null) this.visit(callee, place);
    if (name === null ? callee.name === 'PathExpression' : !defined && !Object.hasOwn(builtins, name)) {
      this.unknownFunctions.push({ name: this.text(callee), from: callee.from, to: callee.to });
    }
    if (defined) this.note([name], place);
    this.visitAll(rest, place);
  }

  visitNamedParameter(node, place) {
    this.visitAll(childrenOf(node).slice(1), place);
  }

  visitType() {}

  visitForExpression(node, place) {
    const scope = new Set([...place.scope, 'partial']);
    this.visitAll(childrenOf(node), { ...place, scope });
  }

  visitQuantifiedExpression(node, place) {
    this.visitAll(childrenOf(node), { ...place, scope: new Set(place.scope) });
  }

  visitInExpression(node, place) {
    const [name, ...rest] = childrenOf(node);
    this.visitAll(rest, place);
    place.scope.add(this.text(name));
  }

  visitFunctionDefinition(node, place) {
    const scope = new Set(place.scope);
    for (const parameters of node.getChildren('FormalParameters')) {
      for (const parameter of parameters.getChildren('FormalParameter')) {
        scope.add(this.text(parameter.firstChild));
      }
    }
    this.visitAll(node.getChildren('FunctionBody'), { ...place, scope });
  }

  visitContext(node, place) {
    const scope = new Set(place.scope);
    for (const entry of node.getChildren('ContextEntry')) {
      const [key, ...rest] = childrenOf(entry);
      this.visitAll(rest, { ...place, scope });
      scope.add(this.text(key).replace(/^"|"$/g, ''));
    }
  }
}

function names(request) {
  const { parseTree } = compile(request);
  const reader = new NameReader(request.expression, new Set(Object.keys(request.context)));
  reader.visit(parseTree.topNode, { scope: new Set(), filter: false });
  return {
    names: [...reader.names],
    filtered: [...reader.filtered],
    unknownFunctions: reader.unknownFunctions.map((item) => ({
      name: item.name,
      position: codePoints(request.expression, item.from),
    })),
  };
}

// --- the door --------------------------------------------------------------------------------

// Python counts characters, JavaScript counts UTF-16 units.
function codePoints(text, offset) {
  return [...text.slice(0, offset)].length;
}

function failure(error, expression) {
  const from = error.position ? error.position.from : null;
  const syntax = error.reason === undefined && error.input !== undefined;
  return {
    reason: error.reason ?? (syntax ? 'syntax' : 'run'),
    found: error.found ?? error.input ?? '',
    message: String(error.message),
    name: String(error.name),
    position: from === null ? null : codePoints(expression, from),
  };
}

const ACTIONS = { run, names };

globalThis.mastaraFeel = (text) => {
  const request = JSON.parse(text);
  try {
    return JSON.stringify(ACTIONS[request.action](request));
  } catch (error) {
    return JSON.stringify({ failure: failure(error, request.expression) });
  }
};
