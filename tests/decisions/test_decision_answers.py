"""`decide` over JSON lines: exact numbers, ISO texts, contexts as objects, reasons beside null."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.scenarios.exact_json import read_json, write_json
from app.scenarios.play import DecideSession, converse
from tests.builders.dmn import a_dmn, context, decision, imported, input_data, knowledge, service, text

Ask = Callable[..., str]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Return the line that answers a question to a model of these elements."""

    def answer(
        *parts: str, question: str = '{"decision": "answer", "data": {}}', others: dict[str, bytes] | None = None
    ) -> str:
        (tmp_path / "m.dmn").write_bytes(a_dmn(*parts))
        for name, content in (others or {}).items():
            (tmp_path / name).write_bytes(content)
        lines = [json.dumps({"open": str(tmp_path / "m.dmn")}), question]
        return list(converse(DecideSession(), lines))[1]

    return answer


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        ("0.1 + 0.2", "0.3"),
        ("1.50", "1.5"),
        ("1000000 * 1000000", "1000000000000"),
        ("1 / 3", "0.3333333333333333333333333333333333"),
        ("1234567890.123456789012345678901234", "1234567890.123456789012345678901234"),
        ("10 ** 100", "1E+100"),
        ("null", "null"),
        ("1 = 1", "true"),
        ('"é\\"a"', '"é\\"a"'),
        ('date("2026-03-02")', '"2026-03-02"'),
        ('time("09:30:00+01:00")', '"09:30:00+01:00"'),
        ('date and time("2026-03-02T09:30:00.5Z")', '"2026-03-02T09:30:00.5Z"'),
        ('date and time("2026-03-02T09:30:00@Africa/Casablanca")', '"2026-03-02T09:30:00@Africa/Casablanca"'),
        ('duration("PT36H")', '"P1DT12H"'),
        ('duration("P14M")', '"P1Y2M"'),
        ('{a: 1, "b c": [true, date("2026-03-02")]}', '{"a": 1, "b c": [true, "2026-03-02"]}'),
        ("[[], {}]", "[[], {}]"),
        ("[1..3)", '"[1..3)"'),
        ("[function(a) a]", '["Expected data, found the function (a): call it in the model."]'),
    ],
)
def test_a_result_is_written_exactly(ask, expression, written) -> None:
    assert ask(decision("answer", text(expression))) == f'{{"result": {written}, "rules": []}}'


def test_numbers_of_the_question_keep_their_digits(ask) -> None:
    question = '{"decision": "answer", "data": {"x": 0.12345678901234567890123456789012, "y": 12345678901234567890}}'
    answer = ask(decision("answer", text("[x, y + 1]")), question=question)

    assert json.loads(answer, parse_float=str)["result"] == ["0.12345678901234567890123456789012", 12345678901234567891]


def test_data_in_iso_form_become_what_the_declared_type_says(ask) -> None:
    parts = (
        input_data("born", "date"),
        input_data("name"),
        decision("answer", text("[born.year, name]"), needs=["born", "name"]),
    )
    answer = ask(*parts, question='{"decision": "answer", "data": {"born": "2001-02-03", "name": "2001-02-03"}}')

    assert json.loads(answer)["result"] == [2001, "2001-02-03"]


def test_what_went_wrong_inside_is_told_beside_null(ask) -> None:
    answer = json.loads(ask(decision("answer", text('"x"'), type_name="number")))

    assert answer == {
        "result": None,
        "rules": [],
        "messages": ["Decision answer: answer: Expected number, found 'x'."],
    }


def test_a_function_is_no_result(ask) -> None:
    assert "function (a)" in json.loads(ask(decision("answer", text("function(a) a"))))["error"]


@pytest.mark.parametrize(
    "question",
    [
        '{"decision": "other", "data": {}}',
        '{"decision": 1, "data": {}}',
        '{"decision": "answer", "data": []}',
        '{"decision": "answer", "data": {"x": NaN}}',
        "[]",
        "not json",
    ],
)
def test_a_question_that_cannot_be_understood_is_an_error(ask, question) -> None:
    assert list(json.loads(ask(decision("answer", text("1")), question=question))) == ["error"]


def test_a_trace_tells_the_decisions_on_the_way(ask) -> None:
    parts = (decision("first", text("1")), decision("answer", text("first + 1"), asks=["first"]))
    answer = json.loads(ask(*parts, question='{"decision": "answer", "data": {}, "trace": true}'))

    assert answer["steps"] == [
        {"decision": "first", "result": 1, "rules": []},
        {"decision": "answer", "result": 2, "rules": []},
    ]


def test_data_may_stand_in_for_a_required_decision_and_never_for_the_one_asked(ask) -> None:
    parts = (decision("first", text("1"), type_name="number"), decision("answer", text("first + 1"), asks=["first"]))
    question = '{"decision": "answer", "data": {"first": 41, "answer": 0}}'

    assert json.loads(ask(*parts, question=question)) == {"result": 42, "rules": []}


def test_services_and_functions_are_asked_by_name(ask) -> None:
    parts = (
        input_data("n", "number"),
        decision("half", text("n / 2"), needs=["n"]),
        service("halving", gives=["half"], needs=["n"]),
        knowledge("triple it", {"n": "number"}, text("n * 3")),
    )
    results = [
        ask(*parts, question=json.dumps({"decision": name, "data": {"n": 3}})) for name in ("halving", "triple it")
    ]

    assert [json.loads(one)["result"] for one in results] == [1.5, 9]


def test_the_files_beside_a_model_are_its_imports(ask) -> None:
    other = a_dmn(decision("rate", text("20")), namespace="urn:other")
    parts = (imported("other", "urn:other"), decision("answer", text("other.rate * 2"), asks=["urn:other#rate"]))

    assert json.loads(ask(*parts, others={"rates.dmn": other}))["result"] == 40


def test_contexts_are_objects_and_names_with_spaces_stay(ask) -> None:
    logic = context(("total fee", text("1")), ("legal basis", text('"36-21"')))

    assert json.loads(ask(decision("answer", logic)))["result"] == {"total fee": 1, "legal basis": "36-21"}


def test_json_that_was_written_is_read_again_unchanged() -> None:
    line = '{"a": [1, 0.10000000000000000000000000000001, true, null], "b": "\\n"}'

    assert write_json(read_json(line)) == line
