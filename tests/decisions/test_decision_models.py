"""Whole models: requirements between decisions, functions, and files that cannot be read."""

from datetime import UTC, date, datetime

import pytest

from app.decisions import DecisionError, read_decisions
from app.domain.errors import MastaraError
from tests.builders.dmn import a_dmn, context, decision, filtered, function, input_data, text

NOW = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)

CHAIN = """
<inputData id="in-copies" name="copies"><variable name="copies" typeRef="number"/></inputData>
<decision id="stamps" name="Stamp duty">
  <informationRequirement><requiredInput href="#in-copies"/></informationRequirement>
  <literalExpression><text>copies * 200</text></literalExpression>
</decision>
<decision id="postage" name="Postage"><variable name="postage"/>
  <decisionTable id="t" hitPolicy="UNIQUE">
    <input id="i"><inputExpression><text>delivery</text></inputExpression></input>
    <output id="o" name="amount"/>
    <rule id="by-post"><inputEntry id="c1"><text>"post"</text></inputEntry>
      <outputEntry id="o1"><text>900</text></outputEntry></rule>
    <rule id="other"><inputEntry id="c2"><text>not("post")</text></inputEntry>
      <outputEntry id="o2"><text>0</text></outputEntry></rule>
  </decisionTable>
</decision>
<decision id="fee" name="Fee">
  <informationRequirement><requiredDecision href="#stamps"/></informationRequirement>
  <informationRequirement><requiredDecision href="#postage"/></informationRequirement>
  <literalExpression><text>{stamps: Stamp duty, postage: postage, total: stamps + postage}</text></literalExpression>
</decision>
"""


def literal(identifier: str, text: str, requires: str = "", knowledge: str = "") -> str:
    needs = f'<requiredDecision href="#{requires}"/>' if requires else ""
    calls = f'<requiredKnowledge href="#{knowledge}"/>' if knowledge else ""
    return (
        f'<decision id="{identifier}" name="{identifier}">'
        f"<informationRequirement>{needs}</informationRequirement>"
        f"<knowledgeRequirement>{calls}</knowledgeRequirement>"
        f"<literalExpression><text>{text}</text></literalExpression></decision>"
    )


def test_a_decision_first_takes_those_that_it_requires(a_model) -> None:
    decided = a_model(CHAIN).decide("fee", {"copies": 2, "delivery": "post"}, now=NOW)

    assert decided.result == {"stamps": 400, "postage": 900, "total": 1300}
    assert decided.rules == ("by-post",)
    assert [step.decision for step in decided.steps] == ["stamps", "postage", "fee"]


def test_a_model_without_faults_has_no_findings(a_model) -> None:
    assert a_model(CHAIN).findings() == []


def test_a_decision_may_call_functions_that_call_functions(a_model) -> None:
    functions = """
    <businessKnowledgeModel id="k-double" name="double"><encapsulatedLogic><formalParameter name="n"/>
      <literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
    <businessKnowledgeModel id="k-charge" name="charge"><encapsulatedLogic><formalParameter name="n"/>
      <literalExpression><text>double(n) + 1</text></literalExpression></encapsulatedLogic>
      <knowledgeRequirement><requiredKnowledge href="#k-double"/></knowledgeRequirement></businessKnowledgeModel>
    """
    model = a_model(functions + literal("fee", "charge(copies)", knowledge="k-charge"))

    assert model.decide("fee", {"copies": 4}, now=NOW).result == 9
    assert model.findings() == []


def test_data_that_the_model_declares_are_seen_where_they_are_required(a_model) -> None:
    model = a_model(input_data("copies", "number") + literal("fee", "[copies, rate]"))

    assert model.decide("fee", {"copies": 4, "rate": 20}, now=NOW).result == [None, 20]
    assert [(one.rule, one.severity) for one in model.findings() if "copies" in one.message] == [
        ("decision-unknown-name", "warning"),
        ("decision-unused-input", "warning"),
    ]


def test_the_entries_of_items_and_a_function_in_its_own_body_are_no_unknown_names() -> None:
    logic = context(
        ("dear", filtered(text("acts"), text("price > limit"))),
        ("summed", function({"n": None}, text("if n = 0 then 0 else n + summed(n - 1)"))),
        (None, text("summed(count(dear))")),
    )
    inputs = input_data("acts"), input_data("limit")
    model = read_decisions(a_dmn(*inputs, decision("fee", logic, needs=["acts", "limit"])), file="m.dmn")

    assert model.findings() == []


def test_a_case_may_not_stand_in_for_a_decision(a_model) -> None:
    model = a_model(literal("rate", "20") + literal("fee", "rate + 1", "rate"))

    assert model.decide("fee", {"rate": 999, "fee": 999}, now=NOW).result == 21


def test_a_name_that_nothing_gives_is_a_warning_where_the_requirements_are_drawn(a_model) -> None:
    required = input_data("copies") + literal("rate", "20", "copies")
    model = a_model(required + literal("fee", "rate * copeis * parameters.fees.base", "rate"))

    (finding,) = [one for one in model.findings() if one.rule == "decision-unknown-name"]

    assert (finding.severity, finding.line) == ("warning", 2)
    assert "'copeis'" in finding.message


def test_today_is_the_day_in_morocco(a_model) -> None:
    """2 March 2026 falls in Ramadan: Morocco stands at UTC+0, so 23:30 UTC is still the 2nd."""
    assert a_model(literal("d", "today()")).decide("d", {}, now=NOW).result == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("body", "rule", "words"),
    [
        (literal("a", "b", "b") + literal("b", "a", "a"), "decision-requirement-circle", "circle"),
        (literal("a", "1", "nowhere"), "decision-missing-requirement", "nowhere"),
        (literal("a", "nothing(1)"), "decision-expression", "nothing"),
        (literal("a", "1 +"), "decision-expression", "Incomplete"),
        ('<decision id="a" name="a"/>', "decision-no-logic", "neither"),
        (literal("a", "1") + literal("a", "2"), "decision-duplicate", "twice"),
    ],
)
def test_a_fault_of_a_model_is_a_finding_with_element_and_line(a_model, body, rule, words) -> None:
    findings = [finding for finding in a_model(body).findings() if finding.rule == rule]

    assert findings
    assert words in findings[0].message
    assert findings[0].severity == "error"
    assert findings[0].file == "fee.dmn"
    assert findings[0].element
    assert findings[0].line == 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (literal("a", "b", "b") + literal("b", "a", "a"), "a → b → a"),
        (literal("a", "1", "nowhere"), "nowhere"),
        (literal("a", "1 +"), "Incomplete"),
        ('<decision id="a" name="a"/>', "neither"),
    ],
)
def test_a_faulty_model_decides_nothing(a_model, body, words) -> None:
    with pytest.raises(DecisionError, match=words):
        a_model(body).decide("a", {}, now=NOW)


def test_an_unknown_decision_is_answered_with_those_that_there_are(a_model) -> None:
    with pytest.raises(DecisionError, match="stamps, postage, fee"):
        a_model(CHAIN).decide("fees", {}, now=NOW)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<definitions/>",
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
        b'<!DOCTYPE x [<!ENTITY e "e">]><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">&e;</definitions>',
    ],
)
def test_what_is_no_decision_model_is_refused_with_the_file_named(content) -> None:
    with pytest.raises(MastaraError, match=r"bad\.dmn"):
        read_decisions(content, file="bad.dmn")
