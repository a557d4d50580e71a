"""What each hit policy makes of the rules that match (DMN 1.5, 8.2.10)."""

from datetime import UTC, datetime

import pytest

from app.decisions import DecisionError

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
        ("COLLECT", 3, [], ()),
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
        ("COUNT", 3, 0),
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


def test_an_unknown_policy_is_an_error_and_never_read_as_another(a_table) -> None:
    with pytest.raises(DecisionError, match="ZORG"):
        a_table(STEPS, inputs=["age"], policy="ZORG").decide("fee", {"age": 12}, now=NOW)


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

    assert model.decide("fee", {"age": value}, now=NOW).result == []


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
