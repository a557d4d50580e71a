"""Flows that any procedure may call (`processes/_shared/flows`): each a diagram with its forms, texts and documents.

`flows.yaml` declares of each what crosses its border: `inputs`, `outputs`, the documents that it may issue, and what
communes may change of its forms and texts (`policy`). A package takes in the flows that its diagram calls, directly or
not; a form of its own under the same name replaces theirs.
A user task of a flow that names no role is done by the role of the call (its lane, or `mastara:role`), within the
call's internal target: the same step is the clerk's in one procedure and the head of service's in another.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.languages import LANGUAGES, Language
from app.procedures.bpmn import BpmnModel, BpmnRefused, Element
from app.procedures.diagrams import read_diagram
from app.procedures.xml import XmlRefused
from app.procedures.yaml_source import SourceRefused, read_mapping

FLOWS = "processes/_shared/flows/"
FLOWS_INDEX = f"{FLOWS}flows.yaml"
FLOW_FORMS = "forms/_shared/flows/"
Report = Callable[[str, str, str], None]
"""Tells a finding: rule, file, message."""


@dataclass(frozen=True, kw_only=True)
class Flow:
    """One flow with what it declares; `documents` and `policy` have the shape of a manifest's."""

    key: str
    model: BpmnModel
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    documents: tuple[Mapping[str, Any], ...]
    policy: Any = None
    """As it is written: whoever reads it tells what is wrong in it."""

    @property
    def form_names(self) -> frozenset[str]:
        """The forms of its user tasks."""
        return frozenset(str(task.form) for task in self.model.user_tasks())

    @property
    def text_owners(self) -> frozenset[str]:
        """Of what its texts speak, as the first two steps of their paths: `tasks.decide`, `statuses.notified`."""
        elements = self.model.elements.values()
        return frozenset(
            {
                *(f"tasks.{element.id}" for element in elements),
                *(f"statuses.{element.status}" for element in elements if element.status),
                *(f"outcomes.{element.outcome}" for element in elements if element.outcome),
                *(f"documents.{document['key']}" for document in self.documents),
            }
        )


@dataclass(frozen=True, kw_only=True)
class CalledFlows:
    """What a package takes in with the flows that it calls."""

    by_key: Mapping[str, Flow] = field(default_factory=dict)
    forms: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    form_texts: Mapping[Language, Mapping[str, Any]] = field(default_factory=dict)
    texts: Mapping[Language, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def models(self) -> Mapping[str, BpmnModel]:
        """Return the diagrams by process id."""
        return {key: flow.model for key, flow in self.by_key.items()}

    @property
    def documents(self) -> tuple[Mapping[str, Any], ...]:
        """Return the documents that the flows may issue."""
        return tuple(document for flow in self.by_key.values() for document in flow.documents)

    @property
    def text_owners(self) -> frozenset[str]:
        """Return of what the texts of the called flows speak; those of other flows stand in the same files."""
        return frozenset[str]().union(*(flow.text_owners for flow in self.by_key.values()))


def read_flows(model: BpmnModel, files: Mapping[str, bytes], report: Report) -> CalledFlows:
    """Return the flows that a diagram calls; what cannot be read is reported and left out."""
    wanted = _calls(model)
    if not wanted:
        return CalledFlows()
    declared = _declared(files, report)
    found: dict[str, Flow] = {}
    while wanted:
        key = wanted.pop()
        if key in found or f"{FLOWS}{key}.bpmn" not in files:
            continue
        flow = _flow(key, files, declared.get(key), report)
        if flow is not None:
            found[key] = flow
            wanted += _calls(flow.model)
    found = {key: _done_by_callers(flow, _callers(key, model, found), report) for key, flow in found.items()}
    return CalledFlows(
        by_key=found,
        forms=dict(_forms(found, files, report)),
        form_texts=_texts(FLOW_FORMS, files, report),
        texts=_texts(FLOWS, files, report),
    )


def _calls(model: BpmnModel) -> list[str]:
    return [element.called.process for element in model.elements.values() if element.called]


def _callers(key: str, model: BpmnModel, flows: Mapping[str, Flow]) -> list[Element]:
    models = (model, *(flow.model for flow in flows.values()))
    elements = (element for each in models for element in each.elements.values())
    return [element for element in elements if element.called and element.called.process == key]


def _done_by_callers(flow: Flow, callers: Sequence[Element], report: Report) -> Flow:
    """Return the flow whose user tasks without a role have that of its calls; calls that disagree are reported."""
    open_tasks = [task for task in flow.model.user_tasks() if task.role is None]
    if not open_tasks:
        return flow
    path = f"{FLOWS}{flow.key}.bpmn"
    first, names = callers[0], ", ".join(f"“{caller.id}”" for caller in callers)
    if first.role is None:
        message = f"Expected a role for the flow “{flow.key}” at {names}, found none: draw the call in a lane."
        report("flow-role", path, message)
        return flow
    if any((caller.role, caller.target) != (first.role, first.target) for caller in callers):
        message = f"Expected one role and target for the flow “{flow.key}” at {names}, found several: keep one."
        report("flow-role", path, message)
        return flow
    given = {task.id: replace(task, role=first.role, target=task.target or first.target) for task in open_tasks}
    digest = f"{flow.model.digest}#{first.role}#{first.target or ''}"
    return replace(flow, model=replace(flow.model, elements={**flow.model.elements, **given}, digest=digest))


def _declared(files: Mapping[str, bytes], report: Report) -> Mapping[str, Mapping[str, Any]]:
    index = _yaml(FLOWS_INDEX, files, report)
    return {str(entry["key"]): entry for entry in index.get("flows") or () if isinstance(entry, Mapping)}


def _flow(key: str, files: Mapping[str, bytes], declared: Mapping[str, Any] | None, report: Report) -> Flow | None:
    path = f"{FLOWS}{key}.bpmn"
    try:
        model = read_diagram(files[path], file=path)
    except BpmnRefused as refused:
        report(refused.findings[0].rule, path, refused.findings[0].message)
        return None
    except XmlRefused as refused:
        report("xml", path, refused.message)
        return None
    if declared is None:
        report("flow-undeclared", path, f"Expected the flow “{key}” in {FLOWS}flows.yaml, found none: declare it.")
        return None
    return Flow(
        key=key,
        model=model,
        inputs=tuple(declared.get("inputs") or ()),
        outputs=tuple(declared.get("outputs") or ()),
        documents=tuple({"register": None, "signatory": None, **one} for one in declared.get("documents") or ()),
        policy=declared.get("policy"),
    )


def _forms(
    flows: Mapping[str, Flow], files: Mapping[str, bytes], report: Report
) -> Iterator[tuple[str, dict[str, Any]]]:
    for flow in flows.values():
        for task in flow.model.user_tasks():
            path = f"{FLOW_FORMS}{task.form}.json"
            if path not in files:
                report("flow-form", path, f"Expected the form of the task “{task.id}”, found none: add the file.")
                continue
            try:
                yield str(task.form), json.loads(files[path])
            except ValueError as error:
                report("json", path, f"Expected a form-js JSON object: {error}.")


def _texts(folder: str, files: Mapping[str, bytes], report: Report) -> dict[Language, Mapping[str, Any]]:
    return {language: _yaml(f"{folder}translations/{language}.yaml", files, report) for language in LANGUAGES}


def _yaml(path: str, files: Mapping[str, bytes], report: Report) -> Mapping[str, Any]:
    if path not in files:
        return {}
    try:
        return dict(read_mapping(files[path], file=path).data)
    except SourceRefused as refused:
        report("yaml", path, refused.finding.message)
        return {}
