"""Reads a BPMN 2.0 file into the neutral model; whatever is odd in it becomes a finding, never a silent drop."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from lxml import etree

from app.domain.errors import MastaraError
from app.domain.findings import Finding
from app.domain.languages import Text
from app.procedures.bpmn.diagram import drawn_ids
from app.procedures.bpmn.elements import Declarations, is_bpmn, local_name, read_element
from app.procedures.bpmn.expressions import expression_findings
from app.procedures.bpmn.extensions import called_process, find_extension, read_expression
from app.procedures.bpmn.model import (
    FLOW_NODE_KINDS,
    SUB_PROCESS_KINDS,
    BpmnModel,
    Declared,
    Element,
    Lane,
    Process,
    SequenceFlow,
)
from app.procedures.bpmn.names import split_names
from app.procedures.bpmn.structure import structural_findings
from app.procedures.bpmn.vendor import read_first_names, vendor_findings
from app.procedures.bpmn.vocabulary import BPMN, PASSIVE, bpmn, mastara, zeebe
from app.procedures.xml import parse_xml, source_line

Node = etree._Element

MAXIMUM_ELEMENTS = 4_000
"""Flow nodes and sequence flows of one file: the largest diagrams that people draw hold a few hundred."""

_COUNTED = FLOW_NODE_KINDS | {"sequenceFlow"}


class BpmnRefused(MastaraError):
    """The file is XML but holds no BPMN process to run; `findings` says why."""

    code: ClassVar[str] = "bpmn-refused"

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding), file=finding.file, line=finding.line)
        self.findings = (finding,)


def read_bpmn(content: bytes, *, file: str, process: str | None = None) -> BpmnModel:
    """Read one process of a BPMN file: the one with the id `process`, else the executable one that no other calls.

    Returns the model with all findings in it, errors included, so that a screen can show the diagram and its faults
    together. Raises XmlRefused when the XML cannot be read and BpmnRefused when there is no process at all.
    """
    root = parse_xml(content, file=file)
    _refuse_size(root, file=file)
    read_first_names(root)
    digest = hashlib.sha256(content).hexdigest()
    model = _read_process(root, digest, file=file, process=process)
    included: dict[str, BpmnModel] = {}
    wanted = _calls(model)
    others = {node.get("id") for node in root.iterchildren(bpmn("process"))} - {model.process.id}
    while wanted:
        key = wanted.pop()
        if key in others and key not in included:
            included[key] = _read_process(root, f"{digest}#{key}", file=file, process=key)
            wanted += _calls(included[key])
    return replace(model, included=included)


def _read_process(root: Node, digest: str, *, file: str, process: str | None) -> BpmnModel:
    reading = _Reading(root, file=file, process=process)
    reading.run()
    model = reading.model(digest if process is None or "#" in digest else f"{digest}#{process}")
    vendors = vendor_findings(reading.node, file=file)
    findings = [*reading.findings, *structural_findings(model), *expression_findings(model), *vendors]
    return replace(model, findings=tuple(sorted(findings, key=lambda finding: finding.line or 0)))


def _refuse_size(root: Node, *, file: str) -> None:
    """Refuse a file whose diagram nobody could read, before each element costs time."""
    count = sum(1 for node in root.iter(f"{{{BPMN}}}*") if local_name(node) in _COUNTED)
    if count > MAXIMUM_ELEMENTS:
        message = (
            f"Expected at most {MAXIMUM_ELEMENTS:,} elements and sequence flows, found {count:,}: move parts of the "
            "diagram into processes that it calls."
        )
        raise BpmnRefused(Finding(rule="too-many-elements", severity="error", file=file, line=1, message=message))


def _calls(model: BpmnModel) -> list[str]:
    return [element.called.process for element in model.elements.values() if element.called]


class _Reading:
    """One file being read."""

    def __init__(self, root: Node, *, file: str, process: str | None = None) -> None:
        self.root = root
        self.file = file
        self.findings: list[Finding] = []
        self.elements: dict[str, Element] = {}
        self.flows: dict[str, SequenceFlow] = {}
        self.lanes: dict[str, Lane] = {}
        self.data_objects: dict[str, Text] = {}
        self.seen: dict[str, int | None] = {}
        self.drawn = drawn_ids(root)
        self.declarations = Declarations(
            messages=self._declared("message"),
            signals=self._declared("signal"),
            errors=self._declared("error", code="errorCode"),
            escalations=self._declared("escalation", code="escalationCode"),
        )
        self.node = self._choose_process(process)

    def run(self) -> None:
        self._read_lanes(self.node)
        lane_of = {element: lane.id for lane in self.lanes.values() for element in lane.elements}
        self._read_scope(self.node, parent=None, inherited=None, lane_of=lane_of)
        self._join_flows()
        self._join_handlers()

    def model(self, digest: str) -> BpmnModel:
        return BpmnModel(
            file=self.file,
            digest=digest,
            process=Process(
                id=self.node.get("id") or "",
                names=split_names(self.node.get("name")),
                executable=self.node.get("isExecutable") == "true",
                line=source_line(self.node),
            ),
            elements=self.elements,
            flows=self.flows,
            lanes=self.lanes,
            messages=self.declarations.messages,
            signals=self.declarations.signals,
            errors=self.declarations.errors,
            escalations=self.declarations.escalations,
            data_objects=self.data_objects,
        )

    def _report(self, rule: str, node: Node, message: str, *, severity: str = "error") -> None:
        self.findings.append(
            Finding(
                rule=rule,
                severity="error" if severity == "error" else "warning",
                file=self.file,
                element=node.get("id"),
                line=source_line(node),
                message=message,
            )
        )

    def _declared(self, tag: str, *, code: str | None = None) -> dict[str, Declared]:
        return {
            node.get("id") or "": Declared(
                id=node.get("id") or "",
                name=node.get("name") or node.get("id") or "",
                code=(node.get(code) or None) if code else None,
                correlation=_correlation(node),
                line=source_line(node),
            )
            for node in self.root.iterchildren(bpmn(tag))
        }

    def _choose_process(self, identity: str | None) -> Node:
        processes = list(self.root.iterchildren(bpmn("process")))
        named = [node for node in processes if node.get("id") == identity]
        if named:
            return named[0]
        executable = [node for node in processes if node.get("isExecutable") == "true"]
        filled = [node for node in processes if next(_flow_nodes(node), None) is not None]
        if not processes:
            raise BpmnRefused(
                Finding(
                    rule="no-process",
                    severity="error",
                    file=self.file,
                    line=source_line(self.root),
                    message="Expected a <process>, found none: save the file as BPMN 2.0.",
                )
            )
        called = {called_process(node) for node in self.root.iter(bpmn("callActivity"))}
        executable = [node for node in executable if node.get("id") not in called] or executable[:1]
        filled = [node for node in filled if node.get("id") not in called] or filled[:1]
        chosen = next(iter(executable or filled or processes))
        for extra in executable[1:]:
            self._report(
                "several-processes",
                extra,
                f"Expected one executable process, found “{extra.get('id')}” beside “{chosen.get('id')}”: "
                "move it to a file of its own.",
            )
        for other in filled:
            if other is not chosen and other not in executable:
                self._report(
                    "process-not-run",
                    other,
                    f"The process “{other.get('id')}” is not run: only “{chosen.get('id')}” is.",
                    severity="warning",
                )
        return chosen

    def _read_lanes(self, scope: Node, parent: str | None = None) -> None:
        for node in scope.iter(bpmn("lane")):
            identity = self._claim(node)
            outer = node.getparent()
            outer_lane = outer.getparent() if outer is not None else None
            self.lanes[identity] = Lane(
                id=identity,
                names=split_names(node.get("name")),
                elements=tuple((ref.text or "").strip() for ref in node.iterchildren(bpmn("flowNodeRef"))),
                parent=outer_lane.get("id") if outer_lane is not None and outer_lane.tag == bpmn("lane") else parent,
                line=source_line(node),
                drawn=identity in self.drawn,
            )

    def _claim(self, node: Node) -> str:
        """Return the node's id, reported when it is missing or already taken."""
        identity = node.get("id") or f"{local_name(node)}-{len(self.seen) + 1}"
        if not node.get("id"):
            # Nothing refers to an arrow but a default mark, so an arrow without id still runs.
            severity = "warning" if node.tag == bpmn("sequenceFlow") else "error"
            message = f"Expected an id on <{local_name(node)}>, found none: give it one."
            self._report("missing-id", node, message, severity=severity)
        elif identity in self.seen:
            self._report(
                "duplicate-id",
                node,
                f"Expected a unique id, found “{identity}” also at line {self.seen[identity]}: rename one of them.",
            )
        self.seen[identity] = source_line(node)
        return identity

    def _read_scope(self, scope: Node, *, parent: str | None, inherited: str | None, lane_of: dict[str, str]) -> None:
        for node in scope:
            if not is_bpmn(node):
                continue
            tag = local_name(node)
            if tag in FLOW_NODE_KINDS:
                self._read_flow_node(node, parent=parent, inherited=inherited, lane_of=lane_of)
            elif tag == "sequenceFlow":
                self._read_flow(node, parent=parent)
            elif tag in ("dataObject", "dataObjectReference", "dataStoreReference"):
                self.data_objects[self._claim(node)] = split_names(node.get("name"))
            elif tag not in PASSIVE:
                self._report(
                    "unsupported-element",
                    node,
                    f"Expected an element that can be run, found <{tag}>: redraw it with tasks, events and gateways.",
                )

    def _read_flow_node(
        self, node: Node, *, parent: str | None, inherited: str | None, lane_of: dict[str, str]
    ) -> None:
        taken = node.get("id") in self.elements
        identity = self._claim(node)
        if taken:
            return
        lane = lane_of.get(identity, inherited)
        element = read_element(node, parent=parent, lane=lane, declarations=self.declarations)
        self.elements[identity] = replace(element, id=identity, drawn=identity in self.drawn)
        if element.kind in SUB_PROCESS_KINDS:
            self._read_scope(node, parent=identity, inherited=lane, lane_of=lane_of)

    def _read_flow(self, node: Node, *, parent: str | None) -> None:
        taken = node.get("id") in self.flows
        identity = self._claim(node)
        if taken:
            return
        self.flows[identity] = SequenceFlow(
            id=identity,
            source=node.get("sourceRef") or "",
            target=node.get("targetRef") or "",
            names=split_names(node.get("name")),
            condition=read_expression(node.findtext(bpmn("conditionExpression"))),
            parent=parent,
            line=source_line(node),
            drawn=identity in self.drawn,
        )

    def _join_flows(self) -> None:
        """Fill each element's incoming and outgoing flows from the arrows, the only statement that counts."""
        incoming: dict[str, list[str]] = {}
        outgoing: dict[str, list[str]] = {}
        for flow in self.flows.values():
            outgoing.setdefault(flow.source, []).append(flow.id)
            incoming.setdefault(flow.target, []).append(flow.id)
        for identity, element in self.elements.items():
            self.elements[identity] = replace(
                element,
                incoming=tuple(incoming.get(identity, ())),
                outgoing=tuple(outgoing.get(identity, ())),
            )

    def _join_handlers(self) -> None:
        """Lead each compensation event on a border to the activity that an association joins to it."""
        for node in self.node.iter(bpmn("association")):
            ends = [(node.get(end) or "").rsplit(":", 1)[-1] for end in ("sourceRef", "targetRef")]
            for event, handler in (ends, ends[::-1]):
                border, activity = self.elements.get(event), self.elements.get(handler)
                if border and activity and border.event_kind == "compensate" and activity.for_compensation:
                    self.elements[event] = replace(border, handler=handler)


def _flow_nodes(process: Node) -> Iterator[Node]:
    return (node for node in process if is_bpmn(node) and local_name(node) in FLOW_NODE_KINDS)


def _correlation(node: Node) -> str | None:
    """Return a message's correlation expression: ours, or Camunda 8's subscription."""
    subscription = find_extension(node, zeebe("subscription"))
    found = node.get(mastara("correlation")) or (
        subscription.get("correlationKey") if subscription is not None else None
    )
    return read_expression(found)
