"""Overlaps, gaps and faulty cells are found before a table is used."""

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.decisions import DecisionError

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def rules_of(findings) -> list[str]:
    return [finding.rule for finding in findings]


def test_an_invalid_cell_is_found_with_its_id_and_line(a_table) -> None:
    model = a_table([([">= 1"], ["1"]), (["> ("], ["1"])], inputs=["copies"], policy="FIRST")

    (finding,) = model.findings()

    assert (finding.rule, finding.element, finding.line) == ("decision-expression", "in-2-0", 7)


@pytest.mark.parametrize(
    ("cells", "types", "expected"),
    [
        ([["<= 5"], [">= 5"]], ["number"], "copies = 5"),
        ([["< 6"], ["> 4"]], ["number"], "copies in (4..6)"),
        ([['"a","b"'], ['"b"']], ["string"], 'copies = "b"'),
        ([['not("a")'], ['"b"']], ["string"], 'copies = "b"'),
        ([["-"], ["true"]], ["boolean"], "copies = true"),
        ([["? > limit"], ["? > limit"]], ["number"], "every case"),
    ],
)
def test_rules_of_a_unique_table_that_share_a_case_are_found(a_table, cells, types, expected) -> None:
    model = a_table([(row, ["1"]) for row in cells], inputs=["copies"], types=types, policy="UNIQUE")

    overlaps = [finding for finding in model.findings() if finding.rule == "decision-overlap"]

    assert [finding.element for finding in overlaps] == ["rule-2"]
    assert expected in overlaps[0].message


@pytest.mark.parametrize(
    ("cells", "types"),
    [
        ([["< 5"], [">= 5"]], ["number"]),
        ([["<= 4"], ["> 4"]], ["number"]),
        ([["[1..3)"], ["[3..5]"], ["< 1"], ["> 5"]], ["number"]),
        ([["< 18"], ["> 17"]], ["integer"]),
        ([['"a"'], ['not("a")']], ["string"]),
        ([["true"], ["false"]], ["boolean"]),
    ],
)
def test_a_complete_table_of_exclusive_rules_has_no_findings(a_table, cells, types) -> None:
    model = a_table([(row, ["1"]) for row in cells], inputs=["copies"], types=types, policy="UNIQUE")

    assert model.findings() == []


def test_a_case_without_a_rule_is_a_warning_that_names_it(a_table) -> None:
    model = a_table([(['"birth"', "< 3"], ["1"]), (['"birth"', ">= 3"], ["2"])], inputs=["act", "copies"])

    (finding,) = model.findings()

    assert (finding.rule, finding.severity) == ("decision-gap", "warning")
    assert "act = any other text" in finding.message


@pytest.mark.parametrize("description", [{"allowed": ['"birth"']}, {"defaults": ["0"]}, {"policy": "COLLECT"}])
def test_allowed_values_defaults_and_collections_leave_no_gap(a_table, description) -> None:
    assert a_table([(['"birth"'], ["1"])], inputs=["act"], **description).findings() == []


def test_a_row_with_a_cell_too_few_is_found_and_refused(a_table) -> None:
    model = a_table([(["1"], ["1"])], inputs=["copies", "act"])

    assert rules_of(model.findings()) == ["decision-cells"]
    with pytest.raises(DecisionError, match="number of cells"):
        model.decide("fee", {"copies": 1, "act": "birth"}, now=NOW)


@pytest.mark.parametrize(
    ("description", "words"),
    [
        ({"policy": "ZORG"}, "ZORG"),
        ({"policy": "PRIORITY"}, "output values"),
        ({"policy": "COLLECT", "aggregation": "MEAN"}, "MEAN"),
    ],
)
def test_a_policy_that_cannot_work_is_found(a_table, description, words) -> None:
    (finding,) = a_table([(["-"], ["1"])], inputs=["copies"], **description).findings()

    assert (finding.rule, finding.severity) == ("decision-hit-policy", "error")
    assert words in finding.message


def test_the_grid_of_a_huge_table_is_not_walked(a_table) -> None:
    cells = [[f'"value {row} {column}"' for column in range(8)] for row in range(12)]
    model = a_table([(row, ["1"]) for row in cells], inputs=[f"name_{column}" for column in range(8)])

    assert model.findings() == []


CELLS = st.sampled_from(["-", "< 3", "<= 3", "3", "> 3", ">= 5", "[2..4]", "(3..5)", "not(3)", "2, 4"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELLS, st.sampled_from(["-", "true", "false"])), min_size=1, max_size=4))
def test_the_review_agrees_with_what_the_table_does(a_table, rows) -> None:
    """Over a grid that hits every atom: a gap is reported iff a case has no rule, an overlap iff one has two."""
    model = a_table([([first, second], ["1"]) for first, second in rows], inputs=["n", "b"], policy="UNIQUE")
    counting = a_table(
        [([first, second], ["1"]) for first, second in rows],
        inputs=["n", "b"],
        policy="COLLECT",
        aggregation="COUNT",
    )
    grid = itertools.product([1, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6], [True, False])

    counts = [counting.decide("fee", {"n": number, "b": flag}, now=NOW).result or 0 for number, flag in grid]

    found = set(rules_of(model.findings()))
    assert ("decision-gap" in found) == (0 in counts)
    assert ("decision-overlap" in found) == (max(counts) > 1)
