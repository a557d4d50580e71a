"""A fluent builder of BPMN files for tests.

    a_process("permit").start().user_task("review").xor("ok").when("approved = true").user_task("sign").end("signed")
        .at("ok").otherwise().end("refused").xml()

Each call adds a node after the current one and stands on it. `at(id)` goes back to a node, `to(id)` joins an existing
one, `when(feel)` and `otherwise()` mark the next arrow, `on(host)` begins a path at a border event of an activity.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mastara="urn:mastara:bpmn:1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:test">\n'
)


@dataclass
class _Scope:
    """The body of the process or of a sub-process while it is written."""

    parts: list[str] = field(default_factory=list)
    current: str | None = None


class ProcessBuilder:
    """Builds one process; every method but `xml` and `text` returns the builder."""

    def __init__(self, identity: str, *, name: str = "") -> None:
        self.identity = identity
        self.name = name
        self._scope = _Scope()
        self._outer: list[tuple[_Scope, Callable[[str], str]]] = []
        self._declared: dict[str, str] = {}
        self._flows = 0
        self._condition: str | None = None
        self._is_default = False
        self._defaults: dict[str, str] = {}

    # --- nodes ----------------------------------------------------------------------------------------------------

    def start(self, identity: str = "start") -> "ProcessBuilder":
        return self.node("startEvent", identity)

    def start_on(self, identity: str, *, interrupting: bool = True, **event: str) -> "ProcessBuilder":
        """Add a start event that something begins: `timer=`, `cycle=`, `message=`, `signal=`, `condition=`, …"""
        plain = {"isInterrupting": str(interrupting).lower()}
        return self.node("startEvent", identity, self._event(event), plain=plain)

    def end(self, identity: str = "end", *, outcome: str | None = None, **attributes: str) -> "ProcessBuilder":
        return self._end(identity, "", outcome=outcome, **attributes)

    def terminate(self, identity: str = "terminated", **attributes: str) -> "ProcessBuilder":
        return self._end(identity, "<terminateEventDefinition/>", **attributes)

    def error_end(self, identity: str, code: str, **attributes: str) -> "ProcessBuilder":
        return self._end(identity, self._definition("error", code), **attributes)

    def escalation_end(self, identity: str, code: str, **attributes: str) -> "ProcessBuilder":
        return self._end(identity, self._definition("escalation", code), **attributes)

    def message_end(self, identity: str, message: str, **attributes: str) -> "ProcessBuilder":
        return self._end(identity, self._definition("message", message), **attributes)

    def signal_end(self, identity: str, signal: str, **attributes: str) -> "ProcessBuilder":
        return self._end(identity, self._definition("signal", signal), **attributes)

    def task(self, identity: str, **attributes: str) -> "ProcessBuilder":
        return self.node("task", identity, **attributes)

    def user_task(self, identity: str, **attributes: str) -> "ProcessBuilder":
        return self.node("userTask", identity, **attributes)

    def manual_task(self, identity: str, **attributes: str) -> "ProcessBuilder":
        return self.node("manualTask", identity, **attributes)

    def service_task(
        self, identity: str, operation: str = "test.run", *, inputs: dict[str, str] | None = None, **attributes: str
    ) -> "ProcessBuilder":
        return self.node("serviceTask", identity, extensions(inputs=inputs), operation=operation, **attributes)

    def send_task(self, identity: str, message: str, **attributes: str) -> "ProcessBuilder":
        reference = self._declare("message", message)
        return self.node("sendTask", identity, plain={"messageRef": reference}, **attributes)

    def receive_task(self, identity: str, message: str, **attributes: str) -> "ProcessBuilder":
        reference = self._declare("message", message)
        return self.node("receiveTask", identity, plain={"messageRef": reference}, **attributes)

    def script(self, identity: str, feel: str, **attributes: str) -> "ProcessBuilder":
        return self.node("scriptTask", identity, f"<script>{escape(feel)}</script>", **attributes)

    def decision(self, identity: str, decision: str, result: str | None = None) -> "ProcessBuilder":
        named = {"result": result} if result else {}
        return self.node("businessRuleTask", identity, decision=decision, **named)

    def call(
        self,
        identity: str,
        process: str,
        *,
        inputs: dict[str, str] | None = None,
        outputs: dict[str, str] | None = None,
    ) -> "ProcessBuilder":
        body = extensions(inputs=inputs, outputs=outputs)
        return self.node("callActivity", identity, body, plain={"calledElement": process})

    def repeated(
        self,
        kind: str,
        identity: str,
        *,
        collection: str = "",
        cardinality: str = "",
        sequential: bool = False,
        item: str = "",
        output_collection: str = "",
        output_item: str = "",
        completion: str = "",
        **attributes: str,
    ) -> "ProcessBuilder":
        """Add a multi-instance task of the given BPMN kind."""
        own = {
            "collection": collection,
            "item": item,
            "output-collection": output_collection,
            "output-item": output_item,
        }
        marks = "".join(f" mastara:{name}={quoteattr(value)}" for name, value in own.items() if value)
        inner = f"<loopCardinality>{escape(cardinality)}</loopCardinality>" if cardinality else ""
        inner += f"<completionCondition>{escape(completion)}</completionCondition>" if completion else ""
        flag = "true" if sequential else "false"
        body = (
            f'<multiInstanceLoopCharacteristics isSequential="{flag}"{marks}>{inner}</multiInstanceLoopCharacteristics>'
        )
        return self.node(kind, identity, body, **attributes)

    def looped(
        self, kind: str, identity: str, *, condition: str = "", maximum: int | None = None, test_before: bool = False
    ) -> "ProcessBuilder":
        """Add a task with a standard loop."""
        limit = f' loopMaximum="{maximum}"' if maximum is not None else ""
        inner = f"<loopCondition>{escape(condition)}</loopCondition>" if condition else ""
        before = str(test_before).lower()
        return self.node(
            kind,
            identity,
            f'<standardLoopCharacteristics testBefore="{before}"{limit}>{inner}</standardLoopCharacteristics>',
        )

    def xor(self, identity: str, **attributes: str) -> "ProcessBuilder":
        return self.node("exclusiveGateway", identity, **attributes)

    def parallel(self, identity: str, **attributes: str) -> "ProcessBuilder":
        return self.node("parallelGateway", identity, **attributes)

    def inclusive(self, identity: str, **attributes: str) -> "ProcessBuilder":
        return self.node("inclusiveGateway", identity, **attributes)

    def event_gateway(self, identity: str, **attributes: str) -> "ProcessBuilder":
        return self.node("eventBasedGateway", identity, **attributes)

    def timer(self, identity: str, duration: str, **attributes: str) -> "ProcessBuilder":
        return self.node("intermediateCatchEvent", identity, timer_definition(duration), **attributes)

    def date_timer(self, identity: str, date: str, **attributes: str) -> "ProcessBuilder":
        body = timer_definition(date, kind="timeDate")
        return self.node("intermediateCatchEvent", identity, body, **attributes)

    def message(self, identity: str, message: str, **attributes: str) -> "ProcessBuilder":
        return self.node("intermediateCatchEvent", identity, self._definition("message", message), **attributes)

    def signal(self, identity: str, signal: str, **attributes: str) -> "ProcessBuilder":
        return self.node("intermediateCatchEvent", identity, self._definition("signal", signal), **attributes)

    def throw(
        self, kind: str, identity: str, name: str, *, inputs: dict[str, str] | None = None, **attributes: str
    ) -> "ProcessBuilder":
        """Add an intermediate throw event: message, signal or escalation."""
        body = extensions(inputs=inputs) + self._definition(kind, name)
        return self.node("intermediateThrowEvent", identity, body, **attributes)

    def condition(self, identity: str, feel: str, **attributes: str) -> "ProcessBuilder":
        return self.node("intermediateCatchEvent", identity, self._event({"condition": feel}), **attributes)

    def link_throw(self, identity: str, name: str) -> "ProcessBuilder":
        self.node("intermediateThrowEvent", identity, f"<linkEventDefinition name={quoteattr(name)}/>")
        self._scope.current = None
        return self

    def link_catch(self, identity: str, name: str) -> "ProcessBuilder":
        self._scope.current = None
        return self.node("intermediateCatchEvent", identity, f"<linkEventDefinition name={quoteattr(name)}/>")

    # --- border events --------------------------------------------------------------------------------------------

    def on(
        self,
        host: str,
        identity: str,
        *,
        timer: str | None = None,
        cycle: str | None = None,
        message: str | None = None,
        signal: str | None = None,
        error: str | None = None,
        escalation: str | None = None,
        condition: str | None = None,
        interrupting: bool = True,
        **attributes: str,
    ) -> "ProcessBuilder":
        """Put a border event on an activity and stand on it; `error=""` catches every error."""
        named = {
            "timer": timer,
            "cycle": cycle,
            "message": message,
            "signal": signal,
            "error": error,
            "escalation": escalation,
            "condition": condition,
        }
        definition = self._event({kind: text for kind, text in named.items() if text is not None})
        self._scope.current = None
        plain = {"attachedToRef": host, "cancelActivity": str(interrupting).lower()}
        return self.node("boundaryEvent", identity, definition, plain=plain, **attributes)

    # --- structure ------------------------------------------------------------------------------------------------

    def sub(self, identity: str, **attributes: str) -> "ProcessBuilder":
        """Open an embedded sub-process; `end_sub` closes it and stands on it."""
        self._join(identity)
        opening = f'<subProcess id="{identity}"{_own(attributes)}'
        outer = self._scope
        self._outer.append((outer, lambda body: f"{opening}%DEFAULT:{identity}%>{body}</subProcess>"))
        self._sub_ids = [*getattr(self, "_sub_ids", []), identity]
        self._scope = _Scope()
        return self

    def event_sub(self, identity: str) -> "ProcessBuilder":
        """Open an event sub-process; begin it with `start_on`, close it with `end_sub`, then stand on nothing."""
        self._scope.current = None
        self._outer.append(
            (self._scope, lambda body: f'<subProcess id="{identity}" triggeredByEvent="true">{body}</subProcess>')
        )
        self._sub_ids = [*getattr(self, "_sub_ids", []), identity]
        self._scope = _Scope()
        return self

    def end_sub(self, *, inner: str = "") -> "ProcessBuilder":
        outer, wrap = self._outer.pop()
        outer.parts.append(wrap(inner + "\n".join(self._scope.parts)))
        self._scope = outer
        self._scope.current = self._sub_ids.pop()
        return self

    def at(self, identity: str) -> "ProcessBuilder":
        """Stand on a node that exists (or on none, to begin a path of its own)."""
        self._scope.current = identity
        return self

    def to(self, identity: str) -> "ProcessBuilder":
        """Draw an arrow from the current node to one that exists or comes later; the path ends here."""
        self._join(identity)
        self._scope.current = None
        return self

    def when(self, feel: str) -> "ProcessBuilder":
        """Write a condition on the next arrow."""
        self._condition = feel
        return self

    def otherwise(self) -> "ProcessBuilder":
        """Make the next arrow the default of the current node."""
        self._is_default = True
        return self

    def raw(self, xml: str) -> "ProcessBuilder":
        """Add XML as it is to the current scope."""
        self._scope.parts.append(xml)
        return self

    def node(
        self,
        kind: str,
        identity: str,
        body: str = "",
        *,
        plain: dict[str, str] | None = None,
        name: str | None = None,
        **attributes: str,
    ) -> "ProcessBuilder":
        """Add a node of any BPMN kind after the current one; other keywords become `mastara:` attributes."""
        self._join(identity)
        marks = "".join(f" {key}={quoteattr(value)}" for key, value in (plain or {}).items())
        if name is not None:
            marks += f" name={_name(name)}"
        self._scope.parts.append(
            f'<{kind} id="{identity}"{marks}{_own(attributes)}%DEFAULT:{identity}%>{body}</{kind}>'
        )
        self._scope.current = identity
        return self

    def text(self) -> str:
        """Return the file as text."""
        if self._outer:
            raise ValueError("Expected each sub-process to be closed, found one open: call end_sub().")
        body = "\n".join(self._scope.parts)
        declared = "\n".join(self._declared.values())
        name = f" name={_name(self.name)}" if self.name else ""
        process = f'<process id="{self.identity}" isExecutable="true"{name}>\n{body}\n</process>'
        for identity in _marked(process):
            default = self._defaults.get(identity)
            process = process.replace(f"%DEFAULT:{identity}%", f' default="{default}"' if default else "")
        return f"{HEADER}{declared}\n{process}\n</definitions>\n"

    def xml(self) -> bytes:
        """Return the file."""
        return self.text().encode()

    # --- parts ----------------------------------------------------------------------------------------------------

    def _end(self, identity: str, definition: str, **attributes: str | None) -> "ProcessBuilder":
        given = {key: value for key, value in attributes.items() if value is not None}
        self.node("endEvent", identity, definition, **given)
        self._scope.current = None
        return self

    def _join(self, target: str) -> None:
        source = self._scope.current
        if source is None:
            return
        self._flows += 1
        identity = f"flow-{self._flows}"
        condition = ""
        if self._condition is not None:
            condition = (
                f'<conditionExpression xsi:type="tFormalExpression">{escape(self._condition)}</conditionExpression>'
            )
        if self._is_default:
            self._defaults[source] = identity
        self._condition, self._is_default = None, False
        self._scope.parts.append(
            f'<sequenceFlow id="{identity}" sourceRef="{source}" targetRef="{target}">{condition}</sequenceFlow>'
        )

    def _declare(self, kind: str, name: str) -> str:
        reference = f"{kind}-{name}"
        code = f' {kind}Code="{name}"' if kind in ("error", "escalation") else ""
        self._declared[reference] = f'<{kind} id="{reference}" name="{name}"{code}/>'
        return reference

    def _event(self, event: dict[str, str]) -> str:
        ((kind, text),) = event.items()
        if kind in ("timer", "cycle"):
            return timer_definition(text, kind="timeDuration" if kind == "timer" else "timeCycle")
        if kind == "condition":
            return f"<conditionalEventDefinition><condition>{escape(text)}</condition></conditionalEventDefinition>"
        return self._definition(kind, text)

    def _definition(self, kind: str, name: str) -> str:
        if not name:
            return f"<{kind}EventDefinition/>"
        return f'<{kind}EventDefinition {kind}Ref="{self._declare(kind, name)}"/>'


def a_process(identity: str = "process", *, name: str = "") -> ProcessBuilder:
    """Begin a process; `name` may have two lines, French then Arabic."""
    return ProcessBuilder(identity, name=name)


def timer_definition(text: str, *, kind: str = "timeDuration") -> str:
    """Return a timer event definition."""
    return f"<timerEventDefinition><{kind}>{escape(text)}</{kind}></timerEventDefinition>"


def extensions(*, inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    """Return our input and output mappings."""
    rows = [("input", name, value) for name, value in (inputs or {}).items()]
    rows += [("output", name, value) for name, value in (outputs or {}).items()]
    if not rows:
        return ""
    written = "".join(f"<mastara:{tag} name={quoteattr(name)} value={quoteattr(value)}/>" for tag, name, value in rows)
    return f"<extensionElements>{written}</extensionElements>"


def _own(attributes: dict[str, str]) -> str:
    return "".join(f" mastara:{name.replace('_', '-')}={quoteattr(value)}" for name, value in attributes.items())


def _name(name: str) -> str:
    return quoteattr(name, {"\n": "&#10;"})


def _marked(text: str) -> list[str]:
    return [part.split("%", 1)[0] for part in text.split("%DEFAULT:")[1:]]
