"""Writes small DMN models: `a_dmn(input_data("age"), decision("adult", text("age >= 18"), needs=["age"]))`."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

VERSIONS = {
    "1.1": "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "1.2": "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "1.3": "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "1.4": "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "1.5": "https://www.omg.org/spec/DMN/20230324/MODEL/",
}


def a_dmn(*parts: str, namespace: str = "urn:test", version: str = "1.5", prefixes: str = "") -> bytes:
    """Return a DMN file of these elements; ids are names with hyphens."""
    opening = f"<definitions xmlns={quoteattr(VERSIONS[version])} {prefixes} id='model' name='model'"
    return "\n".join([f"{opening} namespace={quoteattr(namespace)}>", *parts, "</definitions>"]).encode()


def id_of(name: str) -> str:
    return name.lower().replace(" ", "-")


def tag(element_name: str, /, *inside: str, **attributes: str | None) -> str:
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items() if value is not None)
    return f"<{element_name}{written}>{''.join(inside)}</{element_name}>"


def text(content: str, **attributes: str | None) -> str:
    """Return a literal expression."""
    return cell("literalExpression", content, **attributes)


def cell(element_name: str, content: str, /, **attributes: str | None) -> str:
    return tag(element_name, tag("text", escape(content)), **attributes)


def variable(name: str, type_name: str | None = None) -> str:
    return tag("variable", name=name, typeRef=type_name)


def input_data(name: str, type_name: str | None = None) -> str:
    return tag("inputData", variable(name, type_name), id=id_of(name), name=name)


def href(name: str) -> str:
    """Return the reference to an element of this model, or of another: `urn:other#name`."""
    return name if "#" in name else f"#{id_of(name)}"


def decision(
    name: str,
    logic: str = "",
    *,
    needs: Sequence[str] = (),
    asks: Sequence[str] = (),
    knows: Sequence[str] = (),
    type_name: str | None = None,
) -> str:
    """Return a decision; it `needs` input data, `asks` other decisions and `knows` functions."""
    required = [tag("informationRequirement", tag("requiredInput", href=href(one))) for one in needs]
    required += [tag("informationRequirement", tag("requiredDecision", href=href(one))) for one in asks]
    required += [tag("knowledgeRequirement", tag("requiredKnowledge", href=href(one))) for one in knows]
    return tag("decision", variable(name, type_name), *required, logic, id=id_of(name), name=name)


def function(
    parameters: dict[str, str | None], body: str, *, name: str = "functionDefinition", kind: str | None = None
) -> str:
    given = [tag("formalParameter", name=one, typeRef=type_name) for one, type_name in parameters.items()]
    return tag(name, *given, body, kind=kind)


def knowledge(
    name: str,
    parameters: dict[str, str | None],
    body: str,
    *,
    knows: Sequence[str] = (),
    type_name: str | None = None,
    kind: str | None = None,
) -> str:
    """Return a business knowledge model."""
    required = [tag("knowledgeRequirement", tag("requiredKnowledge", href=href(one))) for one in knows]
    logic = function(parameters, body, name="encapsulatedLogic", kind=kind)
    return tag("businessKnowledgeModel", variable(name, type_name), logic, *required, id=id_of(name), name=name)


def service(
    name: str,
    *,
    gives: Sequence[str],
    within: Sequence[str] = (),
    asks: Sequence[str] = (),
    needs: Sequence[str] = (),
    type_name: str | None = None,
) -> str:
    """Return a decision service: output, encapsulated and input decisions, and input data."""
    parts = [tag("outputDecision", href=href(one)) for one in gives]
    parts += [tag("encapsulatedDecision", href=href(one)) for one in within]
    parts += [tag("inputDecision", href=href(one)) for one in asks]
    parts += [tag("inputData", href=href(one)) for one in needs]
    return tag("decisionService", variable(name, type_name), *parts, id=id_of(name), name=name)


def item(
    name: str,
    type_name: str | None = None,
    *components: str,
    many: bool = False,
    allowed: str | None = None,
    constraint: str | None = None,
    element: str = "itemDefinition",
) -> str:
    """Return an item definition."""
    inside = [tag("typeRef", type_name)] if type_name else []
    inside += [cell("allowedValues", allowed)] if allowed else []
    inside += [cell("typeConstraint", constraint)] if constraint else []
    identifier = id_of(name) if element == "itemDefinition" else None
    return tag(element, *inside, *components, id=identifier, name=name, isCollection="true" if many else None)


def component(name: str, type_name: str | None = None, *components: str, **options: str | bool) -> str:
    return item(name, type_name, *components, element="itemComponent", **options)


def context(*entries: tuple[str | None, str], types: dict[str, str] | None = None) -> str:
    """Return a boxed context; the entry named None is its result."""
    rows = [
        tag("contextEntry", variable(name, (types or {}).get(name)) if name else "", value) for name, value in entries
    ]
    return tag("context", *rows, id="the-context")


def listing(*items: str, name: str = "list") -> str:
    return tag(name, *items)


def relation(columns: Sequence[str], *rows: Sequence[str]) -> str:
    heads = [tag("column", name=one) for one in columns]
    return tag("relation", *heads, *(listing(*map(text, row), name="row") for row in rows))


def invocation(called: str, **bindings: str) -> str:
    """Return an invocation of the function of this name; underscores in parameters stand for spaces."""
    given = [
        tag("binding", tag("parameter", name=name.replace("_", " ")), text(value)) for name, value in bindings.items()
    ]
    return tag("invocation", text(called), *given, id="the-invocation")


def conditional(condition: str, then: str, otherwise: str) -> str:
    return tag("conditional", tag("if", condition), tag("then", then), tag("else", otherwise))


def filtered(collection: str, match: str) -> str:
    return tag("filter", tag("in", collection), tag("match", match))


def iteration(kind: str, name: str, collection: str, body: str, *, type_name: str | None = None) -> str:
    inner = "return" if kind == "for" else "satisfies"
    return tag(kind, tag("in", collection, typeRef=type_name), tag(inner, body), iteratorVariable=name)


def imported(name: str, namespace: str, *, location: str | None = None) -> str:
    kind = VERSIONS["1.5"]
    return tag("import", name=name, namespace=namespace, importType=kind, locationURI=location)


def table_xml(
    rules: list[tuple[list[str], list[str]]],
    *,
    inputs: list[str],
    outputs: list[str] | None = None,
    policy: str | None = None,
    aggregation: str | None = None,
    types: list[str] | None = None,
    allowed: list[str] | None = None,
    values: list[str] | None = None,
    defaults: list[str] | None = None,
) -> str:
    """Return a decisionTable; each rule is (input cells, output cells) and gets the id rule-<n>."""
    names = outputs or ["result"]
    lines = ["<decisionTable id='table'" + (f" hitPolicy={quoteattr(policy)}" if policy else "")]
    lines[0] += (f" aggregation={quoteattr(aggregation)}" if aggregation else "") + ">"
    for number, expression in enumerate(inputs):
        kind = {"typeRef": types[number]} if types else {}
        extra = cell("inputValues", allowed[number]) if allowed and allowed[number] else ""
        lines.append(f"<input id='input-{number}'>{cell('inputExpression', expression, **kind)}{extra}</input>")
    for number, name in enumerate(names):
        extra = cell("outputValues", values[number]) if values and values[number] else ""
        extra += cell("defaultOutputEntry", defaults[number]) if defaults else ""
        lines.append(f"<output id='output-{number}' name={quoteattr(name)}>{extra}</output>")
    for number, (conditions, results) in enumerate(rules, start=1):
        cells = [cell("inputEntry", one, id=f"in-{number}-{index}") for index, one in enumerate(conditions)]
        cells += [cell("outputEntry", one, id=f"out-{number}-{index}") for index, one in enumerate(results)]
        lines.append(f"<rule id='rule-{number}'>{''.join(cells)}</rule>")
    return "\n".join([*lines, "</decisionTable>"])
