"""Mapped inputs are local to their element; mapped outputs are all that leaves it (as in Camunda 7 and 8)."""

import pytest

from app.engine import Engine
from tests.builders.bpmn import a_process, extensions, timer_definition
from tests.engine.playing import File

LOCAL = {"local": "=amount * 2", "text": "plain"}


def visible(case, element: str) -> dict:
    key = next(row.key for rows in case.rows.values() for row in rows.values() if row.element == element)
    return Engine.visible(case.definition, case.result.state, case.document, key, case.environment)


def test_the_inputs_of_a_user_task_are_seen_by_it_alone(play):
    builder = a_process().start().node("userTask", "ask", extensions(inputs=LOCAL)).user_task("after").end()
    case = play(builder, {"amount": 4})
    assert (visible(case, "ask")["local"], visible(case, "ask")["text"]) == (8, "plain")
    case.complete("ask", {"local": 1, "other": 2})
    assert case.document == {"amount": 4, "other": 2}, "what is local stays local"
    assert "local" not in visible(case, "after")


def test_answers_may_be_made_of_what_the_task_sees_and_a_refusal_leaves_nothing(play):
    case = play(a_process().start().node("userTask", "ask", extensions(inputs=LOCAL)).end(), {"amount": 4})
    [key] = case.rows["tasks"]

    def complete(answers):
        return Engine.complete(case.definition, case.result.state, case.document, key, answers, case.environment)

    def refuse(seen):
        raise ValueError(f"not {seen()['local']}")

    with pytest.raises(ValueError, match="not 8"):
        complete(refuse)
    assert complete(lambda seen: {"doubled": seen()["local"]}).document == {"amount": 4, "doubled": 8}


def test_each_input_sees_those_before_it(play):
    inputs = {"a": "=amount + 1", "b": "=a + 1"}
    case = play(a_process().start().node("userTask", "ask", extensions(inputs=inputs)).end(), {"amount": 4})
    assert visible(case, "ask")["b"] == 6


def test_outputs_are_all_that_leaves_a_task(play):
    body = extensions(inputs={"x": "=amount"}, outputs={"x": "=x + answer", "kept": "=answer"})
    case = play(a_process().start().node("userTask", "ask", body).end(), {"amount": 4})
    case.complete("ask", {"answer": 3, "noise": 9})
    assert case.document == {"amount": 4, "x": 7, "kept": 3}


def test_the_outputs_of_a_job_may_speak_of_its_inputs(play):
    body = extensions(inputs={"asked": "=amount"}, outputs={"left": "=asked - paid"})
    case = play(a_process().start().node("serviceTask", "pay", body, operation="test.run").end(), {"amount": 9})
    assert case.job("pay", {"paid": 4}).document == {"amount": 9, "left": 5}


@pytest.mark.parametrize("result", ["", 'mastara:result="sum"'])
def test_a_script_computes_on_its_inputs_and_gives_its_outputs(play, result):
    script = "<script>{sum: x + y}</script>" if not result else "<script>x + y</script>"
    body = extensions(inputs={"x": "=amount", "y": "=1"}, outputs={"total": "=sum * 10"}) + script
    marks = {"result": "sum"} if result else {}
    case = play(a_process().start().node("scriptTask", "add", body, **marks).end(), {"amount": 4})
    assert case.document == {"amount": 4, "total": 50}


def test_the_inputs_of_a_sub_process_are_seen_inside_and_its_outputs_leave_at_its_end(play):
    builder = (
        a_process().start().sub("sub").raw(extensions(inputs={"x": "=amount"}, outputs={"done": "=x + y"}))
        .start("in").user_task("ask").end("out").end_sub().end()
    )  # fmt: skip
    case = play(builder, {"amount": 4})
    assert visible(case, "ask")["x"] == 4
    assert case.complete("ask", {"x": 10, "y": 1}).document == {"amount": 4, "y": 1, "done": 11}


def test_instances_keep_their_own_inputs_and_outputs(play):
    several = '<multiInstanceLoopCharacteristics mastara:collection="=xs" mastara:item="x" '
    several += 'mastara:output-collection="ys" mastara:output-item="=y"/>'
    body = extensions(inputs={"twice": "=x * 2"}, outputs={"y": "=twice + answer"}) + several
    case = play(a_process().start().node("userTask", "ask", body).end(), {"xs": [1, 2]})
    case.complete("ask", {"answer": 10}, index=1).complete("ask", {"answer": 20}, index=0)
    assert case.document == {"xs": [1, 2], "ys": [22, 14]}


def test_a_task_inside_a_repeated_sub_process_has_the_number_of_its_instance(play):
    several = '<multiInstanceLoopCharacteristics mastara:collection="=xs" mastara:item="x"/>'
    builder = (
        a_process().start().sub("each").raw(several).start("in").user_task("ask").end("out").end_sub()
        .user_task("after").end()
    )  # fmt: skip
    case = play(builder, {"xs": ["a", "b", "c"]})
    assert sorted(task.index for task in case.result.opened_tasks) == [0, 1, 2]
    case.complete("ask", {}, index=2).complete("ask", {}, index=0).complete("ask", {}, index=1)
    assert [task.index for task in case.result.opened_tasks] == [None]


def test_a_caught_event_has_inputs_and_outputs_too(play):
    body = extensions(inputs={"wait": "=pause"}, outputs={"waited": "=wait"}) + timer_definition("=wait")
    case = play(a_process().start().node("intermediateCatchEvent", "rest", body).end(), {"pause": "PT1H"})
    assert case.advance(hours=1).document == {"pause": "PT1H", "waited": "PT1H"}


def test_the_start_of_an_event_sub_process_gives_its_outputs_once(play):
    start = '<startEvent id="begun"><extensionElements><mastara:output name="why" value="=reason"/></extensionElements>'
    aside = f'{start}<messageEventDefinition/></startEvent><userTask id="look"/><sequenceFlow id="x" sourceRef="begun" '
    builder = a_process().start().user_task("work").end()
    case = play(builder.raw(f'<subProcess id="aside" triggeredByEvent="true">{aside}targetRef="look"/></subProcess>'))
    assert case.message("begun", {"reason": "rain"}).document == {"why": "rain"}


def test_the_code_of_a_caught_error_goes_where_camunda_7_puts_it(play):
    builder = a_process().start().service_task("work").end().on("work", "bad", error="").end("caught")
    text = builder.text().replace("<errorEventDefinition/>", '<errorEventDefinition camunda:errorCodeVariable="why"/>')
    content = text.replace("<definitions ", '<definitions xmlns:camunda="http://camunda.org/schema/1.0/bpmn" ')

    assert play(File("p", content.encode())).fail("work", "E7").document == {"why": "E7"}


def test_all_variables_cross_where_the_call_says_so(play):
    called = a_process("inner").start("i").user_task("ask").end("ie")
    marks = '<callActivity id="call"><extensionElements><zeebe:calledElement processId="inner"%s/></extensionElements>'
    zeebe = '<definitions xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    for extra, document in (
        ("", {"a": 1, "b": 2}),
        (' propagateAllChildVariables="false"', {"a": 1}),
        (' propagateAllParentVariables="false"', {"a": 1, "b": 2}),
    ):
        text = a_process().start().raw(f"{marks % extra}</callActivity>").to("call").at("call").end().text()

        case = play(File("p", text.replace("<definitions ", zeebe).encode()), {"a": 1}, called=(called,))
        assert ("a" in visible(case, "ask")) is ("Parent" not in extra)
        assert case.complete("ask", {"b": 2}).document == document


def test_completion_conditions_may_use_the_words_of_camunda_7(play):
    completion = "nrOfCompletedInstances / nrOfInstances >= 0.5 and nrOfActiveInstances = 1"
    case = play(a_process().start().repeated("userTask", "vote", cardinality="2", completion=completion).end())
    assert case.complete("vote").status == "completed"


@pytest.mark.parametrize("count", [2, 2.0])
def test_a_number_of_instances_may_be_written_with_a_point(play, count):
    case = play(a_process().start().repeated("userTask", "vote", cardinality="=n").end(), {"n": count})
    assert case.waiting == ["vote", "vote"]
