"""Each kind of boxed expression gives what DMN 1.5, 10.2.1 and 10.5 say."""

from datetime import UTC, datetime

import pytest

from app.decisions import DecisionError, read_decisions
from tests.builders.dmn import (
    VERSIONS,
    a_dmn,
    cell,
    conditional,
    context,
    decision,
    filtered,
    function,
    invocation,
    iteration,
    listing,
    relation,
    table_xml,
    tag,
    text,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PRICES = '[{act: "birth", price: 20}, {act: "death", price: 10}, {act: "marriage", price: 30}]'


def value_of(logic: str, data: dict[str, object] | None = None, *, type_name: str | None = None) -> object:
    model = read_decisions(a_dmn(decision("answer", logic, type_name=type_name)), file="m.dmn")
    return model.decide("answer", data or {}, now=NOW).result


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        (text("copies * 2"), 6),
        (context(("a", text("copies")), ("b", text("a + 1"))), {"a": 3, "b": 4}),
        (context(("a", text("copies")), (None, text("a * 10"))), 30),
        (context(("total fee", text("1")), (None, text("total fee + 1"))), 2),
        (context(("inner", context(("a", text("1")))), (None, text("inner.a"))), 1),
        (context(), {}),
        (listing(text("1"), text('"a"'), listing(text("copies"))), [1, "a", [3]]),
        (listing(), []),
        (
            relation(["act", "price"], ['"birth"', "20"], ['"death"', "copies"]),
            [
                {"act": "birth", "price": 20},
                {"act": "death", "price": 3},
            ],
        ),
        (relation(["act", "price"], ['"birth"']), [{"act": "birth", "price": None}]),
        (conditional(text("copies > 2"), text('"many"'), text('"few"')), "many"),
        (conditional(text("copies > 9"), text('"many"'), text('"few"')), "few"),
        (conditional(text("null"), text('"many"'), text('"few"')), "few"),
        (filtered(text(PRICES), text("price > 15")), [{"act": "birth", "price": 20}, {"act": "marriage", "price": 30}]),
        (filtered(text(PRICES), text("item.price > copies * 9")), [{"act": "marriage", "price": 30}]),
        (filtered(text("[5, 6, 7]"), text("item > 5")), [6, 7]),
        (filtered(text("[5, 6, 7]"), text("2")), 6),
        (filtered(text("[5, 6, 7]"), text("-1")), 7),
        (filtered(text("[5, 6, 7]"), text("9")), None),
        (filtered(text("[{item: 1}, {item: 2}]"), text("item = 2")), [{"item": 2}]),
        (filtered(text("5"), text("item = 5")), [5]),
        (filtered(text("null"), text("true")), None),
        (filtered(text("[5, 6]"), text('"a"')), None),
        (filtered(text("[5, 6]"), text("1.5")), None),
        (filtered(text("[5, 6]"), text("null")), []),
        (iteration("for", "price", text("[1, 2, 3]"), text("price * copies")), [3, 6, 9]),
        (iteration("for", "i", text("[1, 2, 3]"), text("count(partial) + i")), [1, 3, 5]),
        (iteration("for", "unit price", text("[1, 2]"), text("unit price + 1")), [2, 3]),
        (iteration("for", "i", text("[1..3]"), text("i * i")), [1, 4, 9]),
        (iteration("for", "i", text("(1..copies)"), text("i")), [2]),
        (iteration("for", "i", text("copies..1"), text("i * i")), [9, 4, 1]),
        (iteration("for", "i", text('@"2026-02-28"..@"2026-03-01"'), text("i.day")), [28, 1]),
        (iteration("for", "i", text("[1, 2]"), iteration("for", "j", text("[i, 9]"), text("j"))), [[1, 9], [2, 9]]),
        (iteration("every", "i", text("[1, 2]"), text("i > 0")), True),
        (iteration("every", "i", text("[1, 2]"), text("i > 1")), False),
        (iteration("every", "i", text("[]"), text("i > 1")), True),
        (iteration("every", "i", text("[1, null]"), text("i > 0")), None),
        (iteration("some", "i", text("[1, 2]"), text("i > 1")), True),
        (iteration("some", "i", text("[1, 2]"), text("i > 2")), False),
        (iteration("some", "i", text("[]"), text("i > 2")), False),
        (invocation("sum", list="[1, copies]"), 4),
        (conditional(text('"true"'), text("1"), text("2")), None),
        (iteration("some", "i", text('["no", true]'), text("i")), None),
        (iteration("every", "i", text("[1, false]"), text("i")), None),
        (iteration("some", "i", text("[null, true]"), text("i")), True),
        (text("[copies]", typeRef="number"), 3),
        (text("copies", typeRef="date"), None),
        (listing(text("[copies]", typeRef="number"), text("[copies]")), [3, [3]]),
        (conditional(text("true"), text('["a"]', typeRef="string"), text("1")), "a"),
        (tag("invocation", text("string"), typeRef="number"), None),
        (invocation("substring", string='"abcdef"', start_position="copies"), "cdef"),
    ],
)
def test_a_boxed_expression_gives_its_value(logic, expected) -> None:
    model = read_decisions(a_dmn(decision("answer", logic)), file="m.dmn")

    assert model.evaluate("answer", {"copies": 3}, now=NOW).result == expected


def typed(table: str, type_name: str) -> str:
    return table.replace("<decisionTable", f"<decisionTable typeRef='{type_name}'")


def test_the_outcome_of_one_rule_fits_the_type_of_the_table() -> None:
    table = table_xml([(["< 5"], ["[copies]"]), (["-"], ['"many"'])], inputs=["copies"], policy="FIRST")
    model = read_decisions(a_dmn(decision("answer", typed(table, "number"))), file="m.dmn")

    assert model.evaluate("answer", {"copies": 3}, now=NOW).result == 3
    assert model.evaluate("answer", {"copies": 7}, now=NOW).result is None


def test_one_result_of_a_rule_may_have_a_type_of_its_own() -> None:
    table = table_xml([(["-"], ["copies", "copies"])], inputs=["copies"], outputs=["fee", "pages"])
    logic = table.replace('<outputEntry id="out-1-0"', '<outputEntry typeRef="string" id="out-1-0"')
    model = read_decisions(a_dmn(decision("answer", logic)), file="m.dmn")

    assert model.evaluate("answer", {"copies": 3}, now=NOW).result == {"fee": None, "pages": 3}


def test_a_value_given_to_a_parameter_fits_the_type_of_its_binding() -> None:
    bound = tag("binding", tag("parameter", name="n", typeRef="number"), text("given"))
    model = read_decisions(a_dmn(decision("answer", tag("invocation", text("function(n) n"), bound))), file="m.dmn")

    assert model.evaluate("answer", {"given": [4]}, now=NOW).result == 4
    assert model.evaluate("answer", {"given": "four"}, now=NOW).result is None


def test_a_table_and_a_function_keep_what_they_give_whatever_type_an_editor_wrote_beside_them() -> None:
    collecting = table_xml([(["-"], ["1"]), (["-"], ["2"])], inputs=["copies"], policy="COLLECT")
    doubled = tag("functionDefinition", tag("formalParameter", name="n"), text("n * 2"), typeRef="number")

    assert value_of(typed(collecting, "number"), {"copies": 3}) == [1, 2]
    assert value_of(context(("twice", doubled), (None, text("twice(4)")))) == 8


def test_a_boxed_function_gives_what_fits_the_type_beside_its_name() -> None:
    kept = function({"price": "number"}, text('if price > 100 then price else "cheap"'))
    logic = context(("dear", kept), (None, text("[dear(120), dear(20)]")), types={"dear": "number"})
    model = read_decisions(a_dmn(decision("answer", logic)), file="m.dmn")

    assert model.evaluate("answer", {}, now=NOW).result == [120, None]


def test_a_function_in_a_context_can_be_called_by_texts_and_by_invocations() -> None:
    double = function({"n": None}, text("n * factor"))
    logic = context(
        ("factor", text("2")),
        ("times", double),
        ("by text", text("times(4)")),
        ("by name", text("times(n: 5)")),
        ("boxed", invocation("times", n="6")),
        (None, text("[by text, by name, boxed]")),
    )

    assert value_of(logic) == [8, 10, 12]


def test_a_function_in_a_context_may_call_itself() -> None:
    summed = function({"n": None}, text("if n = 0 then 0 else n + summed(n - 1)"))

    assert value_of(context(("summed", summed), (None, text("summed(4)")))) == 10


def test_a_function_may_return_a_function_that_keeps_what_it_saw() -> None:
    adder = function({"a": None}, function({"b": None}, text("a + b")))

    assert value_of(context(("adder", adder), ("add two", text("adder(2)")), (None, text("add two(40)")))) == 42


def test_a_boxed_function_orders_a_list() -> None:
    later = function({"x": None, "y": None}, text("x > y"))

    assert value_of(context(("later", later), (None, text("sort([1, 3, 2], later)")))) == [3, 2, 1]


def test_an_argument_of_another_type_makes_a_call_null() -> None:
    double = function({"n": "number"}, text("if n = null then 0 else n * 2"))

    with pytest.raises(DecisionError, match=r"n: Expected number, found"):
        value_of(context(("double", double), (None, text('double("2")'))))
    assert value_of(context(("double", double), (None, text("double([2])")))) == 4


def test_a_binding_of_an_unknown_parameter_is_null_with_the_known_ones_named() -> None:
    double = function({"n": None}, text("n * 2"))

    with pytest.raises(DecisionError, match="Expected parameters among n, found m"):
        value_of(context(("double", double), (None, invocation("double", m="1"))))


def test_an_invocation_of_what_is_no_function_is_null() -> None:
    model = read_decisions(a_dmn(decision("answer", invocation("nothing", n="1"))), file="m.dmn")

    assert model.evaluate("answer", {}, now=NOW).value is None


@pytest.mark.parametrize("kind", ["Java", "PMML"])
def test_a_function_of_a_foreign_kind_is_refused_and_named(kind) -> None:
    foreign = tag("functionDefinition", context(("class", text('"java.lang.Math"'))), id="the-cosine", kind=kind)
    model = read_decisions(a_dmn(decision("answer", context(("cos", foreign), (None, text("1"))))), file="m.dmn")

    (finding,) = [one for one in model.findings() if one.rule == "decision-foreign-function"]

    assert (finding.severity, finding.element) == ("error", "the-cosine")
    assert kind in finding.message
    with pytest.raises(DecisionError, match=f"the-cosine: Expected a function of kind FEEL, found {kind}"):
        model.decide("answer", {}, now=NOW)


def test_a_text_in_another_language_is_refused_and_named() -> None:
    logic = cell("literalExpression", "1 + 1", id="the-text", expressionLanguage="http://groovy-lang.org")
    model = read_decisions(a_dmn(decision("answer", logic)), file="m.dmn")

    assert [(one.rule, one.element) for one in model.findings()] == [("decision-expression", "the-text")]
    assert model.evaluate("answer", {}, now=NOW).value is None


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_of_the_standard_is_read(version) -> None:
    logic = context(("a", text("1")), (None, conditional(text("a = 1"), text('"yes"'), text('"no"'))))
    model = read_decisions(a_dmn(decision("answer", logic), version=version), file="m.dmn")

    assert model.decide("answer", {}, now=NOW).result == "yes"
    assert model.findings() == []


def test_a_filter_over_a_list_that_never_ends_is_stopped_and_told() -> None:
    turns = "for i in 1..15000 return i"
    logic = context(
        ("many", text(turns)), (None, iteration("for", "i", text("many"), filtered(text("[1,2]"), text("true"))))
    )
    model = read_decisions(a_dmn(decision("answer", logic)), file="m.dmn")

    answer = model.evaluate("answer", {}, now=NOW)

    assert answer.value is None
    assert "Expected at most 20,000 calls and turns of loops" in str(answer.problems[-1])
