"""Draws a tree of blocks as BPMN files: the process and those it calls."""

from collections.abc import Iterator

from tests.builders.bpmn import HEADER
from tests.engine.generator.blocks import (
    VARIABLES,
    Aside,
    Block,
    Border,
    Choice,
    Condition,
    Inside,
    Jump,
    Loop,
    Parallel,
    Pause,
    Race,
    Repetition,
    Sequence,
    Task,
    Throw,
    Vanish,
    minutes_of,
)

ERROR, ESCALATION = "bad", "late"


class Drawing:
    """One file in the making."""

    def __init__(self, identity: str, drawings: dict[str, bytes]) -> None:
        self.identity = identity
        self.drawings = drawings
        self.parts: list[str] = []
        self.messages: list[str] = []
        self.signals: set[str] = set()
        self.flows = 0
        drawings[identity] = b""

    def close(self) -> None:
        declared = "".join(f'<message id="m-{name}" name="{name}"/>' for name in self.messages)
        declared += "".join(f'<signal id="g-{name}" name="{name}"/>' for name in sorted(self.signals))
        declared += f'<escalation id="escalation" name="{ESCALATION}" escalationCode="{ESCALATION}"/>'
        declared += f'<error id="error" name="{ERROR}" errorCode="{ERROR}"/>'
        body = "\n".join(self.parts)
        process = f'<process id="{self.identity}" isExecutable="true">\n{body}\n</process>'
        self.drawings[self.identity] = f"{HEADER}{declared}\n{process}\n</definitions>\n".encode()

    # --- pieces ---------------------------------------------------------------------------------------------------

    def node(self, kind: str, identity: str, body: str = "", marks: str = "") -> str:
        self.parts.append(f'<{kind} id="{identity}"{marks}>{body}</{kind}>')
        return identity

    def flow(self, source: str, target: str, condition: str = "") -> str:
        self.flows += 1
        identity = f"f{self.flows}-{self.identity}"
        body = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        self.parts.append(
            f'<sequenceFlow id="{identity}" sourceRef="{source}" targetRef="{target}">{body}</sequenceFlow>'
        )
        return identity

    def event(self, kind: str, identity: str, condition: Condition | None = None) -> str:
        if kind == "timer":
            duration = f"<timeDuration>PT{minutes_of(identity)}M</timeDuration>"
            return f"<timerEventDefinition>{duration}</timerEventDefinition>"
        if kind in ("error", "escalation"):
            return f'<{kind}EventDefinition {kind}Ref="{kind}"/>'
        if condition is not None:
            text = f"<condition>{written(condition)}</condition>"
            return f"<conditionalEventDefinition>{text}</conditionalEventDefinition>"
        if kind == "signal":
            self.signals.add(identity)
            return f'<signalEventDefinition signalRef="g-{identity}"/>'
        self.messages.append(identity)
        return f'<messageEventDefinition messageRef="m-{identity}"/>'

    # --- blocks: each gives the nodes where it begins and ends (None: the path stops) --------------------------------

    def scope(self, body: Block, name: str, asides: list[Aside], *, endless: bool = False) -> None:
        start = self.node("startEvent", f"start-{name}")
        self.line(start, body, None if endless else f"end-{name}")
        for aside in asides:
            self.aside(aside)

    def line(self, start: str, body: Block, end: str | None) -> None:
        """Draw start → body → end, the end only when something comes to it and when there is one."""
        first, last = self.draw(body)
        if end is None:
            assert first is not None
            self.flow(start, first)
            return
        self.flow(start, first or self.node("endEvent", end))
        if first and last:
            self.flow(last, self.node("endEvent", end))

    def aside(self, aside: Aside) -> None:
        outer, self.parts = self.parts, []
        mark = f' isInterrupting="{str(aside.interrupting).lower()}"'
        start = self.node("startEvent", aside.start, self.event(aside.event, aside.start, aside.condition), mark)
        self.line(start, aside.body, f"end-{aside.id}")
        inner, self.parts = "\n".join(self.parts), outer
        self.node("subProcess", aside.id, inner, ' triggeredByEvent="true"')

    def draw(self, block: Block) -> tuple[str | None, str | None]:
        return getattr(self, f"draw_{type(block).__name__.lower()}")(block)

    def draw_sequence(self, block: Sequence) -> tuple[str | None, str | None]:
        first = last = None
        for part in block.parts:
            begin, end = self.draw(part)
            if begin is None:
                continue
            if last is not None:
                self.flow(last, begin)
            first, last = first or begin, end
            if end is None:
                break
        return first, last

    def draw_task(self, block: Task) -> tuple[str, str]:
        body, marks = self.repetition(block.repetition, block.id), ""
        if block.kind == "serviceTask":
            marks = ' mastara:operation="test.run"'
        if block.kind == "receiveTask":
            self.messages.append(block.id)
            marks = f' messageRef="m-{block.id}"'
        self.node(block.kind, block.id, body, marks)
        return block.id, self.borders(block.id, block.borders)

    def draw_pause(self, block: Pause) -> tuple[str, str]:
        self.node("intermediateCatchEvent", block.id, self.event(block.event, block.id, block.condition))
        return block.id, block.id

    def draw_jump(self, block: Jump) -> tuple[str, str]:
        link = f'<linkEventDefinition name="{block.id}"/>'
        self.node("intermediateThrowEvent", f"{block.id}-throw", link)
        return f"{block.id}-throw", self.node("intermediateCatchEvent", f"{block.id}-catch", link)

    def draw_throw(self, block: Throw) -> tuple[str, str]:
        self.node("userTask", block.id)
        name = block.hearer if block.event == "signal" else f"{block.id}-out"
        thrown = self.node("intermediateThrowEvent", f"{block.id}-throw", self.event(block.event, name))
        self.flow(block.id, thrown)
        return block.id, thrown

    def draw_vanish(self, block: Vanish) -> tuple[str, None]:
        definition = {"none": "", "terminate": "<terminateEventDefinition/>", "error": self.event("error", "")}
        self.node("endEvent", f"end-{block.id}", definition[block.ending])
        if block.ending == "none":
            return f"end-{block.id}", None
        self.node("userTask", block.id)
        self.flow(block.id, f"end-{block.id}")
        return block.id, None

    def draw_choice(self, block: Choice) -> tuple[str, str | None]:
        kind = "inclusiveGateway" if block.inclusive else "exclusiveGateway"
        join, arrivals, default = f"{block.id}-join", 0, ""
        for condition, body in block.branches:
            first, last = self.draw(body)
            default = self.flow(block.id, first or join, "" if condition is None else written(condition))
            if first and last:
                self.flow(last, join)
            arrivals += not first or last is not None
        self.node(kind, block.id, marks=f' default="{default}"')
        if not arrivals:
            return block.id, None
        return block.id, self.node(kind, join)

    def draw_parallel(self, block: Parallel) -> tuple[str, str | None]:
        self.node("parallelGateway", block.id)
        join, arrivals = f"{block.id}-join", 0
        for body in block.branches:
            first, last = self.draw(body)
            self.flow(block.id, first or join)
            if first and last:
                self.flow(last, join)
            arrivals += not first or last is not None
        if not arrivals:
            return block.id, None
        return block.id, self.node("parallelGateway", join)

    def draw_loop(self, block: Loop) -> tuple[str, str | None]:
        assert block.body is not None
        begin = self.node("scriptTask", f"{block.id}-begin", f"<script>{{{block.id}: 0}}</script>")
        enter = self.node("exclusiveGateway", f"{block.id}-enter")
        self.flow(begin, enter)
        first, last = self.draw(block.body)
        assert first is not None
        self.flow(enter, first)
        if last is None:
            return begin, None
        add = self.node("scriptTask", f"{block.id}-add", f"<script>{{{block.id}: {block.id} + 1}}</script>")
        self.flow(last, add)
        self.flow(add, f"{block.id}-again")
        self.flow(f"{block.id}-again", enter, f"{block.id} &lt; {block.rounds}")
        out = self.node("task", f"{block.id}-out")
        default = self.flow(f"{block.id}-again", out)
        self.node("exclusiveGateway", f"{block.id}-again", marks=f' default="{default}"')
        return begin, out

    def draw_race(self, block: Race) -> tuple[str, str | None]:
        self.node("eventBasedGateway", block.id)
        join, arrivals = f"{block.id}-join", 0
        for pause, body in block.branches:
            self.draw_pause(pause)
            self.flow(block.id, pause.id)
            first, last = self.draw(body)
            self.flow(pause.id, first or join)
            if first and last:
                self.flow(last, join)
            arrivals += not first or last is not None
        if not arrivals:
            return block.id, None
        return block.id, self.node("exclusiveGateway", join)

    def draw_inside(self, block: Inside) -> tuple[str, str]:
        assert block.body is not None
        if block.called:
            drawing = Drawing(f"called-{block.id}", self.drawings)
            drawing.scope(block.body, block.id, block.asides)
            drawing.close()
            inputs = "".join(f'<mastara:input name="{name}" value="={name}"/>' for name in VARIABLES)
            inputs += "".join(f'<mastara:output name="{name}" value="={name}"/>' for name in block.returns)
            extensions = f"<extensionElements>{inputs}</extensionElements>"
            marks = f' calledElement="called-{block.id}"'
            self.node("callActivity", block.id, extensions + self.repetition(block.repetition, block.id), marks)
        else:
            outer, self.parts = self.parts, []
            self.scope(block.body, block.id, block.asides, endless=block.endless)
            inner, self.parts = "\n".join(self.parts), outer
            self.node("subProcess", block.id, inner + self.repetition(block.repetition, block.id))
        return block.id, self.borders(block.id, block.borders)

    def repetition(self, repetition: Repetition, identity: str) -> str:
        count = repetition.instances
        if not count:
            return ""
        if repetition.style == "loop":
            return f'<standardLoopCharacteristics loopMaximum="{count}"/>'
        marks = f' isSequential="{str(repetition.style == "sequence").lower()}"'
        number = f"<loopCardinality>{count}</loopCardinality>"
        if repetition.gathers:
            items = ", ".join(str(item) for item in range(count))
            marks += f' mastara:collection="=[{items}]" mastara:item="item"'
            marks += f' mastara:output-collection="o_{identity}" mastara:output-item="=answer"'
            number = ""
        if repetition.enough:
            condition = f"numberOfCompletedInstances &gt;= {repetition.enough}"
            number += f"<completionCondition>{condition}</completionCondition>"
        return f"<multiInstanceLoopCharacteristics{marks}>{number}</multiInstanceLoopCharacteristics>"

    def borders(self, host: str, borders: list[Border]) -> str:
        """Draw the border events; return the node behind which the paths have come together again."""
        back = list(self.paths(host, borders))
        if not back:
            return host
        join = self.node("exclusiveGateway", f"{host}-behind")
        for source in (host, *back):
            self.flow(source, join)
        return join

    def paths(self, host: str, borders: list[Border]) -> Iterator[str]:
        for border in borders:
            marks = f' attachedToRef="{host}" cancelActivity="{str(border.interrupting).lower()}"'
            self.node("boundaryEvent", border.id, self.event(border.event, border.id, border.condition), marks)
            if not border.rejoins:
                self.line(border.id, border.path, f"end-{border.id}")
                continue
            first, last = self.draw(border.path)
            if first is None:
                yield border.id
            else:
                self.flow(border.id, first)
                if last is not None:
                    yield last


def written(condition: Condition) -> str:
    """Return a condition as FEEL in XML."""
    return f"{condition[0]} &gt;= {condition[1]}"


def draw(process: Inside) -> dict[str, bytes]:
    """Return the files by process id; the first is the process itself."""
    assert process.body is not None
    drawings: dict[str, bytes] = {}
    drawing = Drawing(process.id, drawings)
    drawing.scope(process.body, process.id, process.asides)
    drawing.close()
    return drawings
