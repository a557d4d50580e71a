"""A fault inside a model makes values null and is told: never an exception, whatever the file lacks."""

import random
from datetime import UTC, datetime

import pytest
from lxml import etree

from app.decisions import DecisionError, read_decisions
from app.domain.errors import MastaraError
from app.procedures.xml import parse_xml
from tests.builders.dmn import (
    a_dmn,
    component,
    conditional,
    context,
    decision,
    filtered,
    function,
    imported,
    input_data,
    invocation,
    item,
    iteration,
    knowledge,
    listing,
    relation,
    service,
    table_xml,
    tag,
    text,
)
from tests.costs import at_most_calls

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

EVERYTHING = a_dmn(
    imported("other", "urn:other"),
    item("Person", None, component("name", "string", allowed='"a", "b"'), component("age", "number")),
    input_data("person", "Person"),
    knowledge("twice", {"n": "number"}, text("n * 2"), type_name="number"),
    service("serving", gives=["last"], within=["first"], needs=["person"]),
    decision(
        "first",
        context(
            ("f", function({"a": None}, text("a"))),
            ("g", invocation("f", a="1")),
            ("r", relation(["a", "b"], ["1", "2"])),
            ("c", conditional(text("true"), listing(text("1")), text("2"))),
            ("i", iteration("for", "x", text("[1, 2]"), filtered(text("[x]"), text("item > 1")))),
            (None, text("g + twice(2)")),
        ),
        needs=["person"],
        knows=["twice"],
    ),
    decision("last", text("first + person.age"), asks=["first"], needs=["person"], type_name="number"),
)


def mutants(count: int) -> list[bytes]:
    """Return copies of a model, each with some elements, attributes or texts taken away or changed."""
    choose = random.Random(20260302)
    made = []
    for _ in range(count):
        root = parse_xml(EVERYTHING, file="m.dmn")
        for _ in range(choose.randint(1, 3)):
            element = choose.choice([one for one in root.iter() if one is not root])
            spoil(element, choose)
        made.append(etree.tostring(root))
    return made


def spoil(element: etree._Element, choose: random.Random) -> None:
    match choose.randint(0, 4):
        case 0 if element.getparent() is not None:
            element.getparent().remove(element)
        case 1 if element.attrib:
            del element.attrib[choose.choice(list(element.attrib))]
        case 2 if element.attrib:
            element.set(choose.choice(list(element.attrib)), choose.choice(["", "#last", "number", "x y", "∞"]))
        case 3:
            element.text = choose.choice(["", "1 +", "nothing(1)", "[", "null", "last", "}"])
        case _:
            element.append(etree.fromstring(etree.tostring(choose.choice(list(element.iter())))))  # noqa: TID251


def test_a_spoilt_model_answers_all_the_same() -> None:
    asked = 0
    for content in mutants(250):
        try:
            model = read_decisions(content, file="m.dmn")
        except MastaraError:
            continue
        assert all(finding.message for finding in model.findings())
        for name in ("last", "first", "serving"):
            try:
                answer = model.evaluate(name, {"person": {"name": "a", "age": 3}}, now=NOW)
            except DecisionError as error:
                assert "Expected a decision named" in error.message
                continue
            asked += 1
            assert all(str(problem).startswith("Decision") for problem in answer.problems)
    assert asked > 300


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((decision("answer", text("x"), asks=["answer"]),), "answer → answer"),
        (
            (decision("answer", text("b"), asks=["b"]), decision("b", text("answer"), asks=["answer"])),
            "answer → b → answer",
        ),
        ((decision("answer", ""),), "neither"),
        ((decision("answer", "<literalExpression/>"),), "nothing"),
        ((decision("answer", text("")),), "nothing"),
        ((decision("answer", text("1"), asks=["nowhere"]),), "nowhere"),
        ((decision("answer", text("other.x"), asks=["urn:other#x"]),), "urn:other#x"),
        ((decision("answer", text("1 +")),), "expression"),
        ((decision("answer", "<decisionTable/>"),), "output"),
        ((decision("answer", tag("decisionTable", tag("output"), hitPolicy="BEST")),), "BEST"),
        ((decision("answer", iteration("for", "i", text("null"), text("i"))),), "found null"),
        ((decision("answer", iteration("some", "i", text("5"), text("i > 1"))),), "found 5"),
    ],
)
def test_a_fault_is_null_with_its_reason_and_an_error_where_a_case_is_decided(parts, words) -> None:
    model = read_decisions(a_dmn(*parts), file="m.dmn")

    answer = model.evaluate("answer", {}, now=NOW)

    assert any(words in str(problem) for problem in answer.problems)
    with pytest.raises(DecisionError):
        model.decide("answer", {}, now=NOW)


def test_boxes_that_lack_their_insides_are_null() -> None:
    empty = ("<conditional/>", "<filter/>", "<for/>", "<some/>", "<every/>", "<invocation/>", "<functionDefinition/>")
    for logic in empty:
        model = read_decisions(a_dmn(decision("answer", context(("a", logic), (None, text("1"))))), file="m.dmn")
        assert model.evaluate("answer", {}, now=NOW).value == 1


def test_only_what_stands_in_a_circle_is_found_to_require_itself() -> None:
    model = read_decisions(
        a_dmn(
            decision("before", text("1")),
            decision("a", text("1"), asks=["b", "before"]),
            decision("b", text("1"), asks=["a"]),
            decision("after", text("1"), asks=["a"]),
        ),
        file="m.dmn",
    )

    assert [one.element for one in model.findings() if one.rule == "decision-requirement-circle"] == ["a", "b"]


def test_a_file_of_too_many_elements_is_refused() -> None:
    with pytest.raises(DecisionError, match="at most 2000 elements"):
        read_decisions(a_dmn(*(decision(f"d{number}", text("1")) for number in range(2001))), file="m.dmn")


def test_types_that_multiply_are_read_and_named_in_little_time() -> None:
    wide = [
        item(f"T{number}", None, *(component(f"c{one}", f"T{number + 1}") for one in range(60))) for number in range(8)
    ]
    row = [item(f"A{number}", f"A{number + 1}") for number in range(300)]
    answer = decision("answer", text("{} instance of T0"), type_name="A0")
    model = read_decisions(a_dmn(*wide, item("T8", "string"), *row, answer), file="m.dmn")

    with at_most_calls(1_000_000):
        value, findings = model.evaluate("answer", {}, now=NOW).value, model.findings()

    assert value is False
    assert [one for one in findings if one.rule != "decision-type"] == []


def test_a_table_of_thousands_of_rules_is_decided_and_reviewed_in_little_time() -> None:
    rules = [([f"[{number}..{number + 1})", "-"], [str(number)]) for number in range(1200)]
    model = read_decisions(a_dmn(decision("answer", table_xml(rules, inputs=["age", "act"]))), file="m.dmn")

    with at_most_calls(1_000_000):
        decided, findings = model.decide("answer", {"age": 1199.5}, now=NOW), model.findings()

    assert decided.result == 1199
    assert [one.rule for one in findings] == ["decision-large-table"]


def test_a_long_chain_of_decisions_is_taken_or_told() -> None:
    chain = [decision("d0", text("1"))]
    chain += [decision(f"d{number}", text(f"d{number - 1} + 1"), asks=[f"d{number - 1}"]) for number in range(1, 400)]
    model = read_decisions(a_dmn(*chain), file="m.dmn")

    answer = model.evaluate("d399", {}, now=NOW)

    assert answer.value == 400 or "chain that is too long" in str(answer.problems[-1])
    assert model.evaluate("d40", {}, now=NOW).value == 41
