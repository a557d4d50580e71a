"""Running instances move to another definition, or are refused with the reasons."""

import pytest

from app.engine import Engine, MigrationRefused, compile_definition, propose_elements
from app.procedures.bpmn import read_bpmn
from tests.builders.bpmn import a_process
from tests.engine.playing import Play


def moved(case: Play, builder, elements=None, called=()) -> Play:
    """Move a case that is being played."""
    models = {other.identity: read_bpmn(other.xml(), file=f"{other.identity}.bpmn") for other in called}
    target = compile_definition(read_bpmn(builder.xml(), file="test.bpmn"), called=models)
    result = Engine.migrate(case.definition, case.result.state, case.document, target, case.environment, elements)
    case.sources = (builder.xml(), {other.identity: other.xml() for other in called})
    case._keep(result)
    return case


def obstacles(case: Play, builder, elements=None) -> list[tuple[str, str]]:
    target = compile_definition(read_bpmn(builder.xml(), file="test.bpmn"))
    found = Engine.obstacles(case.definition, case.result.state, target, elements)
    return [(obstacle.element, obstacle.code) for obstacle in found]


def test_a_case_goes_on_in_the_new_diagram_with_its_keys_and_due_moments(play):
    old = a_process().start().user_task("one").end().on("one", "late", timer="P10D").end("e2")
    new = a_process().start().user_task("one").user_task("two").end().on("one", "late", timer="P20D").end("e2")
    case = play(old)
    before = {**case.rows["tasks"], **case.rows["timers"]}
    moved(case, new)
    assert {**case.rows["tasks"], **case.rows["timers"]} == before
    assert case.complete("one").waiting == ["two"]


def test_elements_are_matched_by_id_then_by_name():
    old = compile_definition(read_bpmn(a_process().start().node("userTask", "a", name="Check").end().xml(), file="o"))
    new = compile_definition(read_bpmn(a_process().start().node("userTask", "b", name="Check").end().xml(), file="n"))
    assert propose_elements(old, new) == {"start": "start", "a": "b", "end": "end"}


def test_a_task_that_was_renamed_is_opened_again_under_its_key(play):
    case = play(a_process().start().user_task("old").end())
    key = case.key("tasks", "old")
    moved(case, a_process().start().user_task("new", role="chief").end(), {"old": "new"})
    assert (case.key("tasks", "new"), case.rows["tasks"][key].role) == (key, "chief")
    assert case.complete("new").status == "completed"


def test_what_is_new_on_the_border_begins_to_wait_and_what_was_taken_away_stops(play):
    case = play(a_process().start().user_task("one").end().on("one", "late", timer="P10D").end("e2"))
    new = a_process().start().user_task("one").end().on("one", "asked", message="stop").end("e3")
    moved(case, new)
    assert (case.timers, case.waiting) == ([], ["asked", "one"])


def test_a_case_inside_a_sub_process_moves_with_it(play):
    def builder(inner: str):
        return a_process().start().sub("s").start("in").user_task(inner).end("e1").end_sub().user_task("after").end()

    case = moved(play(builder("a")), builder("b"), {"a": "b"})
    assert case.complete("b").waiting == ["after"]


def test_a_token_at_a_join_keeps_the_arrow_it_came_by(play):
    def builder(extra: bool):
        process = a_process().start().parallel("fork").user_task("a").to("join").at("fork").user_task("b")
        process = process.user_task("c") if extra else process
        return process.to("join").at("fork").raw('<parallelGateway id="join"/>').at("join").user_task("after").end()

    case = moved(play(builder(False)).complete("a"), builder(True))
    assert case.complete("b").waiting == ["c"]
    assert case.complete("c").waiting == ["after"]


def test_the_dry_run_tells_each_reason_and_the_move_is_refused(play):
    case = play(
        a_process().start().parallel("fork").user_task("gone").end("e1").at("fork").user_task("other").end("e2")
    )
    new = a_process().start().parallel("fork").task("x").end("e1").at("fork").service_task("other").end("e2")
    found = [("gone", "element-missing"), ("other", "kind-differs")]
    assert obstacles(case, new) == found
    with pytest.raises(MigrationRefused) as refused:
        moved(case, new)
    assert [(one.element, one.code) for one in refused.value.obstacles] == found
    assert case.complete("gone").complete("other").status == "completed", "the case itself is untouched"


def test_a_repeated_task_moves_only_to_one_that_repeats_alike(play):
    case = play(a_process().start().repeated("userTask", "many", cardinality="2").end())
    assert obstacles(case, a_process().start().user_task("many").end())[0] == ("many", "repetition-differs")
    more = a_process().start().repeated("userTask", "many", cardinality="9").user_task("after").end()
    assert moved(case, more).complete("many").complete("many").waiting == ["after"]
