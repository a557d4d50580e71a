"""Builders of small DMN models."""

from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

import pytest

from app.decisions import DecisionModel, read_decisions

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="model" name="model" namespace="urn:test">'


def text_of(tag: str, content: str, **attributes: str) -> str:
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{tag}{written}><text>{escape(content)}</text></{tag}>"


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
        extra = text_of("inputValues", allowed[number]) if allowed and allowed[number] else ""
        lines.append(f"<input id='input-{number}'>{text_of('inputExpression', expression, **kind)}{extra}</input>")
    for number, name in enumerate(names):
        extra = text_of("outputValues", values[number]) if values and values[number] else ""
        extra += text_of("defaultOutputEntry", defaults[number]) if defaults else ""
        lines.append(f"<output id='output-{number}' name={quoteattr(name)}>{extra}</output>")
    for number, (conditions, results) in enumerate(rules, start=1):
        cells = [text_of("inputEntry", cell, id=f"in-{number}-{index}") for index, cell in enumerate(conditions)]
        cells += [text_of("outputEntry", cell, id=f"out-{number}-{index}") for index, cell in enumerate(results)]
        lines.append(f"<rule id='rule-{number}'>{''.join(cells)}</rule>")
    return "\n".join([*lines, "</decisionTable>"])


@pytest.fixture
def a_model() -> Callable[[str], DecisionModel]:
    """Read the XML of decisions, put between the tags of a model."""

    def build(body: str) -> DecisionModel:
        return read_decisions(f"{HEAD}\n{body}\n</definitions>".encode(), file="fee.dmn")

    return build


@pytest.fixture
def a_table(a_model: Callable[[str], DecisionModel]) -> Callable[..., DecisionModel]:
    """Read a model of one decision, `fee`, with the table that the arguments describe."""

    def build(rules: list[tuple[list[str], list[str]]], **description: object) -> DecisionModel:
        return a_model(f"<decision id='fee' name='Fee'>\n{table_xml(rules, **description)}\n</decision>")

    return build
