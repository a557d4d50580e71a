"""Types of a model: what data become, what results must be, what is null (DMN 1.5, 7.3.3 and 10.3.2.9.4)."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from app.decisions import DecisionError, DecisionModel, read_decisions
from app.feel import MonthsDuration
from tests.builders.dmn import (
    a_dmn,
    cell,
    component,
    context,
    decision,
    function,
    input_data,
    item,
    knowledge,
    service,
    tag,
    text,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

TYPES = (
    item("Act", "string", allowed='"birth", "death"'),
    item("Acts", "Act", many=True),
    item("Alias", "Act"),
    item("Decree", "Act", allowed='"decree", "order"'),
    item("Issue", None, tag("functionItem", tag("parameters", name="kind", typeRef="Act"), outputTypeRef="Decree")),
    item("Ages", "number", many=True, allowed="[0..120]"),
    item("Few", "number", many=True, constraint="count(?) <= 2"),
    item("Person", None, component("name", "string"), component("born", "date")),
    item("People", "Person", many=True),
    item("Family", None, component("head", "Person"), component("children", "Person", many=True)),
    item("Period", None, component("start", "number"), component("end", "number", allowed="> start")),
    item("Inline", None, component("place", None, component("city", "string"))),
    item("Tree", None, component("label", "string"), component("branches", "Tree", many=True)),
    item("Signed", None, tag("functionItem", tag("parameters", name="n", typeRef="number"), outputTypeRef="string")),
)


def a_model(*parts: str, prefixes: str = "") -> DecisionModel:
    return read_decisions(a_dmn(*TYPES, *parts, prefixes=prefixes), file="m.dmn")


def read_as(type_name: str | None, value: object) -> object:
    """Return what an input of this type becomes."""
    model = a_model(input_data("x", type_name), decision("answer", text("x"), needs=["x"]))
    return model.evaluate("answer", {"x": value}, now=NOW).result


def bound_to(type_name: str, expression: str) -> object:
    """Return what the result of a decision of this type becomes."""
    return a_model(decision("answer", text(expression), type_name=type_name)).evaluate("answer", {}, now=NOW).result


ANNA = {"name": "Anna", "born": "2001-02-03"}
ANNA_READ = {"name": "Anna", "born": date(2001, 2, 3)}


@pytest.mark.parametrize(
    ("type_name", "value", "expected"),
    [
        (None, "2026-03-02", "2026-03-02"),
        ("string", "2026-03-02", "2026-03-02"),
        ("Any", 1, 1),
        ("number", 1, 1),
        ("number", Decimal("0.10"), 0.1),
        ("number", "1", None),
        ("number", True, None),
        ("boolean", True, True),
        ("boolean", "true", None),
        ("date", "2026-03-02", date(2026, 3, 2)),
        ("date", "02/03/2026", None),
        ("date", 20260302, None),
        ("time", "09:30:00", time(9, 30)),
        ("date and time", "2026-03-02T09:30:00", datetime(2026, 3, 2, 9, 30)),  # noqa: DTZ001 (a local one is meant)
        ("dateTime", "2026-03-02T09:30:00Z", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        ("date and time", "2026-03-02", datetime(2026, 3, 2)),  # noqa: DTZ001 (a local one is meant)
        ("days and time duration", "P1DT2H", timedelta(days=1, hours=2)),
        ("dayTimeDuration", "PT36H", timedelta(hours=36)),
        ("years and months duration", "P1Y2M", MonthsDuration(months=14)),
        ("yearMonthDuration", "P14M", MonthsDuration(months=14)),
        ("days and time duration", "P1Y", None),
        ("Act", "birth", "birth"),
        ("Act", "marriage", None),
        ("Alias", "death", "death"),
        ("Alias", "marriage", None),
        ("Acts", ["birth", "death"], ["birth", "death"]),
        ("Acts", ["birth", "marriage"], None),
        ("Acts", "birth", ["birth"]),
        ("Acts", [], []),
        ("Acts", ["birth", None], ["birth", None]),
        ("Act", ["birth"], "birth"),
        ("Act", ["birth", "death"], None),
        ("Ages", [1, 120], [1, 120]),
        ("Ages", [1, 121], None),
        ("Few", [1, 2], [1, 2]),
        ("Few", [1, 2, 3], None),
        ("Person", ANNA, ANNA_READ),
        ("Person", {**ANNA, "more": 1}, {**ANNA_READ, "more": 1}),
        ("Person", {"name": "Anna"}, {"name": "Anna", "born": None}),
        ("Person", {"name": 1, "born": None}, None),
        ("Person", "Anna", None),
        ("People", [ANNA, ANNA], [ANNA_READ, ANNA_READ]),
        ("People", ANNA, [ANNA_READ]),
        ("Person", [ANNA], ANNA_READ),
        ("Family", {"head": ANNA, "children": [ANNA]}, {"head": ANNA_READ, "children": [ANNA_READ]}),
        ("Family", {"head": ANNA, "children": [1]}, None),
        ("Period", {"start": 1, "end": 2}, {"start": 1, "end": 2}),
        ("Period", {"start": 2, "end": 1}, None),
        ("Inline", {"place": {"city": "Azrou"}}, {"place": {"city": "Azrou"}}),
        ("Inline", {"place": {"city": 1}}, None),
        (
            "Tree",
            {"label": "a", "branches": [{"label": "b", "branches": []}]},
            {
                "label": "a",
                "branches": [{"label": "b", "branches": []}],
            },
        ),
        ("Tree", {"label": "a", "branches": [{"label": 1, "branches": []}]}, None),
        ("Unknown", "anything", "anything"),
    ],
)
def test_data_become_values_of_the_declared_type_or_null(type_name, value, expected) -> None:
    assert read_as(type_name, value) == expected


@pytest.mark.parametrize(
    ("type_name", "expression", "expected"),
    [
        ("number", '"123"', None),
        ("number", "[5]", 5),
        ("number", "[5, 6]", None),
        ("string", "null", None),
        ("Acts", '"birth"', ["birth"]),
        ("Act", '"marriage"', None),
        ("date and time", 'date("2026-03-02")', datetime(2026, 3, 2, tzinfo=UTC)),
        ("date", 'date and time("2026-03-02T10:00:00")', None),
        ("Person", '{name: "Anna"}', None),
        ("Person", '{name: "Anna", born: null}', {"name": "Anna", "born": None}),
        ("context", "{a: 1}", {"a": 1}),
        ("context", "1", None),
        ("list", "[1, 2]", [1, 2]),
    ],
)
def test_a_result_is_made_to_fit_the_variable_of_its_decision(type_name, expression, expected) -> None:
    assert bound_to(type_name, expression) == expected


def test_a_value_that_does_not_fit_is_an_error_where_a_case_is_decided() -> None:
    model = a_model(input_data("copies", "number"), decision("answer", text("copies"), needs=["copies"]))

    with pytest.raises(DecisionError, match="copies: Expected number, found 'three'"):
        model.decide("answer", {"copies": "three"}, now=NOW)


def test_numbers_keep_their_digits() -> None:
    model = a_model(input_data("x", "number"), decision("answer", text("x + 0.2"), needs=["x"]))

    assert model.decide("answer", {"x": 0.1}, now=NOW).value == Decimal("0.3")
    exact = Decimal("1234567890123456789012345678.912345")
    assert model.decide("answer", {"x": exact}, now=NOW).value == Decimal("1234567890123456789012345679.112345")


def test_a_function_fits_a_type_with_as_many_parameters() -> None:
    def signed(expression: str) -> object:
        model = a_model(
            decision("f", text(expression), type_name="Signed"), decision("answer", text("f(1)"), asks=["f"])
        )
        return model.evaluate("answer", {}, now=NOW).value

    assert signed("function(n) string(n)") == "1"
    assert signed("function(n, m) string(n)") is None
    assert signed("1") is None


def test_the_signature_of_a_function_type_is_that_of_the_function_whose_variable_has_it() -> None:
    model = a_model(
        knowledge("shown", {"n": "number"}, text("n"), type_name="Signed"),
        decision("answer", text("shown(1)"), knows=["shown"]),
    )

    assert model.evaluate("answer", {}, now=NOW).value is None


ISSUE = 'if kind = "birth" then "decree" else "circular"'
ISSUED = text("issue(act)")
BOXED = function({"kind": None}, text(ISSUE)).replace("<functionDefinition", "<functionDefinition typeRef='Issue'")
LOGIC = knowledge("issue", {"kind": None}, text(ISSUE)).replace(
    "<encapsulatedLogic", "<encapsulatedLogic typeRef='Issue'"
)


@pytest.mark.parametrize(
    ("issue", "link"),
    [
        (decision("issue", text(f"function(kind) {ISSUE}"), type_name="Issue"), "asks"),
        (decision("issue", text(f"function(kind) {ISSUE}", typeRef="Issue")), "asks"),
        (decision("issue", text(f"function(called) {ISSUE.replace('kind', 'called')}", typeRef="Issue")), "asks"),
        (decision("issue", BOXED), "asks"),
        (knowledge("issue", {"kind": None}, text(ISSUE), type_name="Issue"), "knows"),
        (LOGIC, "knows"),
    ],
)
def test_a_function_keeps_to_the_signature_of_its_type(issue, link) -> None:
    model = a_model(input_data("act"), issue, decision("answer", ISSUED, needs=["act"], **{link: ["issue"]}))

    def answer(act: object) -> object:
        return model.evaluate("answer", {"act": act}, now=NOW).value

    assert answer("birth") == "decree"
    assert answer(["birth"]) == "decree"
    assert answer("death") is None
    assert answer("marriage") is None


def test_a_service_keeps_to_the_signature_of_its_type() -> None:
    parts = (input_data("kind"), decision("issued", text(ISSUE), needs=["kind"]))
    model = a_model(*parts, service("issue", gives=["issued"], needs=["kind"], type_name="Issue"))

    assert model.evaluate("issue", {"kind": "birth"}, now=NOW).value == "decree"
    assert model.evaluate("issue", {"kind": "death"}, now=NOW).value is None
    assert model.evaluate("issue", {"kind": "marriage"}, now=NOW).value is None


def test_allowed_values_stand_in_for_those_of_the_type_they_are_added_to() -> None:
    assert bound_to("Decree", '"order"') == "order"
    assert bound_to("Decree", '"birth"') is None
    assert bound_to("Decree", "1") is None
    assert bound_to("Alias", '"birth"') == "birth"
    assert bound_to("Alias", '"order"') is None


def test_an_entry_of_a_context_fits_its_own_type() -> None:
    logic = context(
        ("a", text('"1"')), ("b", text("[1]")), (None, text("[a, b]")), types={"a": "number", "b": "number"}
    )

    assert a_model(decision("answer", logic)).evaluate("answer", {}, now=NOW).result == [None, 1]


@pytest.mark.parametrize("type_name", ["feel:number", "number", "own:Count"])
def test_the_prefixes_of_older_versions_are_understood(type_name) -> None:
    prefixes = 'xmlns:feel="http://www.omg.org/spec/FEEL/20140401" xmlns:own="urn:test"'
    parts = (item("Count", "feel:number"), input_data("x", type_name), decision("answer", text("x"), needs=["x"]))
    model = read_decisions(a_dmn(*parts, version="1.1", prefixes=prefixes), file="m.dmn")

    assert model.findings() == []
    assert model.evaluate("answer", {"x": 1}, now=NOW).value == 1
    assert model.evaluate("answer", {"x": "1"}, now=NOW).value is None


def test_definitions_that_only_name_each_other_admit_everything_and_end() -> None:
    types = (item("A", "B"), item("B", "A"))
    model = read_decisions(a_dmn(*types, decision("answer", text("1"), type_name="A")), file="m.dmn")

    assert model.decide("answer", {}, now=NOW).result == 1
    assert [(one.rule, one.element) for one in model.findings()] == [("decision-type", "a"), ("decision-type", "b")]


def test_allowed_values_may_be_any_test() -> None:
    types = (
        item("Code", "string", allowed='matches(?, "[A-Z]{2}[0-9]+")'),
        item("Day", "date", allowed='>= @"2026-01-01"'),
    )
    parts = (input_data("code", "Code"), input_data("day", "Day"))
    model = read_decisions(
        a_dmn(*types, *parts, decision("answer", text("[code, day]"), needs=["code", "day"])), file="m.dmn"
    )

    good = model.evaluate("answer", {"code": "AB12", "day": "2026-03-02"}, now=NOW).result
    bad = model.evaluate("answer", {"code": "ab12", "day": "2025-03-02"}, now=NOW).result

    assert good == ["AB12", date(2026, 3, 2)]
    assert bad == [None, None]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('{name: "a", born: null} instance of Person', True),
        ("{name: 1, born: null} instance of Person", False),
        ('[{name: "a", born: null}] instance of People', True),
        ('[{name: "a", born: null}] instance of list<Person>', True),
        ('"birth" instance of Alias', True),
        ('{label: "a", branches: []} instance of Tree', True),
        ('(function(a: Act) a)("birth")', "birth"),
        ("(function(a: Ages) a)(7)", [7]),
        ("(function(a: Act) a)(1)", None),
        ('(function(n) "seal") instance of Signed', True),
        ("(function(n) 12) instance of Signed", False),
        ('(function(n: number) "seal") instance of Signed', True),
        ('(function(n: string) "seal") instance of Signed', False),
        ('(function(n, m) "seal") instance of Signed', False),
        ('[function(n) "seal"] instance of list<Signed>', True),
        ("{sign: function(n) null} instance of context<sign: Signed>", True),
    ],
)
def test_texts_may_ask_for_the_types_of_the_model(expression, expected) -> None:
    assert a_model(decision("answer", text(expression))).decide("answer", {}, now=NOW).result == expected


def test_the_argument_of_a_function_in_a_text_is_one_of_the_allowed_values() -> None:
    model = a_model(decision("answer", text('[(function(a: Act) a)("wedding"), (function(a: Act) a)("death")]')))

    outcome = model.evaluate("answer", {}, now=NOW)

    assert outcome.result == [None, "death"]
    assert "'wedding'" in str(outcome.problems[0])


def test_names_of_several_words_are_read_where_only_the_types_know_them() -> None:
    model = a_model(
        item("Bill", None, component("total fee", "number")),
        knowledge("bill", {}, context(("total fee", text("7")))),
        decision("answer", text("bill().total fee + 1"), knows=["bill"]),
    )

    assert model.decide("answer", {}, now=NOW).result == 8


def test_a_type_that_does_not_exist_is_found() -> None:
    model = a_model(
        input_data("x", "Unheard"),
        item("Wrong", None, component("a", "Missing")),
        decision("answer", text("x"), needs=["x"], type_name="feel"),
    )

    assert sorted(one.message.split("found ")[1] for one in model.findings() if one.rule == "decision-type") == [
        "'Missing': define it.",
        "'Unheard': define it.",
        "'feel': define it.",
    ]


def test_a_constant_that_cannot_fit_its_type_is_found() -> None:
    table = tag(
        "decisionTable",
        tag("input", cell("inputExpression", "x", typeRef="number")),
        tag("output", typeRef="Act"),
        tag("rule", cell("inputEntry", '"many"', id="a-text"), cell("outputEntry", '"birth"')),
        tag("rule", cell("inputEntry", "> 3"), cell("outputEntry", '"divorce"', id="no-act")),
    )
    model = a_model(decision("answer", table), decision("wrong", text('"1"', id="no-number"), type_name="number"))

    found = {(one.severity, one.element) for one in model.findings() if one.rule == "decision-type-mismatch"}

    assert found == {("warning", "a-text"), ("error", "no-act"), ("error", "no-number")}
