"""Errors and escalations are known by their codes; without one, by what declares them."""

import pytest

from tests.builders.bpmn import HEADER, a_process
from tests.engine.playing import File


def thrown_inside(thrown: str, caught: str, *, declared: str) -> File:
    """A sub-process that ends with the error `thrown`; its border catches the error `caught`."""
    body = f"""{declared}<process id="p" isExecutable="true"><startEvent id="s"/>
<subProcess id="sub"><startEvent id="i"/><endEvent id="bad"><errorEventDefinition errorRef="{thrown}"/></endEvent>
<sequenceFlow id="f1" sourceRef="i" targetRef="bad"/></subProcess><endEvent id="done"/>
<boundaryEvent id="b" attachedToRef="sub"><errorEventDefinition errorRef="{caught}"/></boundaryEvent>
<endEvent id="caught"/><sequenceFlow id="f2" sourceRef="s" targetRef="sub"/>
<sequenceFlow id="f3" sourceRef="sub" targetRef="done"/><sequenceFlow id="f4" sourceRef="b" targetRef="caught"/>
</process>"""
    return File("p", f"{HEADER}{body}</definitions>".encode())


@pytest.mark.parametrize(
    ("one", "other", "caught"),
    [
        ('name="Failed" errorCode="A"', 'name="Failed" errorCode="B"', False),
        ('name="One" errorCode="A"', 'name="Two" errorCode="A"', True),
        ('name="Failed"', 'name="Failed"', True),
        ('name="Failed" errorCode=""', 'name="Other" errorCode=""', False),
        ('errorCode="Failed"', 'name="Failed"', True),
        ('name="Failed"', 'name="Failed" errorCode="A"', False),
    ],
)
def test_two_declarations_are_one_error_when_their_codes_say_so(play, one, other, caught):
    declared = f'<error id="e1" {one}/><error id="e2" {other}/>'
    case = play(thrown_inside("e1", "e2", declared=declared))
    assert (case.ends, case.status) == ((["bad", "caught"], "completed") if caught else ([], "incident"))


def test_an_error_is_the_same_as_itself_with_a_code_or_without(play):
    for marks in ('name="Failed"', 'errorCode="A"', ""):
        case = play(thrown_inside("e1", "e1", declared=f'<error id="e1" {marks}/>'))
        assert case.ends == ["bad", "caught"]


def test_errors_of_two_files_are_told_apart_by_code_though_their_ids_agree(play):
    outer = a_process().start().call("call", "inner").end("done").on("call", "b", error="A").end("caught")
    called = a_process("inner").start("i").error_end("bad", "B").text().replace("error-B", "error-A")
    case = play(outer, called=(File("inner", called.encode()),))
    assert (case.status, case.result.incident.element) == ("incident", "bad")


def test_the_nearest_catch_wins_and_on_one_activity_the_exact_one(play):
    builder = (
        a_process().start().sub("outer").start("o").sub("inner").start("i").service_task("work").end("ie").end_sub()
        .end("oe").on("inner", "all", error="").end("all-end").end_sub().end("done")
        .on("outer", "exact", error="BAD").end("exact-end")
    )  # fmt: skip
    assert play(builder).fail("work", "BAD").ends == ["all-end", "done"], "near before exact"
    builder = (
        a_process().start().service_task("work").end("done").on("work", "all", error="").end("all-end")
        .on("work", "exact", error="BAD").end("exact-end")
    )  # fmt: skip
    assert play(builder).fail("work", "BAD").ends == ["exact-end"]
    assert play(builder).fail("work", "OTHER").ends == ["all-end"]


def test_an_escalation_passes_levels_that_do_not_name_it(play):
    builder = (
        a_process().start().sub("a").start("s1").sub("b").start("s2").sub("c").start("s3")
        .throw("escalation", "raise", "LATE").user_task("work").end("e3").end_sub().end("e2")
        .on("c", "other", escalation="OTHER", interrupting=False).end("other-end").end_sub().end("e1").end_sub()
        .end("done").on("a", "told", escalation="LATE", interrupting=False).user_task("chief").end("told-end")
    )  # fmt: skip
    case = play(builder)
    assert case.waiting == ["chief", "work"]
    assert case.complete("work").waiting == ["chief"]
    assert sorted(case.ends) == ["done", "e1", "e2", "e3"]
