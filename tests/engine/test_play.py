"""`play` and `decide`: a model is tried from the command line or over JSON lines, without a database."""

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.play import decide_command, play_command
from app.scenarios.play import DecideSession, PlaySession, main, play_steps, run_interactive
from tests.builders.bpmn import a_process
from tests.builders.dmn import a_dmn, decision, imported, input_data, service, text

FEE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="fees" namespace="urn:t">
<decision id="fee" name="The fee"><variable name="fee" typeRef="number"/><decisionTable hitPolicy="FIRST">
<input id="i"><inputExpression typeRef="number"><text>copies</text></inputExpression></input><output id="o"/>
<rule id="many"><inputEntry id="a"><text>&gt; 10</text></inputEntry><outputEntry id="b"><text>100</text></outputEntry>
</rule><rule id="few"><inputEntry id="c"><text/></inputEntry><outputEntry id="d2"><text>20</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def saved(folder: Path, builder, name: str = "model.bpmn") -> Path:
    path = folder / name
    path.write_bytes(builder.xml())
    return path


@pytest.mark.parametrize("restart", [False, True])
def test_what_waits_is_told_after_each_step_and_the_whole_at_the_end(tmp_path, restart):
    model = saved(
        tmp_path,
        a_process()
        .start()
        .user_task("ask")
        .service_task("pay")
        .receive_task("hear", "paid")
        .timer("rest", "P10D")
        .end(),
    )
    steps = [
        {"complete": "ask", "data": {"amount": 5}},
        {"job": "pay", "data": {"receipt": "R1"}},
        {"message": "paid", "data": {"at": "2026-01-05"}},
        {"advance": "P9D"},
        {"advance": "P1D"},
    ]
    answer = play_steps(model, steps, data={"name": "Salma"}, restart=restart)
    timer = {"element": "rest", "due": "2026-01-15T09:00:00+01:00"}
    assert [(row["waiting"], row["timers"]) for row in answer["steps"]] == [
        (["ask"], []),
        (["pay"], []),
        (["hear"], []),
        ([], [timer]),
        ([], [timer]),
        ([], []),
    ]
    assert (answer["state"], answer["ends"], answer["trace"]) == ("completed", ["end"], ["ask", "pay", "hear"])
    assert answer["data"] == {"name": "Salma", "amount": 5, "receipt": "R1", "at": "2026-01-05"}


def test_called_models_and_decisions_are_found_beside_the_model(tmp_path):
    (tmp_path / "fees.dmn").write_text(FEE, encoding="utf-8")
    called = a_process("inner").start().user_task("check").end("inner-end")
    saved(tmp_path, called, "inner-process.bpmn")
    model = saved(tmp_path, a_process().start().decision("decide", "The fee", "fee").call("call", "inner").end())
    answer = play_steps(model, [{"complete": "check"}], data={"copies": 12})
    assert (answer["data"]["fee"], answer["ends"]) == (100, ["inner-end", "end"])
    assert answer["trace"] == ["decide", "check", "call"]


def test_a_business_rule_task_may_ask_a_decision_service_of_a_model_that_imports_another(tmp_path):
    rates = a_dmn(decision("rate", text("20")), namespace="urn:rates")
    total = decision("total", text("copies * rates.rate"), needs=["copies"], asks=["urn:rates#rate"])
    pricing = service("pricing", gives=["total"], needs=["copies"])
    (tmp_path / "rates.dmn").write_bytes(rates)
    (tmp_path / "fees.dmn").write_bytes(
        a_dmn(imported("rates", "urn:rates"), input_data("copies", "number"), total, pricing)
    )
    model = saved(tmp_path, a_process().start().decision("price", "pricing", "fee").end())

    assert play_steps(model, [], data={"copies": 3})["data"] == {"copies": 3, "fee": 60}
    stopped = play_steps(model, [], data={"copies": "three"})
    assert stopped["state"] == "incident"
    assert "Expected number, found 'three'" in stopped["incidents"][0]["message"]


def test_two_processes_of_one_file_run_when_one_calls_the_other(tmp_path):
    inner = a_process("inner").start("s2").user_task("check").end("e2").text()
    process = inner[inner.index("<process") : inner.index("</definitions>")]
    outer = a_process("outer").start().call("call", "inner").end().text()
    path = tmp_path / "both.bpmn"
    path.write_text(outer.replace("</definitions>", f"{process}</definitions>"), encoding="utf-8")
    assert play_steps(path, [{"complete": "check"}], data={})["state"] == "completed"


def test_an_error_thrown_at_a_task_goes_where_the_diagram_says(tmp_path):
    builder = a_process().start().user_task("work").end().on("work", "bad", error="E1").end("repaired")
    answer = play_steps(saved(tmp_path, builder), [{"fail": "work", "error": "E1"}], data={})
    assert (answer["state"], answer["ends"]) == ("completed", ["repaired"])


def test_one_instance_of_a_repeated_task_is_named_by_its_number_from_zero(tmp_path):
    builder = a_process().start().repeated("userTask", "review", cardinality="3", output_collection="all").end()
    model = saved(tmp_path, builder)
    session = PlaySession()
    assert session.answer({"open": str(model)})["waiting"] == ["review"] * 3
    assert session.answer({"complete": "review", "item": 2})["waiting"] == ["review"] * 2
    assert "error" in session.answer({"complete": "review", "item": 2})


@pytest.mark.parametrize(
    "step",
    [
        {"complete": "nobody"},
        {"message": "never"},
        {"advance": "soon"},
        {"complete": "ask", "data": 5},
        {"complete": 5},
        {"complete": "ask", "item": "x"},
        {"fail": "ask"},
        {"dance": "now"},
        {"complete": "ask", "signal": "both"},
    ],
)
def test_a_wrong_step_is_told_and_changes_nothing(tmp_path, step):
    session = PlaySession()
    before = session.answer({"open": str(saved(tmp_path, a_process().start().user_task("ask").end()))})
    assert list(session.answer(step)) == ["error"]
    assert session.answer({}) == before


def test_a_timer_that_repeats_without_end_is_stopped_and_the_step_taken_back(tmp_path):
    builder = a_process().start().user_task("ask").end().on("ask", "tick", cycle="R/PT1S", interrupting=False).end("t")
    session = PlaySession()
    before = session.answer({"open": str(saved(tmp_path, builder))})
    assert "1000 timers" in session.answer({"advance": "P1Y"})["error"]
    assert session.answer({}) == before


def test_a_refused_model_answers_with_findings_and_the_next_one_plays(tmp_path):
    bad = saved(tmp_path, a_process().start().node("complexGateway", "odd").end(), "bad.bpmn")
    good = saved(tmp_path, a_process().start().end(), "good.bpmn")
    lines = "\n".join(json.dumps(line) for line in ({"open": str(bad)}, {"complete": "x"}, {"open": str(good)}))
    out = io.StringIO()
    run_interactive(decisions=False, model=None, restart=False, source=io.StringIO(lines + "\nnot json\n"), out=out)
    refused, again, played, unread = (json.loads(line) for line in out.getvalue().splitlines())
    assert refused == again
    assert [(row["element"], bool(row["line"])) for row in refused["findings"]] == [("odd", True)]
    assert played["state"] == "completed"
    assert list(unread) == ["error"]


def test_the_commands_exit_with_one_when_a_model_is_refused(tmp_path):
    bad = saved(tmp_path, a_process().start().node("complexGateway", "odd").end())
    run = CliRunner().invoke(play_command, [str(bad), "--json"])
    assert (run.exit_code, [row["rule"] for row in json.loads(run.output)["findings"]]) == (1, ["unsupported-element"])
    assert CliRunner().invoke(play_command, [str(bad)]).exit_code == 1
    assert CliRunner().invoke(play_command, [str(tmp_path / "none.bpmn")]).exit_code == 1


def test_the_commands_print_the_answer(tmp_path):
    model = saved(tmp_path, a_process().start().user_task("ask").end())
    steps = tmp_path / "steps.json"
    steps.write_text('[{"complete": "ask", "data": {"a": 1}}]', encoding="utf-8")
    run = CliRunner().invoke(play_command, [str(model), "--steps", str(steps), "--json"])
    assert (run.exit_code, json.loads(run.output)["state"]) == (0, "completed")
    assert "completed" in CliRunner().invoke(play_command, [str(model), "--steps", str(steps)]).output


def test_a_decision_answers_with_its_result_and_rules(tmp_path, capsys):
    path = tmp_path / "fees.dmn"
    path.write_text(FEE, encoding="utf-8")
    run = CliRunner().invoke(decide_command, [str(path), "--data", '{"copies": 3}', "--json"])
    assert (run.exit_code, json.loads(run.output)) == (0, {"result": 20, "rules": ["few"]})
    questions = ({"open": str(path)}, {"decision": "The fee", "data": {"copies": 11}}, {"decision": "x"})
    lines = "\n".join(json.dumps(line) for line in questions)
    talk = CliRunner().invoke(decide_command, ["--interactive"], input=lines)
    opened, decided, wrong = (json.loads(line) for line in talk.output.splitlines())
    assert opened["decisions"] == ["fee"]
    assert decided == {"result": 100, "rules": ["many"]}
    assert list(wrong) == ["error"]
    assert main(["--decide", str(path), "--data", "[]", "--json"]) == 1
    assert "error" in json.loads(capsys.readouterr().out)


def test_a_call_to_a_process_that_is_not_at_hand_is_tried_as_a_task_with_a_warning(tmp_path):
    model = saved(tmp_path, a_process().start().call("call", "elsewhere").user_task("after").end())
    answer = play_steps(model, [], data={})
    assert (answer["waiting"], answer["trace"]) == (["after"], ["call"])
    assert [(row["rule"], row["element"]) for row in answer["warnings"]] == [("assumed-in-drawing", "call")]


def test_a_drawing_made_for_people_is_tried_along_its_shortest_way_with_warnings(tmp_path):
    text = (
        a_process()
        .start()
        .xor("choice")
        .timer("wait", "some days")
        .to("choice")
        .at("choice")
        .sub("empty")
        .end_sub()
        .end("done")
        .text()
    )
    path = tmp_path / "drawing.bpmn"
    path.write_text(text.replace('isExecutable="true"', 'isExecutable="false"'), encoding="utf-8")
    answer = play_steps(path, [], data={})
    assert (answer["state"], answer["ends"]) == ("completed", ["done"])
    assert {row["element"] for row in answer["warnings"]} >= {"choice", "wait", "empty"}
    path.write_text(text, encoding="utf-8")
    assert "findings" in play_steps(path, [], data={}), "an executable one is refused instead"


def test_a_thousand_models_are_opened_in_one_process(tmp_path):
    paths = [
        saved(tmp_path, a_process(f"p{number}").start().user_task("t").end(), f"{number}.bpmn") for number in range(40)
    ]
    session = PlaySession()
    for path in paths * 25:
        assert session.answer({"open": str(path)})["waiting"] == ["t"]
        assert session.answer({"complete": "t"})["state"] == "completed"


@pytest.mark.parametrize(
    ("builder", "rule"),
    [
        (a_process().start().user_task("t"), "no-end-event"),
        (a_process().user_task("t").end(), "no-start-event"),
        (a_process().start().user_task("t").xor("x"), "gateway-without-exit"),
        (a_process().start().user_task("t").parallel("x"), "gateway-without-exit"),
        (a_process().start().user_task("t").end().at(None).end("lost"), "unreachable-node"),
        (a_process().start().user_task("t").end(), "several-processes"),
    ],
)
def test_what_a_drawing_may_leave_out_is_tried_with_a_warning(tmp_path, builder, rule):
    path = saved(tmp_path, builder)
    if rule == "several-processes":
        other = '<process id="other" isExecutable="true"><startEvent id="os"/><endEvent id="oe"/></process>'
        path.write_text(builder.text().replace("</definitions>", f"{other}</definitions>"), encoding="utf-8")
    answer = play_steps(path, [{"complete": "t"}], data={})
    assert (answer["state"], answer["trace"]) == ("completed", ["t"])
    assert rule in [row["rule"] for row in answer["warnings"] if row["severity"] == "warning"]


def test_an_error_that_nothing_declares_is_known_by_its_reference(tmp_path):
    builder = a_process().start().service_task("t").end().on("t", "bad", error="E1").end("caught")
    path = tmp_path / "model.bpmn"
    path.write_text(builder.text().replace('<error id="error-E1"', '<error id="x"'))
    answer = play_steps(path, [{"fail": "t", "error": "error-E1"}], data={})
    assert (answer["state"], answer["ends"]) == ("completed", ["caught"])


def test_a_task_inside_a_repeated_sub_process_is_named_by_the_number_of_its_instance(tmp_path):
    repeated = '<multiInstanceLoopCharacteristics mastara:collection="=xs" mastara:item="x"/>'
    builder = a_process().start().sub("each").start("in").user_task("ask").receive_task("hear", "heard").end("out")
    model = saved(tmp_path, builder.end_sub(inner=repeated).end())
    answer = play_steps(
        model,
        [{"complete": "ask", "item": 1, "data": {"said": "b"}}, {"complete": "hear", "item": 1}],
        data={"xs": ["a", "b"]},
    )
    assert [row["waiting"] for row in answer["steps"]] == [["ask", "ask"], ["ask", "hear"], ["ask"]]
    assert "error" in play_steps(model, [{"complete": "ask", "item": 2}], data={"xs": ["a", "b"]})


@pytest.mark.parametrize("executable", ["true", "false"])
def test_a_script_that_names_feel_runs_in_a_drawing_too(tmp_path, executable):
    body = "<script>{b: a + 1}</script>"
    text = a_process().start().node("scriptTask", "s", body, plain={"scriptFormat": "application/feel"}).end().text()
    path = tmp_path / "model.bpmn"
    path.write_text(text.replace('isExecutable="true"', f'isExecutable="{executable}"'), encoding="utf-8")
    assert play_steps(path, [], data={"a": 1})["data"] == {"a": 1, "b": 2}


def test_of_several_files_with_the_called_process_the_one_that_belongs_together_is_taken(tmp_path):
    for number in (1, 2):
        called = a_process("inner").start().user_task(f"ask-{number}").end()
        saved(tmp_path, called, f"case-{number}-inner.bpmn")
        saved(tmp_path, a_process(f"outer-{number}").start().call("call", "inner").end(), f"case-{number}.bpmn")
    for number in (1, 2):
        assert play_steps(tmp_path / f"case-{number}.bpmn", [], data={})["waiting"] == [f"ask-{number}"]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"message": "paid"}, "Expected the case to wait for the message “paid”, found waiting: ask "),
        ({"complete": "hear"}, "Expected the task “hear” to wait, found waiting: ask "),
        ({"job": "pay"}, "Expected the service task “pay” to wait, found waiting: ask "),
        ({"finish": "ask", "and": 1}, "found and, finish: write one of them"),
        ({"complete": 5}, "Expected text after “complete”, found 5: write it in quotes."),
        ({"complete": "ask", "data": [1]}, "Expected an object in “data”, found [1]: write "),
        ({"complete": "ask", "item": "a"}, 'found "a": count from 0.'),
        ({"fail": "ask"}, "found null: name the error."),
        ({"advance": "-P1D"}, "found “-P1D”: write one."),
        ({}, "found an empty step"),
    ],
)
def test_a_wrong_step_is_answered_with_a_sentence(tmp_path, step, said):
    answer = play_steps(saved(tmp_path, a_process().start().user_task("ask").end()), [step], data={})
    assert said in answer["error"]


@pytest.mark.parametrize("session", [PlaySession(), DecideSession()], ids=["play", "decide"])
def test_a_path_that_is_none_is_answered_with_a_sentence(session):
    assert session.answer({"open": 5}) == {
        "error": "Expected the path of a file after “open”, found 5: write it in quotes."
    }


def test_many_instances_of_a_task_are_printed_once_with_their_number(tmp_path):
    builder = a_process().start().repeated("userTask", "ask", collection="=xs", item="x").end()
    run = CliRunner().invoke(play_command, [str(saved(tmp_path, builder)), "--data", '{"xs": [1, 2, 3]}'])
    assert "waiting ask ×3\n" in run.output
