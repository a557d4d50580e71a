"""Tells what a file of another product says that is not carried into the model: nothing is dropped silently.

What the process runs rightly without is a warning; what it would run wrongly without is an error.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from app.domain.findings import Finding, Severity
from app.procedures.bpmn.vocabulary import (
    ACTIVITI,
    BPMN,
    CAMUNDA,
    FLOWABLE,
    JBPM,
    MASTARA,
    SPIFF,
    ZEEBE,
    camunda,
)
from app.procedures.xml import source_line

Node = etree._Element

_PRODUCTS = {
    CAMUNDA: "Camunda 7",
    ZEEBE: "Camunda 8",
    MASTARA: "Mastara",
    FLOWABLE: "Flowable",
    SPIFF: "SpiffWorkflow",
    JBPM: "jBPM",
}
_OWN_ATTRIBUTES = frozenset(
    [
        "form",
        "role",
        "operation",
        "result",
        "decision",
        "status",
        "outcome",
        "target",
        "correlation",
        "waits",
        "optional",
        "optionalDefault",
        "extensionPoint",
        "collection",
        "item",
        "output-collection",
        "output-item",
    ]
)
_CARRIED: Mapping[str, frozenset[str]] = {
    CAMUNDA: frozenset(
        [
            "formKey",
            "formRef",
            "candidateGroups",
            "topic",
            "decisionRef",
            "resultVariable",
            "resultVariableName",
            "collection",
            "elementVariable",
            "errorCodeVariable",
            "escalationCodeVariable",
            "inputOutput",
            "inputParameter",
            "outputParameter",
            "list",
            "map",
            "entry",
            "value",
            "in",
            "out",
        ]
    ),
    ZEEBE: frozenset(
        [
            "taskDefinition",
            "ioMapping",
            "input",
            "output",
            "loopCharacteristics",
            "calledElement",
            "subscription",
            "formDefinition",
            "assignmentDefinition",
            "calledDecision",
            "script",
            "userTask",
            "publishMessage",
        ]
    ),
    MASTARA: _OWN_ATTRIBUTES | {"input", "output"},
    **dict.fromkeys((FLOWABLE, SPIFF, JBPM), frozenset()),
}
_SCRIPTS = frozenset({"script", "preScript", "postScript"})
_WORK = "the work is waited for as a job without an operation; name one with mastara:operation"
_PERSON = "the task is offered to its role; name one with mastara:role"
_TRANSACTION = "each step is one transaction here"
_VERSION = "the version that is published runs"
_TOLD = "nobody is told; draw what has to happen as a task or an event"
_LEFT_ASIDE: Mapping[str, str] = {
    **dict.fromkeys(("class", "expression", "delegateExpression", "type", "connector", "field"), _WORK),
    **dict.fromkeys(("assignee", "candidateUsers", "humanPerformer", "potentialStarter"), _PERSON),
    **dict.fromkeys(("async", "asyncBefore", "asyncAfter", "exclusive", "failedJobRetryTimeCycle"), _TRANSACTION),
    **dict.fromkeys(("jobPriority", "taskPriority", "jobPriorityDefinition"), "jobs are taken in the order of time"),
    **dict.fromkeys(
        (
            *("versionTag", "calledElementVersion", "calledElementVersionTag", "calledElementBinding"),
            *("decisionRefBinding", "decisionRefVersion", "formRefBinding", "formRefVersion"),
        ),
        _VERSION,
    ),
    **dict.fromkeys(("executionListener", "taskListener", "executionListeners", "taskListeners"), _TOLD),
    **dict.fromkeys(
        ("dueDate", "followUpDate", "priority", "taskSchedule", "priorityDefinition"),
        "a target period is named with mastara:target",
    ),
    **dict.fromkeys(("formData", "formProperty", "userTaskForm", "formHandlerClass"), "forms stand in files of forms/"),
    "mapDecisionResult": "a decision gives its value, its outputs as one object, or a list as its hit policy says",
    "historyTimeToLive": "retention stands in procedure.yaml",
    "properties": "they are notes for other tools",
    "taskHeaders": "an operation reads its inputs only; write them as inputs",
    "resource": "a script stands in the diagram, in FEEL",
}
_NEEDED: Mapping[str, str] = {
    "variableMappingClass": "name the variables that cross with inputs and outputs",
    "variableMappingDelegateExpression": "name the variables that cross with inputs and outputs",
}


@dataclass(frozen=True, kw_only=True)
class _Extension:
    """An attribute or element of another product, and the BPMN element that bears it."""

    bearer: Node
    line: int | None
    product: str
    name: str


def read_first_names(root: Node) -> None:
    """Give extensions of Camunda 7 that a file writes under their first name the name they have had since."""
    first = f"{{{ACTIVITI}}}"
    for element in root.iter("*"):
        if element.tag.startswith(first):
            element.tag = camunda(element.tag.removeprefix(first))
        for name in [str(name) for name in element.attrib if str(name).startswith(first)]:
            element.set(camunda(name.removeprefix(first)), element.attrib.pop(name))


def vendor_findings(process: Node, *, file: str) -> list[Finding]:
    """Return `extension-left-aside` warnings and `unsupported-extension` errors, one for each name on an element."""
    found = {(extension.bearer, extension.product, extension.name): extension for extension in _extensions(process)}
    return [finding for extension in found.values() if (finding := _finding(extension, file))]


def _extensions(process: Node) -> Iterator[_Extension]:
    for bearer in process.iter(f"{{{BPMN}}}*"):
        yield from _attributes(bearer, bearer)
        for holder in bearer.iterchildren(f"{{{BPMN}}}extensionElements"):
            for child in holder:
                yield from _within(bearer, child)


def _within(bearer: Node, node: Node) -> Iterator[_Extension]:
    """Yield an element and what it holds; what is left aside is left aside with all that it holds."""
    name = etree.QName(node)
    if name.namespace not in _PRODUCTS:
        return
    yield _Extension(bearer=bearer, line=source_line(node), product=name.namespace, name=name.localname)
    if name.localname in _CARRIED[name.namespace]:
        for child in node:
            yield from _within(bearer, child)


def _attributes(bearer: Node, node: Node) -> Iterator[_Extension]:
    for attribute in node.attrib:
        name = etree.QName(attribute)
        if name.namespace in _PRODUCTS:
            yield _Extension(bearer=bearer, line=source_line(node), product=name.namespace, name=name.localname)


def _finding(extension: _Extension, file: str) -> Finding | None:
    if extension.name in _CARRIED[extension.product] or _is_plain(extension):
        return None
    product = _PRODUCTS[extension.product]
    identity = _identity(extension.bearer)
    if extension.name in _SCRIPTS:
        message = f"Expected FEEL in the mappings of “{identity}”, found a script: write its value as FEEL."
        return _told(extension, "unsupported-extension", "error", file, message)
    needed = _NEEDED.get(extension.name)
    if needed:
        message = f"Expected a process that runs without Java, found {extension.name} on “{identity}”: {needed}."
        return _told(extension, "unsupported-extension", "error", file, message)
    reason = _LEFT_ASIDE.get(extension.name, "nothing here answers to it")
    message = f"“{extension.name}” of {product} on “{identity}” is left aside: {reason}."
    return _told(extension, "extension-left-aside", "warning", file, message)


def _is_plain(extension: _Extension) -> bool:
    """Tell whether the value says what is done here anyway."""
    value = extension.bearer.get(f"{{{extension.product}}}{extension.name}")
    return (extension.name, value) in {
        ("type", "external"),
        ("mapDecisionResult", "singleEntry"),
        ("mapDecisionResult", "singleResult"),
        ("mapDecisionResult", "collectEntries"),
    }


def _told(extension: _Extension, rule: str, severity: Severity, file: str, message: str) -> Finding:
    identity = _identity(extension.bearer)
    return Finding(rule=rule, severity=severity, file=file, element=identity, line=extension.line, message=message)


def _identity(bearer: Node) -> str | None:
    """Return the id of the element, else of the one around it: definitions inside an event often have none."""
    node: Node | None = bearer
    while node is not None and not node.get("id"):
        node = node.getparent()
    return None if node is None else node.get("id")
