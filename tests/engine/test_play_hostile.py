"""What a program may send to `play` by mistake or in bad faith: each line has an answer, and the next one is heard."""

import io
import json
from decimal import Decimal

import pytest
from click.testing import CliRunner

from app.cli.play import play_command
from app.decisions import read_decisions
from app.engine import as_json, bounds
from app.scenarios.play import DecideSession, PlaySession, converse, run_interactive
from tests.builders.bpmn import a_process
from tests.engine.test_play import FEE


@pytest.fixture
def listed(tmp_path):
    """A model that repeats a task for each entry of the list `xs`, which the first task gives."""
    path = tmp_path / "listed.bpmn"
    builder = a_process().start().user_task("ask").repeated("userTask", "each", collection="xs", item="x").end()
    path.write_bytes(builder.xml())
    return path


def talk(*lines: str | bytes) -> list[dict]:
    given = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    source = io.TextIOWrapper(io.BytesIO(given))
    written = io.BytesIO()
    out = io.TextIOWrapper(written, encoding="ascii")
    assert run_interactive(decisions=False, model=None, restart=False, source=source, out=out) == 0
    return [json.loads(line, parse_constant=lambda name: pytest.fail(name)) for line in written.getvalue().splitlines()]


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


@pytest.mark.parametrize(
    "line",
    [
        nested(100_000),
        "null",
        "[]",
        '"x"',
        '{"complete": "ask", "data": {"xs": [NaN]}}',
        '{"complete": "ask", "data": {"xs": [Infinity]}}',
        f'{{"complete": "ask", "data": {{"xs": {nested(900)}}}}}',
        '{"complete": "\\ud800"}',
        b'{"complete": "\xff\xfe"}',
        '{"open": 5}',
        '{"open": "a", "data": 5}',
    ],
    ids=range(11),
)
def test_a_line_that_makes_no_sense_is_an_error_and_the_case_stands_as_it_was(listed, line):
    opened, error, after = talk(json.dumps({"open": str(listed), "restart": True}), line, "{}")
    assert list(error) == ["error"]
    if "open" not in str(line):
        assert after == opened


@pytest.mark.parametrize("restart", [True, False])
@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1e999", None),
        ("-1e999", None),
        (str(2**63), 2**63),
        (str(10**30), 1e30),
        (f"1{'0' * 400}", None),
        ('"\\ud800"', "?"),
        ('"\\u0000"', "\0"),
        ('{"": {"a b": 1}}', {"": {"a b": 1}}),
    ],
)
def test_data_that_no_json_holds_is_made_to_fit(listed, restart, written, kept):
    opening = json.dumps({"open": str(listed), "restart": restart})
    _, given, done = talk(opening, f'{{"complete": "ask", "data": {{"xs": [{written}]}}}}', '{"complete": "each"}')
    assert (given["data"], given["waiting"]) == ({"xs": [kept]}, ["each"])
    assert done["state"] == "completed"


def test_data_to_start_with_may_not_nest_without_end(listed):
    error, again = talk(f'{{"open": "{listed}", "data": {{"a": {nested(150)}}}}}', "{}")
    assert "100 levels" in error["error"]
    assert "error" in again, "no case was opened"


def test_a_script_that_nests_its_data_in_each_round_is_stopped_with_an_incident(tmp_path):
    builder = a_process().start().xor("again").script("nest", "{a: {a: a}}").xor("more").when("true").to("again")
    path = tmp_path / "nesting.bpmn"
    path.write_bytes(builder.at("more").otherwise().end().xml())
    answer = PlaySession().answer({"open": str(path)})
    assert answer["state"] == "incident"
    assert answer["incidents"][0]["code"] in ("data-too-large", "expression-failed")
    assert answer["trace"].count("nest") <= bounds.DATA_NESTING


def test_a_script_that_doubles_its_data_in_each_round_is_stopped_with_an_incident(tmp_path):
    builder = a_process().start().xor("again").script("twice", "{a: {x: a, y: a}}").xor("more").when("true").to("again")
    path = tmp_path / "doubling.bpmn"
    path.write_bytes(builder.at("more").otherwise().end().xml())
    answer = PlaySession().answer({"open": str(path), "data": {"a": 1}})
    assert answer["state"] == "incident"
    assert answer["incidents"][0]["code"] in ("data-too-large", "expression-failed")


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_a_step_that_names_half_a_character_is_told_on_the_command_line_too(listed, tmp_path, as_json):
    steps = tmp_path / "steps.json"
    steps.write_text('[{"complete": "\\ud800"}]', encoding="utf-8")
    run = CliRunner().invoke(play_command, [str(listed), "--steps", str(steps), *as_json])
    assert run.exit_code == 1
    assert isinstance(run.exception, SystemExit)


def test_a_question_with_endlessly_nested_data_is_answered():
    session = DecideSession()
    session._model = read_decisions(FEE.encode(), file="fees.dmn")
    line = f'{{"decision": "fee", "data": {{"copies": {nested(150)}}}}}'
    (answer,) = (json.loads(one) for one in converse(session, [line]))
    assert "result" in answer


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Decimal("12"), 12),
        (Decimal("12.50"), 12.5),
        (Decimal("1E+3"), 1000),
        (Decimal("1E+40"), 1e40),
        (Decimal("1E+999999"), None),
        (Decimal("NaN"), None),
        (Decimal("-Infinity"), None),
        (float("nan"), None),
    ],
)
def test_a_decimal_is_kept_as_the_number_that_json_holds(value, kept):
    assert as_json({"x": [value]}) == {"x": [kept]}
