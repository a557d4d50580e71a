"""The DMN technology compatibility kit, level 2: models and expected results that other people wrote."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from app.decisions import read_decisions
from app.procedures.xml import parse_xml

PROJECT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("MASTARA_SHARED") or PROJECT.parent / "shared")
KIT = SHARED / "corpora" / "dmn_tck_level2"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"

READERS = {"boolean": lambda text: text == "true", "decimal": float, "double": float, "integer": int}


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


def read_value(holder: etree._Element) -> object:
    for child in holder:
        match local(child):
            case "value" if child.get(NIL) == "true":
                return None
            case "value":
                reader = READERS.get(child.get(TYPE, "string").partition(":")[2], str)
                return reader(child.text or "")
            case "list":
                return [read_value(item) for item in child]
            case "component":
                return {part.get("name"): read_value(part) for part in holder}
            case "expected":
                return read_value(child)
    return None


def result_nodes() -> list[object]:
    if not KIT.is_dir():
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"no compatibility kit at {KIT}"))]
    nodes = []
    for file in sorted(KIT.glob("*/*-test-*.xml")):
        root = parse_xml(file.read_bytes(), file=file.name)
        model = file.parent / next(child.text for child in root if local(child) == "modelName")
        for case in (child for child in root if local(child) == "testCase"):
            inputs = {child.get("name"): read_value(child) for child in case if local(child) == "inputNode"}
            for node in (child for child in case if local(child) == "resultNode"):
                name = f"{file.parent.name}-{case.get('id')}-{node.get('name')}"
                nodes.append(pytest.param((model, node.get("name"), inputs, read_value(node)), id=name))
    return nodes


@pytest.mark.parametrize("node", result_nodes())
def test_a_model_of_the_kit_gives_the_expected_result(node: tuple[Path, str, dict[str, object], object]) -> None:
    model, decision, inputs, expected = node

    result = read_decisions(model.read_bytes(), file=model.name).decide(decision, inputs, now=NOW).result

    assert result == close(expected)


def close(value: object) -> object:
    """Numbers of the kit are decimals: ours agree to eight digits."""
    match value:
        case bool() | None | str():
            return value
        case int() | float():
            return pytest.approx(value, rel=1e-8)
        case list():
            return [close(item) for item in value]
        case dict():
            return {key: close(entry) for key, entry in value.items()}
    return value


def test_models_of_the_kit_have_no_faulty_cell() -> None:
    if not KIT.is_dir():
        pytest.skip(f"no compatibility kit at {KIT}")

    findings = [
        finding
        for file in sorted(KIT.glob("*/*.dmn"))
        for finding in read_decisions(file.read_bytes(), file=file.name).findings()
        if finding.rule == "decision-expression"
    ]

    assert findings == []
