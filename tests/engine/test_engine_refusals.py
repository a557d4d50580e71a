"""What cannot be run rightly is refused before a case exists; what is refused names its element, name and line."""

import ast
import importlib.metadata
import re
from pathlib import Path

import pytest

from app.engine import DefinitionRefused, StepResult, compile_definition
from app.engine.spiff import VERIFIED_VERSION
from app.procedures.bpmn import read_bpmn
from tests.builders.bpmn import a_process
from tests.engine.playing import Play

REWRITE = re.compile(r"(: [a-z]|\. Correct )\w+ .*\.$|FEEL")
EVENT_INSIDE = (
    '<startEvent id="w"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></startEvent>'
    '<endEvent id="we"/><sequenceFlow id="wf" sourceRef="w" targetRef="we"/>'
)

REFUSED = {
    "complex gateway": (a_process().start().node("complexGateway", "odd").end(), "odd", "unsupported-element"),
    "cancel end outside of a transaction": (
        a_process().start().node("endEvent", "odd", "<cancelEventDefinition/>"),
        "odd",
        "unsupported-event",
    ),
    "cancel end that no border catches": (
        a_process()
        .start()
        .node(
            "transaction",
            "sub",
            '<startEvent id="i"/><endEvent id="odd"><cancelEventDefinition/></endEvent>'
            '<sequenceFlow id="x" sourceRef="i" targetRef="odd"/>',
        )
        .end(),
        "odd",
        "unsupported-event",
    ),
    "ad-hoc sub-process": (
        a_process().start().node("adHocSubProcess", "odd", '<task id="t2"/>').end(),
        "odd",
        "unsupported-element",
    ),
    "event sub-process in the flow": (
        a_process().start().node("subProcess", "odd", EVENT_INSIDE, plain={"triggeredByEvent": "true"}).end(),
        "odd",
        "event-sub-process-shape",
    ),
    "event sub-process without an event": (
        a_process()
        .start()
        .end()
        .raw(
            '<subProcess id="odd" triggeredByEvent="true"><startEvent id="w"/><endEvent id="we"/>'
            '<sequenceFlow id="wf" sourceRef="w" targetRef="we"/></subProcess>'
        ),
        "w",
        "unsupported-event",
    ),
    "cancel event": (
        a_process()
        .start()
        .user_task("t")
        .end()
        .raw('<boundaryEvent id="odd" attachedToRef="t"><cancelEventDefinition/></boundaryEvent>'),
        "odd",
        "unsupported-event",
    ),
    "several events in one": (
        a_process()
        .start()
        .node("intermediateCatchEvent", "odd", "<timerEventDefinition/><messageEventDefinition/>")
        .end(),
        "odd",
        "unsupported-event",
    ),
    "receive task that starts the process": (
        a_process().node("receiveTask", "odd", plain={"instantiate": "true"}).end(),
        "odd",
        "unsupported-element",
    ),
    "event gateway that starts the process": (
        a_process().node("eventBasedGateway", "odd", plain={"instantiate": "true"}).message("m", "paid").end(),
        "odd",
        "unsupported-element",
    ),
    "timer that starts a plain sub-process": (
        a_process().start().node("subProcess", "sub", EVENT_INSIDE.replace('"w"', '"odd"')).end(),
        "odd",
        "unsupported-event",
    ),
    "compensation event without a handler": (
        a_process()
        .start()
        .user_task("t")
        .end()
        .raw('<boundaryEvent id="odd" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>'),
        "odd",
        "compensation-shape",
    ),
    "handler without a compensation event": (
        a_process().start().end().raw('<task id="odd" isForCompensation="true"/>'),
        "odd",
        "compensation-shape",
    ),
    "compensation of what is elsewhere": (
        a_process().start().node("endEvent", "odd", '<compensateEventDefinition activityRef="gone"/>'),
        "odd",
        "compensation-shape",
    ),
    "event sub-process for compensation": (
        a_process()
        .start()
        .end()
        .raw(
            '<subProcess id="aside" triggeredByEvent="true"><startEvent id="odd"><compensateEventDefinition/>'
            '</startEvent><endEvent id="we"/><sequenceFlow id="wf" sourceRef="odd" targetRef="we"/></subProcess>'
        ),
        "odd",
        "unsupported-event",
    ),
    "conditional event without a condition": (
        a_process().start().node("intermediateCatchEvent", "odd", "<conditionalEventDefinition/>").end(),
        "odd",
        "missing-condition",
    ),
    "condition that starts a process": (
        a_process()
        .node(
            "startEvent",
            "odd",
            "<conditionalEventDefinition><condition>a</condition></conditionalEventDefinition>",
        )
        .end(),
        "odd",
        "unsupported-event",
    ),
    "error that does not interrupt": (
        a_process().start().service_task("s").end().on("s", "odd", error="E", interrupting=False).end("e2"),
        "odd",
        "error-without-interruption",
    ),
    "script in another language": (
        a_process()
        .start()
        .node("scriptTask", "odd", "<script>import os</script>", plain={"scriptFormat": "python"})
        .end(),
        "odd",
        "unsupported-script",
    ),
    "python in a script": (
        a_process().start().script("odd", "__import__('os').system('id')").end(),
        "odd",
        "invalid-expression",
    ),
    "python in a condition": (
        a_process().start().xor("x").when("().__class__.__bases__[0]").end("e1").at("x").otherwise().end("e2"),
        "flow-2",
        "invalid-expression",
    ),
    "decision missing": (a_process().start().node("businessRuleTask", "odd").end(), "odd", "missing-decision"),
    "decision that is computed": (a_process().start().decision("odd", "${table}").end(), "odd", "missing-decision"),
    "event gateway before a task": (
        a_process().start().event_gateway("odd").user_task("t").end(),
        "odd",
        "event-gateway-target",
    ),
    "link without target": (
        a_process().start().link_throw("odd", "nowhere").at("start").end(),
        "odd",
        "link-without-target",
    ),
    "unknown process called": (a_process().start().call("odd", "nobody").end(), "odd", "missing-called-process"),
    "process that calls itself": (a_process("me").start().call("odd", "me").end(), "odd", "call-circle"),
    "endless loop": (a_process().start().looped("userTask", "odd").end(), "odd", "endless-loop"),
    "repetition without a list": (
        a_process().start().repeated("userTask", "odd").end(),
        "odd",
        "repetition-without-list",
    ),
    "read-only name": (a_process().start().service_task("odd", result="case").end(), "odd", "reserved-name"),
    "read-only name in a script": (
        a_process().start().script("odd", "if a then {b: 1} else {case: 2}").end(),
        "odd",
        "reserved-name",
    ),
    "read-only item": (
        a_process().start().repeated("userTask", "odd", collection="=people", item="case").end(),
        "odd",
        "reserved-name",
    ),
    "read-only collection": (
        a_process().start().repeated("userTask", "odd", cardinality="2", output_collection="=parameters").end(),
        "odd",
        "reserved-name",
    ),
    "dangling default": (
        a_process().start().raw('<exclusiveGateway id="odd" default="gone"/>').to("odd").at("odd").end(),
        "odd",
        "dangling-default",
    ),
    "negative timer": (a_process().start().timer("odd", "-PT1H").end(), "odd", "invalid-timer"),
    "endless timer": (a_process().start().timer("odd", "P99999999M").end(), "odd", "invalid-timer"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_run_rightly_is_refused_with_its_element_and_line(name):
    builder, element, rule = REFUSED[name]
    with pytest.raises(DefinitionRefused) as refused:
        compile_definition(read_bpmn(builder.xml(), file="odd.bpmn"))
    found = [finding for finding in refused.value.findings if finding.rule == rule]
    assert [finding.element for finding in found] == [element]
    assert found[0].line and found[0].line > 1
    assert f"“{element}”" in found[0].message, "the message names the element"
    assert REWRITE.search(found[0].message), "the message offers a way out"


def test_processes_that_call_each_other_are_refused():
    first = a_process("one").start().call("c1", "two").end()
    second = read_bpmn(a_process("two").start().call("c2", "one").end().xml(), file="two.bpmn")
    with pytest.raises(DefinitionRefused) as refused:
        compile_definition(read_bpmn(first.xml(), file="one.bpmn"), called={"two": second})
    assert refused.value.findings[0].rule == "call-circle"


def test_a_definition_is_compiled_once_and_shared():
    content = a_process().start().user_task("one").end().xml()
    first = compile_definition(read_bpmn(content, file="same.bpmn"))
    assert compile_definition(read_bpmn(content, file="same.bpmn")) is first


def test_a_definition_is_never_changed_by_running_it():
    def shape(spec):
        return {
            name: (tuple(node._inputs), tuple(node._outputs), dict(node.data)) for name, node in spec.task_specs.items()
        }

    case = Play(a_process().start().user_task("one").on("one", "late", timer="P1D").end("x").at("one").end())
    definition = case.definition
    before = shape(definition.spec)
    case.advance(days=2)
    assert shape(definition.spec) == before


def test_nothing_of_the_library_leaves_the_engine():
    case = Play(a_process().start().user_task("one").end())
    for name, value in vars(case.result).items():
        assert not type(value).__module__.startswith("SpiffWorkflow"), name
    assert isinstance(case.result, StepResult)
    assert isinstance(case.result.state, bytes)


def test_only_one_module_of_the_engine_imports_the_library():
    importers = []
    for path in Path("app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.startswith("SpiffWorkflow") for name in names):
                importers.append(path.as_posix())
    assert set(importers) == {"app/engine/spiff.py"}


def test_the_library_is_the_version_that_was_verified():
    installed = importlib.metadata.version("SpiffWorkflow")
    assert installed == VERIFIED_VERSION, (
        f"SpiffWorkflow {installed} is installed, {VERIFIED_VERSION} was verified: read its changes to Task, "
        "TaskSpec._run, TaskSpec._on_complete, Workflow and BpmnSubWorkflow, run the engine tests, then change "
        "VERIFIED_VERSION."
    )


def test_a_process_that_nests_too_deeply_is_stopped_with_an_incident():
    builder = a_process().start()
    for level in range(12):
        builder.sub(f"s{level}").start(f"i{level}")
    for level in reversed(range(12)):
        builder.end(f"e{level}").end_sub()
    case = Play(builder.end())
    assert (case.status, case.result.incident.code) == ("incident", "too-deep")
