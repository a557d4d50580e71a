"""Builders of small DMN models."""

from collections.abc import Callable

import pytest

from app.decisions import DecisionModel, read_decisions
from tests.builders.dmn import table_xml

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="model" name="model" namespace="urn:test">'


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
