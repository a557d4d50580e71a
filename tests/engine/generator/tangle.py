"""Random graphs without any structure, and a reference that plays them with tokens on the arrows, as BPMN says it.

Loops may run through any join, forks may end anywhere: what a tree of blocks never draws. The reference knows flows and
gateways only (BPMN 2.0 §13.2 and §13.4); it shares no code and no way of working with the engine.
"""

import random
from collections import Counter
from dataclasses import dataclass, field

from tests.builders.bpmn import HEADER

VARIABLES = ("a", "b", "c")
MOST_TOKENS = 60
MOST_FIRINGS = 300
_JOINS = ("parallelGateway", "inclusiveGateway")


class Runaway(Exception):
    """The graph multiplies its tokens or turns without waiting: bounds are tested elsewhere."""


@dataclass
class Flow:
    id: str
    source: str
    target: str
    condition: tuple[str, int] | None = None


@dataclass
class Graph:
    """Nodes in the order of the file, with their kinds; flows in the order of the file."""

    kinds: dict[str, str] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    data: dict[str, int] = field(default_factory=dict)

    def out(self, node: str) -> list[Flow]:
        return [flow for flow in self.flows.values() if flow.source == node]

    def into(self, node: str) -> list[Flow]:
        return [flow for flow in self.flows.values() if flow.target == node]

    def connect(self, source: str, target: str) -> None:
        identity = f"f{len(self.flows)}"
        self.flows[identity] = Flow(identity, source, target)


def tangle(seed: int) -> Graph:
    """Draw a graph in which every node can be reached."""
    chance = random.Random(seed)
    graph = Graph(data={name: chance.randint(0, 9) for name in VARIABLES})
    graph.kinds["s"] = "startEvent"
    kinds = ["userTask", "userTask", "task", "exclusiveGateway", *_JOINS, *_JOINS]
    nodes = [f"n{number}" for number in range(chance.randint(4, 12))]
    for node in nodes:
        graph.kinds[node] = chance.choice(kinds)
    ends = [f"e{number}" for number in range(chance.randint(1, 2))]
    graph.kinds |= dict.fromkeys(ends, "endEvent")
    graph.connect("s", nodes[0])
    for number, node in enumerate([*nodes[1:], *ends], start=1):
        graph.connect(chance.choice(nodes[max(0, number - 3) : number] or nodes[-2:]), node)
    for number, node in enumerate(nodes):
        wanted = 1 if "ateway" not in graph.kinds[node] else chance.choice((1, 2, 2, 3))
        while len(graph.out(node)) < wanted:
            backwards = chance.random() < 0.2
            graph.connect(node, chance.choice(nodes[: number + 1] if backwards else [*nodes[number + 1 :], *ends]))
    _write_conditions(graph, chance)
    return graph


def _write_conditions(graph: Graph, chance: random.Random) -> None:
    for node, kind in graph.kinds.items():
        flows = graph.out(node)
        if kind in ("exclusiveGateway", "inclusiveGateway") and len(flows) > 1:
            *conditional, default = flows
            graph.defaults[node] = default.id
            for flow in conditional:
                flow.condition = (chance.choice(VARIABLES), chance.randint(0, 9))


def drawn(graph: Graph) -> bytes:
    """Return the graph as a BPMN file."""
    parts = []
    for node, kind in graph.kinds.items():
        default = f' default="{graph.defaults[node]}"' if node in graph.defaults else ""
        parts.append(f'<{kind} id="{node}"{default}/>')
    for flow in graph.flows.values():
        text = f"{flow.condition[0]} &gt;= {flow.condition[1]}" if flow.condition else ""
        inner = f"<conditionExpression>{text}</conditionExpression>" if text else ""
        parts.append(f'<sequenceFlow id="{flow.id}" sourceRef="{flow.source}" targetRef="{flow.target}">{inner}')
        parts.append("</sequenceFlow>")
    body = "\n".join(parts)
    return f'{HEADER}<process id="tangle" isExecutable="true">\n{body}\n</process>\n</definitions>\n'.encode()


class Reference:
    """Plays a graph: `marking` counts the tokens on each flow, `busy` those in each user task."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.data = dict(graph.data)
        self.marking: Counter[str] = Counter()
        self.busy: Counter[str] = Counter()
        self.trace: list[str] = []
        self.ends: list[str] = []
        self.firings = 0
        self._emit("s")
        self._run()

    @property
    def status(self) -> str:
        if self.busy.total():
            return "running"
        return "incident" if self.marking.total() else "completed"

    def complete(self, task: str, data: dict[str, int]) -> None:
        self.busy[task] -= 1
        self.trace.append(task)
        self.data |= data
        self._emit(task)
        self._run()

    def _run(self) -> None:
        self.firings = 0
        while self._fire_any() or self._fire_inclusive():
            self.firings += 1
            if self.firings > MOST_FIRINGS or self.marking.total() + self.busy.total() > MOST_TOKENS:
                raise Runaway

    def _fire_any(self) -> bool:
        """Fire one node that only needs its own tokens."""
        for flow in [self.graph.flows[identity] for identity, count in self.marking.items() if count]:
            kind, into = self.graph.kinds[flow.target], self.graph.into(flow.target)
            if kind in _JOINS and len(into) > 1:
                if kind == "parallelGateway" and all(self.marking[each.id] for each in into):
                    self._consume([each.id for each in into])
                    self._emit(flow.target)
                    return True
                continue
            self._consume([flow.id])
            self._enter(flow.target, kind)
            return True
        return False

    def _enter(self, node: str, kind: str) -> None:
        if kind == "userTask":
            self.busy[node] += 1
            return
        if kind == "endEvent":
            self.ends.append(node)
        if kind == "task":
            self.trace.append(node)
        self._emit(node)

    def _fire_inclusive(self) -> bool:
        """Fire the first inclusive join of the file for which no token can bring anything more (§13.4.3)."""
        for node, kind in self.graph.kinds.items():
            into = self.graph.into(node)
            if kind == "inclusiveGateway" and len(into) > 1 and self._enabled(node, into):
                self._consume([flow.id for flow in into if self.marking[flow.id]])
                self._emit(node)
                return True
        return False

    def _enabled(self, node: str, into: list[Flow]) -> bool:
        marked = {flow.id for flow in into if self.marking[flow.id]}
        if not marked:
            return False
        places = [self.graph.flows[identity].target for identity, count in self.marking.items() if count]
        places = [place for place in places if place != node]
        places += [task for task, count in self.busy.items() if count]
        for place in places:
            reached = self._arrivals(place, node)
            if reached - marked and not reached & marked:
                return False
        return True

    def _arrivals(self, place: str, node: str) -> set[str]:
        """Return the flows into `node` on which a token at `place` may arrive first."""
        seen, ready, arrivals = set(), [place], set()
        while ready:
            current = ready.pop()
            if current in seen:
                continue
            seen.add(current)
            for flow in self.graph.out(current):
                if flow.target == node:
                    arrivals.add(flow.id)
                else:
                    ready.append(flow.target)
        return arrivals

    def _consume(self, flows: list[str]) -> None:
        for flow in flows:
            self.marking[flow] -= 1

    def _emit(self, node: str) -> None:
        flows = self.graph.out(node)
        if self.graph.kinds[node] == "exclusiveGateway" and len(flows) > 1:
            flows = (self._true(flows) or [flows[-1]])[:1]
        elif self.graph.kinds[node] == "inclusiveGateway" and len(flows) > 1:
            flows = self._true(flows) or [flows[-1]]
        for flow in flows:
            self.marking[flow.id] += 1

    def _true(self, flows: list[Flow]) -> list[Flow]:
        return [flow for flow in flows if flow.condition and self.data[flow.condition[0]] >= flow.condition[1]]
