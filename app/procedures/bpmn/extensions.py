"""What a flow node says about its execution beyond BPMN: `mastara:*` first, then the equivalents of Camunda 7 and 8."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from app.procedures.bpmn.juel import Untranslatable, feel_of, holds_expression
from app.procedures.bpmn.vocabulary import bpmn, camunda, mastara, zeebe

Node = etree._Element

_DMN_ADDRESS = re.compile(r"https?://www\.omg\.org/spec/DMN/\d{8}/MODEL/([^/]+)/?$")
_FIRST_OF_LIST = re.compile(r'=\s*\[\s*"([^"]+)"')


def read_expression(text: str | None) -> str | None:
    """Return an expression trimmed, `${…}` of Camunda 7 rewritten as FEEL; None when there is nothing.

    One that FEEL cannot say stays as it is behind a `=`: the check of expressions reports it.
    """
    trimmed = (text or "").strip()
    if not trimmed or trimmed.startswith("=") or not holds_expression(trimmed):
        return trimmed or None
    try:
        return f"={feel_of(trimmed)}"
    except Untranslatable:
        return f"={trimmed}"


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
        "correlation": _own(node, "correlation")
        or _attribute(find_extension(node, zeebe("publishMessage")), "correlationKey"),
        "waits": _own(node, "waits"),
        "optional": _own(node, "optional"),
        "extension_point": _own(node, "extensionPoint") == "true",
    }
    return {key: value for key, value in found.items() if value} | _switched_off(node)


def _switched_off(node: Node) -> dict[str, Any]:
    return {"optional_on": False} if _own(node, "optionalDefault") == "off" else {}


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
        or _attribute(definition, "externalReference")
    )


def _role(node: Node) -> str | None:
    """Return the role; group lists of Camunda name several, the first is kept; a computed one is no role."""
    assignment = find_extension(node, zeebe("assignmentDefinition"))
    named = (
        _own(node, "role") or _attribute(node, camunda("candidateGroups")) or _attribute(assignment, "candidateGroups")
    )
    listed = _FIRST_OF_LIST.match(named or "")
    if listed:
        return listed[1]
    return named.split(",")[0].strip() if named and not named.startswith(("=", "${", "#{")) else None


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
        or _attribute(node, camunda("resultVariableName"))
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
        for mapping in child.iterchildren(zeebe("input"), zeebe("output")):
            into = inputs if mapping.tag == zeebe("input") else outputs
            into[mapping.get("target") or ""] = (mapping.get("source") or "").strip()
    elif child.tag == camunda("inputOutput"):
        for parameter in child.iterchildren(camunda("inputParameter"), camunda("outputParameter")):
            into = inputs if parameter.tag == camunda("inputParameter") else outputs
            into[parameter.get("name") or ""] = _camunda_value(parameter)
    elif child.tag in (camunda("in"), camunda("out")):
        into = inputs if child.tag == camunda("in") else outputs
        _read_camunda_variable(child, into)


def _read_camunda_variable(child: Node, into: dict[str, str]) -> None:
    """Read <camunda:in source|sourceExpression target/>: the source is a variable, or an expression."""
    expression = read_expression(child.get("sourceExpression")) or child.get("source")
    if expression and child.get("target"):
        into[child.get("target") or ""] = expression if expression.startswith("=") else f"={expression}"


def _camunda_value(holder: Node) -> str:
    """Return the text, list or map of a parameter of Camunda 7 as the value of a mapping."""
    listed = holder.find(camunda("list"))
    if listed is not None:
        return f"=[{', '.join(_inner_value(entry) for entry in listed)}]"
    mapped = holder.find(camunda("map"))
    if mapped is not None:
        entries = [f'"{entry.get("key") or ""}": {_inner_value(entry)}' for entry in mapped]
        return f"={{{', '.join(entries)}}}"
    return read_expression(holder.text) or ""


def _inner_value(entry: Node) -> str:
    """Return one value of a list or map as FEEL, without the leading `=`."""
    value = _camunda_value(entry)
    return value[1:] if value.startswith("=") else json.dumps(value, ensure_ascii=False)


def result_of_errors(node: Node) -> dict[str, str]:
    """Return, as outputs, the variable that takes the code of an error or escalation that Camunda 7 catches."""
    for definition in node:
        for name in ("errorCodeVariable", "escalationCodeVariable"):
            variable = _attribute(definition, camunda(name))
            if variable:
                return {variable: "=code"}
    return {}


def crosses_everything(node: Node) -> tuple[bool, bool]:
    """Tell whether all variables go into a called process, and whether all come back.

    Camunda 8 lets all cross unless it says otherwise; everywhere else none crosses that is not named.
    """
    called = find_extension(node, zeebe("calledElement"))
    inwards = called is not None and called.get("propagateAllParentVariables") != "false"
    outwards = called is not None and called.get("propagateAllChildVariables") != "false"
    for child in extension_elements(node):
        inwards = inwards or (child.tag == camunda("in") and child.get("variables") == "all")
        outwards = outwards or (child.tag == camunda("out") and child.get("variables") == "all")
    return inwards, outwards


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
        or _attribute(characteristics, "inputCollection")
        or read_expression(node.findtext(bpmn("loopDataInputRef"))),
        "item": _own(node, "item")
        or _attribute(node, camunda("elementVariable"))
        or _attribute(characteristics, "inputElement")
        or _named(node, "inputDataItem"),
        "output_collection": _own(node, "output-collection")
        or _attribute(characteristics, "outputCollection")
        or (node.findtext(bpmn("loopDataOutputRef")) or "").strip()
        or None,
        "output_item": _own(node, "output-item")
        or _attribute(characteristics, "outputElement")
        or _named(node, "outputDataItem"),
    }


def _named(node: Node, tag: str) -> str | None:
    """Return the name, else the id, of a data item of the standard."""
    item = node.find(bpmn(tag))
    return _attribute(item, "name") or _attribute(item, "id")
