"""What each hit policy makes of the rules that match (DMN 1.5, 8.2.10)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.decisions import DecisionError
from tests.builders.dmn import cell, decision, item, table_xml, tag
from tests.costs import at_most_calls

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STEPS = [([">= 10"], ['"low"']), ([">= 18"], ['"high"']), ([">= 60"], ['"low"'])]
NUMBERS = [([">= 10"], ["200"]), ([">= 18"], ["50"]), ([">= 60"], ["100"])]


@pytest.mark.parametrize(
    ("policy", "age", "result", "rules"),
    [
        ("UNIQUE", 12, "low", ("rule-1",)),
        ("UNIQUE", 3, None, ()),
        ("FIRST", 70, "low", ("rule-1",)),
        ("ANY", 12, "low", ("rule-1",)),
        ("PRIORITY", 70, "high", ("rule-2",)),
        ("PRIORITY", 12, "low", ("rule-1",)),
        ("RULE ORDER", 70, ["low", "high", "low"], ("rule-1", "rule-2", "rule-3")),
        ("OUTPUT ORDER", 70, ["high", "low", "low"], ("rule-2", "rule-1", "rule-3")),
        ("COLLECT", 20, ["low", "high"], ("rule-1", "rule-2")),
        ("COLLECT", 3, None, ()),
        ("RULE ORDER", 3, None, ()),
        ("OUTPUT ORDER", 3, None, ()),
        ("U", 12, "low", ("rule-1",)),
        (None, 12, "low", ("rule-1",)),
    ],
)
def test_a_policy_chooses_among_the_rules_that_match(a_table, policy, age, result, rules) -> None:
    model = a_table(STEPS, inputs=["age"], policy=policy, values=['"high", "low"'])

    decided = model.decide("fee", {"age": age}, now=NOW)

    assert (decided.result, decided.rules) == (result, rules)


@pytest.mark.parametrize(
    ("aggregation", "age", "result"),
    [
        ("SUM", 70, 350),
        ("MIN", 70, 50),
        ("MAX", 70, 200),
        ("COUNT", 70, 3),
        ("COUNT", 3, None),
        ("SUM", 3, None),
    ],
)
def test_collected_numbers_are_aggregated(a_table, aggregation, age, result) -> None:
    model = a_table(NUMBERS, inputs=["age"], policy="COLLECT", aggregation=aggregation)

    assert model.decide("fee", {"age": age}, now=NOW).result == result


def test_two_rules_that_match_a_unique_table_are_an_error_that_names_them(a_table) -> None:
    model = a_table(STEPS, inputs=["age"], policy="UNIQUE")

    with pytest.raises(DecisionError, match=r"Decision Fee, rule rule-2: .*rule-1.*rule-2") as caught:
        model.decide("fee", {"age": 20}, now=NOW)

    assert (caught.value.decision, caught.value.rule) == ("Fee", "rule-2")


def test_rules_of_an_any_table_may_all_match_while_they_agree(a_table) -> None:
    agreeing = [([">= 10"], ['"low"']), ([">= 60"], ['"low"'])]

    decided = a_table(agreeing, inputs=["age"], policy="ANY").decide("fee", {"age": 70}, now=NOW)

    assert (decided.result, decided.rules) == ("low", ("rule-1", "rule-2"))


def test_rules_of_an_any_table_that_disagree_are_an_error(a_table) -> None:
    with pytest.raises(DecisionError, match="agree"):
        a_table(STEPS, inputs=["age"], policy="ANY").decide("fee", {"age": 20}, now=NOW)


@pytest.mark.parametrize("policy", ["PRIORITY", "OUTPUT ORDER"])
def test_an_order_that_nobody_gave_is_an_error(a_table, policy) -> None:
    with pytest.raises(DecisionError, match="output values"):
        a_table(STEPS, inputs=["age"], policy=policy).decide("fee", {"age": 70}, now=NOW)


def test_priority_is_counted_over_the_columns_from_the_left(a_table) -> None:
    rules = [
        (["> 0"], ['"refuse"', "1"]),
        (["> 0"], ['"ask"', "3"]),
        (["> 0"], ['"ask"', "2"]),
        (["> 0"], ['"accept"', "9"]),
    ]
    description = {"outputs": ["answer", "level"], "values": ['"ask", "refuse", "accept"', "3, 2, 1, 9"]}

    one = a_table(rules, inputs=["age"], policy="PRIORITY", **description).decide("fee", {"age": 1}, now=NOW)
    ordered = a_table(rules, inputs=["age"], policy="OUTPUT ORDER", **description).decide("fee", {"age": 1}, now=NOW)

    assert (one.result, one.rules) == ({"answer": "ask", "level": 3}, ("rule-2",))
    assert ordered.rules == ("rule-2", "rule-3", "rule-1", "rule-4")


@pytest.mark.parametrize(("policy", "result"), [("PRIORITY", "high"), ("OUTPUT ORDER", ["high", "low", "low"])])
def test_the_allowed_values_of_a_type_give_the_order_of_outputs(a_model, policy, result) -> None:
    of_type = table_xml(STEPS, inputs=["age"], policy=policy).replace('name="result"', 'typeRef="Level"')
    level = item("Level", "string", allowed='"high", "low"')
    model = a_model(f"{level}<decision id='fee' name='Fee'>{of_type}</decision>")

    assert model.decide("fee", {"age": 70}, now=NOW).result == result
    assert [one for one in model.findings() if one.severity == "error"] == []


def test_an_output_that_is_none_of_the_output_values_is_null_and_told(a_table) -> None:
    model = a_table([(["-"], ['"odd"'])], inputs=["age"], values=['"high", "low"'])

    assert model.evaluate("fee", {"age": 1}, now=NOW).value is None
    with pytest.raises(DecisionError, match='Expected an output among "high", "low", found \'odd\''):
        model.decide("fee", {"age": 1}, now=NOW)


def test_what_is_none_of_the_input_values_is_null_and_no_open_cell_matches_it(a_table) -> None:
    """DMN 1.5, 10.3.2.10: `-` with input values means one of them; without them it means anything."""
    rules = [(["-"], ['"any"']), (['"odd"'], ['"odd"'])]
    given = {"inputs": ["act"], "allowed": ['"birth", "death"'], "policy": "FIRST", "defaults": ['"none"']}
    model = a_table(rules, **given)

    assert model.decide("fee", {"act": "death"}, now=NOW).result == "any"
    assert model.decide("fee", {"act": None}, now=NOW).result == "none"
    answer = model.evaluate("fee", {"act": "odd"}, now=NOW)
    assert answer.result == "none"
    assert a_table([*rules, (["null"], ['"unknown"'])], **given).evaluate("fee", {"act": "odd"}, now=NOW).result == (
        "unknown"
    )
    assert 'input act: Expected one of "birth", "death", found \'odd\'' in answer.problems[0].message


@pytest.mark.parametrize("policy", ["UNIQUE", "ANY"])
def test_rules_that_contradict_the_policy_are_null_with_the_reason(a_table, policy) -> None:
    answer = a_table(STEPS, inputs=["age"], policy=policy).evaluate("fee", {"age": 20}, now=NOW)

    assert (answer.value, answer.rules) == (None, ())
    assert answer.problems[0].rule == "rule-2"


@pytest.mark.parametrize("cell_text", ["", "-"])
def test_an_output_that_says_nothing_is_null(a_table, cell_text) -> None:
    model = a_table([(["-"], [cell_text, "1"])], inputs=["age"], outputs=["a", "b"])

    assert model.decide("fee", {"age": 1}, now=NOW).result == {"a": None, "b": 1}
    assert model.findings() == []


def test_a_table_without_input_applies_always(a_table) -> None:
    assert a_table([([], ['"always"'])], inputs=[]).decide("fee", {}, now=NOW).result == "always"


def test_an_input_without_expression_is_the_name_on_its_label(a_model) -> None:
    rule = tag("rule", cell("inputEntry", "> 1"), cell("outputEntry", '"many"'))
    table = tag("decisionTable", tag("input", label="copies"), tag("output"), rule)

    assert a_model(decision("fee", table)).decide("fee", {"copies": 2}, now=NOW).result == "many"


def test_orientation_and_annotations_change_nothing(a_model) -> None:
    drawn = "<decisionTable preferredOrientation='Rule-as-Column'"
    table = table_xml(STEPS, inputs=["age"], policy="FIRST").replace("<decisionTable", drawn)
    table = table.replace("</rule>", "<annotationEntry><text>ignored</text></annotationEntry></rule>")

    assert a_model(decision("fee", table)).decide("fee", {"age": 12}, now=NOW).result == "low"


def test_an_output_becomes_a_value_of_its_columns_type_or_null(a_model) -> None:
    outputs = tag("output", name="a", typeRef="number"), tag("output", name="b", typeRef="number")
    table = tag("decisionTable", *outputs, tag("rule", cell("outputEntry", "[5]"), cell("outputEntry", '"x"')))

    assert a_model(decision("fee", table)).evaluate("fee", {}, now=NOW).result == {"a": 5, "b": None}


def test_twenty_rules_over_five_inputs_are_decided_with_few_calls(a_table) -> None:
    kinds = ["birth", "death", "marriage", "divorce"]
    rules = [
        ([f'"{kinds[number % 4]}"', f"[{number}..{number + 1})", "-", "true", "> 2"], [f'"fee {number}"'])
        for number in range(20)
    ]
    model = a_table(rules, inputs=["act", "age", "place", "resident", "copies"])
    data = {"act": "divorce", "age": 19.5, "place": "Azrou", "resident": True, "copies": 3}
    assert model.decide("fee", data, now=NOW).result == "fee 19"

    with at_most_calls(600):
        model.decide("fee", data, now=NOW)


def test_an_unknown_policy_is_an_error_and_never_read_as_another(a_table) -> None:
    with pytest.raises(DecisionError, match="ZORG"):
        a_table(STEPS, inputs=["age"], policy="ZORG").decide("fee", {"age": 12}, now=NOW)


@pytest.mark.parametrize(
    ("aggregation", "outputs", "result"),
    [
        ("MIN", ['"b"', '"a"'], "a"),
        ("MAX", ['"b"', '"a"'], "b"),
        ("MIN", ['@"2026-03-02"', '@"2026-01-05"'], date(2026, 1, 5)),
        ("MAX", ['@"2026-03-02"', '@"2026-01-05"'], date(2026, 3, 2)),
        ("MAX", ['@"PT1H"', '@"P1D"'], timedelta(days=1)),
        ("SUM", ["0.1", "0.2"], 0.3),
    ],
)
def test_smallest_and_largest_are_known_of_all_that_has_an_order(a_table, aggregation, outputs, result) -> None:
    model = a_table([(["-"], [one]) for one in outputs], inputs=["age"], policy="COLLECT", aggregation=aggregation)

    assert model.decide("fee", {"age": 70}, now=NOW).result == result


@pytest.mark.parametrize(("sign", "result"), [("C+", 350), ("C<", 50), ("C>", 200), ("C#", 3), ("C", [200, 50, 100])])
def test_the_signs_of_a_drawn_table_are_understood(a_table, sign, result) -> None:
    assert a_table(NUMBERS, inputs=["age"], policy=sign).decide("fee", {"age": 70}, now=NOW).result == result


def test_a_text_cannot_be_summed(a_table) -> None:
    model = a_table(STEPS, inputs=["age"], policy="COLLECT", aggregation="SUM")

    with pytest.raises(DecisionError, match="Expected a number for SUM, found 'low'"):
        model.decide("fee", {"age": 12}, now=NOW)


def test_several_outputs_are_a_context_and_defaults_stand_in_when_no_rule_matches(a_table) -> None:
    model = a_table(
        [(['"full"', "> 1"], ["200 * copies", '"stamp"'])],
        inputs=["kind", "copies"],
        outputs=["total", "label"],
        defaults=["0", '"free"'],
    )

    charged = model.decide("fee", {"kind": "full", "copies": 3}, now=NOW)
    free = model.decide("Fee", {"kind": "extract", "copies": 3}, now=NOW)

    assert charged.result == {"total": 600, "label": "stamp"}
    assert (free.result, free.rules) == ({"total": 0, "label": "free"}, ())


@pytest.mark.parametrize("value", ["abc", "20", None, True, [], {}])
def test_a_value_of_another_type_never_passes_a_comparison(a_table, value) -> None:
    """JavaScript would call "20" >= 18 true; FEEL calls it null, and a rule needs true."""
    cells = [">= 18", "<= 18", "[18..30]", "> 1"]
    model = a_table([([cell], ["1"]) for cell in cells], inputs=["age"], policy="COLLECT")

    assert model.decide("fee", {"age": value}, now=NOW).result is None


@pytest.mark.parametrize(
    ("cell", "matching", "other"),
    [
        ("-", "anything", None),
        ("", "anything", None),
        ('"birth","death"', "death", "marriage"),
        ('not("birth","death")', "marriage", "birth"),
        ("null", None, "birth"),
        ("? in allowed", "marriage", "birth"),
        ("limit", 7, 8),
        ("< limit", 6, 7),
        ("[1..5)", 1, 5),
        ("date(?).year = 2026", "2026-05-01", "2025-05-01"),
    ],
)
def test_a_cell_is_a_feel_unary_test_over_the_whole_context(a_table, cell, matching, other) -> None:
    model = a_table([([cell], ['"yes"'])], inputs=["act"])
    context = {"allowed": ["marriage"], "limit": 7}

    assert model.decide("fee", {"act": matching, **context}, now=NOW).result == "yes"
    if other is not None:
        assert model.decide("fee", {"act": other, **context}, now=NOW).result is None


def test_an_input_typed_as_a_date_reads_the_text_of_a_form(a_table) -> None:
    model = a_table([(['< @"1960-01-01"'], ['"archive"'])], inputs=["act_date"], types=["date"])

    assert model.decide("fee", {"act_date": "1955-04-09"}, now=NOW).result == "archive"
    with pytest.raises(DecisionError, match="ISO 8601"):
        model.decide("fee", {"act_date": "09/04/1955"}, now=NOW)


def test_a_faulty_cell_is_an_error_that_names_rule_and_cell(a_table) -> None:
    with pytest.raises(DecisionError, match="rule rule-1: cell in-1-0"):
        a_table([(["> ("], ["1"])], inputs=["age"]).decide("fee", {"age": 1}, now=NOW)
