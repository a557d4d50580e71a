"""What a flow node says about its execution beyond BPMN: `mastara:*` first, then the equivalents of Camunda 7 and 8."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from app.procedures.bpmn.vocabulary import bpmn, camunda, mastara, zeebe

Node = etree._Element

_JUEL = re.compile(r"^[$#]\{(.*)\}$", re.DOTALL)
_DMN_ADDRESS = re.compile(r"https?://www\.omg\.org/spec/DMN/\d{8}/MODEL/([^/]+)/?$")
_JUEL_OPERATORS = ((re.compile(r"=="), "="), (re.compile(r"&&"), " and "), (re.compile(r"\|\|"), " or "))
_JUEL_NOT = re.compile(r"!\s*([A-Za-z_][\w.]*|\([^()]*\))", re.ASCII)
_JUEL_TEXT = re.compile(r"'([^'\"]*)'")


def read_expression(text: str | None) -> str | None:
    """Return an expression trimmed, `${…}` of Camunda 7 rewritten as FEEL; None when there is nothing."""
    trimmed = (text or "").strip()
    if not trimmed:
        return None
    juel = _JUEL.match(trimmed)
    if juel is None:
        return trimmed
    inner = _JUEL_NOT.sub(r"not(\1)", _JUEL_TEXT.sub(r'"\1"', juel.group(1).strip()))
    for operator, replacement in _JUEL_OPERATORS:
        inner = operator.sub(replacement, inner)
    return f"={inner}"


def read_extensions(node: Node) -> dict[str, Any]:
    """Return the fields of Element that extensions set; absent ones are left out."""
    inputs, outputs = _mappings(node)
    found: dict[str, Any] = {
        "form": _form(node),
        "role": _role(node),
        "operation": _operation(node),
        "inputs": inputs,
        "outputs": outputs,
        "result": _result(node),
        "decision": _decision(node),
        "status": _own(node, "status"),
        "outcome": _own(node, "outcome"),
        "target": _own(node, "target"),
        "correlation": _own(node, "correlation"),
        "waits": _own(node, "waits"),
    }
    return {key: value for key, value in found.items() if value}


def extension_elements(node: Node) -> Iterator[Node]:
    """Yield the children of <extensionElements>."""
    for holder in node.findall(bpmn("extensionElements")):
        yield from holder


def find_extension(node: Node, tag: str) -> Node | None:
    """Return the first extension element with that qualified tag."""
    return next((child for child in extension_elements(node) if child.tag == tag), None)


def _attribute(node: Node | None, name: str) -> str | None:
    return ((node.get(name) or "").strip() or None) if node is not None else None


def _own(node: Node, name: str) -> str | None:
    return _attribute(node, mastara(name))


def _form(node: Node) -> str | None:
    definition = find_extension(node, zeebe("formDefinition"))
    return (
        _own(node, "form")
        or _attribute(node, camunda("formKey"))
        or _attribute(node, camunda("formRef"))
        or _attribute(definition, "formId")
        or _attribute(definition, "formKey")
    )


def _role(node: Node) -> str | None:
    """Return the role; group lists of Camunda name several, the first is kept."""
    assignment = find_extension(node, zeebe("assignmentDefinition"))
    named = (
        _own(node, "role") or _attribute(node, camunda("candidateGroups")) or _attribute(assignment, "candidateGroups")
    )
    return named.split(",")[0].strip() if named and not named.startswith(("=", "${")) else None


def _operation(node: Node) -> str | None:
    definition = find_extension(node, zeebe("taskDefinition"))
    connector = find_extension(node, camunda("connector"))
    connector_id = connector.findtext(camunda("connectorId")) if connector is not None else None
    return (
        _own(node, "operation")
        or _attribute(node, camunda("topic"))
        or _attribute(definition, "type")
        or (connector_id or "").strip()
        or None
    )


def _result(node: Node) -> str | None:
    called = find_extension(node, zeebe("calledDecision"))
    script = find_extension(node, zeebe("script"))
    return (
        _own(node, "result")
        or _attribute(node, camunda("resultVariable"))
        or _attribute(called, "resultVariable")
        or _attribute(script, "resultVariable")
    )


def _decision(node: Node) -> str | None:
    called = find_extension(node, zeebe("calledDecision"))
    return (
        _own(node, "decision")
        or _attribute(node, camunda("decisionRef"))
        or _attribute(called, "decisionId")
        or _implementation(node)
    )


def _implementation(node: Node) -> str | None:
    """Return the decision that stands behind the address of DMN in the attribute `implementation`."""
    address = _attribute(node, "implementation") or ""
    found = _DMN_ADDRESS.match(address)
    return found[1] if found else None


def _mappings(node: Node) -> tuple[Mapping[str, str], Mapping[str, str]]:
    inputs: dict[str, str] = {}
    outputs: dict[str, str] = {}
    for child in extension_elements(node):
        _read_mapping(child, inputs, outputs)
    return inputs, outputs


def _read_mapping(child: Node, inputs: dict[str, str], outputs: dict[str, str]) -> None:
    if child.tag in (mastara("input"), mastara("output")):
        into = inputs if child.tag == mastara("input") else outputs
        into[child.get("name") or ""] = (child.get("value") or "").strip()
    elif child.tag == zeebe("ioMapping"):
        for mapping in child:
            into = inputs if mapping.tag == zeebe("input") else outputs
            into[mapping.get("target") or ""] = (mapping.get("source") or "").strip()
    elif child.tag == camunda("inputOutput"):
        for parameter in child:
            into = inputs if parameter.tag == camunda("inputParameter") else outputs
            into[parameter.get("name") or ""] = read_expression(parameter.text) or ""
    elif child.tag in (camunda("in"), camunda("out")):
        into = inputs if child.tag == camunda("in") else outputs
        _read_camunda_variable(child, into)


def _read_camunda_variable(child: Node, into: dict[str, str]) -> None:
    """Read <camunda:in source|sourceExpression target/>: the source is a variable, or an expression."""
    expression = read_expression(child.get("sourceExpression")) or child.get("source")
    if expression and child.get("target"):
        into[child.get("target") or ""] = expression if expression.startswith("=") else f"={expression}"


def crosses_everything(node: Node) -> bool:
    """Tell whether a call activity asks for all variables to cross its border."""
    if any(child.get("variables") == "all" for child in extension_elements(node)):
        return True
    called = find_extension(node, zeebe("calledElement"))
    return called is not None and "true" in (
        called.get("propagateAllParentVariables"),
        called.get("propagateAllChildVariables"),
    )


def called_process(node: Node) -> str | None:
    """Return the id of the process that a call activity names."""
    called = find_extension(node, zeebe("calledElement"))
    return _attribute(node, "calledElement") or _attribute(called, "processId")


def loop_attributes(node: Node) -> dict[str, str | None]:
    """Return the collection and item attributes of <multiInstanceLoopCharacteristics>, whoever wrote them."""
    characteristics = find_extension(node, zeebe("loopCharacteristics"))
    collection = _attribute(node, camunda("collection"))
    return {
        "collection": _own(node, "collection")
        or read_expression(collection)
        or _attribute(characteristics, "inputCollection"),
        "item": _own(node, "item")
        or _attribute(node, camunda("elementVariable"))
        or _attribute(characteristics, "inputElement"),
        "output_collection": _own(node, "output-collection") or _attribute(characteristics, "outputCollection"),
        "output_item": _own(node, "output-item") or _attribute(characteristics, "outputElement"),
    }
