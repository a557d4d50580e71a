"""Files of Camunda 7 and 8: what they say is carried into the model, or told."""

import pytest

from app import feel
from app.procedures.bpmn import read_bpmn
from app.procedures.bpmn.juel import Untranslatable, feel_of
from tests.builders.bpmn import HEADER

NAMES = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
NAMES += 'xmlns:first="http://activiti.org/bpmn" xmlns:flowable="http://flowable.org/bpmn" '
NAMES += 'xmlns:spiff="http://spiffworkflow.org/bpmn/schema/1.0/core" '


def read(task: str):
    """Read a process in which `task`, of the id t, stands between the start and the end."""
    body = f"""<process id="p" isExecutable="true"><startEvent id="s"/>{task}<endEvent id="e"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/></process>"""
    header = HEADER.replace("<definitions ", f"<definitions {NAMES}")
    return read_bpmn(f"{header}{body}</definitions>".encode(), file="vendor.bpmn")


def holding(kind: str, extensions: str, marks: str = "") -> str:
    return f'<{kind} id="t" {marks}><extensionElements>{extensions}</extensionElements></{kind}>'


@pytest.mark.parametrize(
    ("written", "feel_text"),
    [
        ("${amount > 1000}", "amount > 1000"),
        ("${var}", "var"),
        ("#{a == 'x' && !b}", 'a = "x" and (b != true)'),
        ("${a eq 5 or not (b lt 3)}", "a = 5 or ((b < 3) != true)"),
        ("${ok ? 'yes' : \"no\"}", 'if ok then "yes" else "no"'),
        ("${order.lines[0].price * 2 - -1}", "order.lines[1].price * 2 - -1"),
        ("${x == null}", "x = null"),
        ("${now()}", "now()"),
        ("${'it\\'s'}", '"it\'s"'),
        ("Dear ${name}", '"Dear " + (if name = null then "" else string(name))'),
    ],
)
def test_simple_expressions_of_camunda_7_are_written_in_feel(written, feel_text):
    assert feel_of(written) == feel_text
    feel.check(feel_text)


@pytest.mark.parametrize(
    "written",
    [
        "${bean.method()}", "${empty list}", "${execution.id}", "${a % 2}", "${a['k']}", "${}", "${a +}", "${a b}",
        "${a", "${{a}}", "#{a ? b}", f"${{{'(' * 5000}a{')' * 5000}}}", f"${{{'!' * 5000}a}}", "${a; b}",
    ],
)  # fmt: skip
def test_what_feel_cannot_say_is_a_finding_that_shows_it(written):
    with pytest.raises(Untranslatable):
        feel_of(written)
    condition = written.replace("<", "&lt;")
    model = read(
        '<exclusiveGateway id="t" default="f2"/><endEvent id="e3"/><sequenceFlow id="f3" sourceRef="t" targetRef="e3">'
        f"<conditionExpression>{condition}</conditionExpression></sequenceFlow>"
    )
    (finding,) = [finding for finding in model.findings if finding.severity == "error"]
    assert (finding.rule, finding.element) == ("invalid-expression", "f3")
    assert "write it in FEEL" in finding.message


def test_mappings_of_camunda_7_may_be_lists_maps_and_texts_with_expressions():
    inputs = read(
        holding(
            "serviceTask",
            """<camunda:inputOutput><camunda:inputParameter name="plain">Rabat</camunda:inputParameter>
<camunda:inputParameter name="text">n° ${number}</camunda:inputParameter>
<camunda:inputParameter name="all"><camunda:list><camunda:value>${a}</camunda:value>
<camunda:value>b</camunda:value></camunda:list></camunda:inputParameter>
<camunda:inputParameter name="by"><camunda:map><camunda:entry key="k">${v}</camunda:entry></camunda:map>
</camunda:inputParameter></camunda:inputOutput>""",
            'camunda:topic="pay"',
        )
    )
    assert dict(inputs.elements["t"].inputs) == {
        "plain": "Rabat",
        "text": '="n° " + (if number = null then "" else string(number))',
        "all": '=[a, "b"]',
        "by": '={"k": v}',
    }
    assert list(inputs.findings) == []


@pytest.mark.parametrize(
    ("extensions", "marks", "crossing"),
    [
        ('<zeebe:calledElement processId="o"/>', "", (True, True)),
        ('<zeebe:calledElement processId="o" propagateAllChildVariables="false"/>', "", (True, False)),
        ('<zeebe:calledElement processId="o" propagateAllParentVariables="false"/>', "", (False, True)),
        ('<camunda:in variables="all"/>', 'calledElement="o"', (True, False)),
        ('<camunda:out variables="all"/>', 'calledElement="o"', (False, True)),
        ("", 'calledElement="o"', (False, False)),
    ],
)
def test_all_variables_cross_into_a_called_process_as_its_product_says(extensions, marks, crossing):
    called = read(holding("callActivity", extensions, marks)).elements["t"].called
    assert (called.process, called.all_inwards, called.all_outwards) == ("o", *crossing)


def test_the_repetitions_of_each_product_name_list_item_and_output():
    written = (
        '<multiInstanceLoopCharacteristics><loopDataInputRef>xs</loopDataInputRef><inputDataItem name="x"/>'
        "</multiInstanceLoopCharacteristics>",
        '<multiInstanceLoopCharacteristics camunda:collection="${xs}" camunda:elementVariable="x"/>',
        '<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=xs" '
        'inputElement="x" outputCollection="ys" outputElement="=y"/></extensionElements>'
        "</multiInstanceLoopCharacteristics>",
    )
    found = [read(f'<userTask id="t">{one}</userTask>').elements["t"].multi_instance for one in written]
    assert [(one.collection.lstrip("="), one.item) for one in found] == [("xs", "x")] * 3
    assert (found[2].output_collection, found[2].output_item) == ("ys", "=y")


@pytest.mark.parametrize(
    ("task", "field", "value"),
    [
        (holding("userTask", '<zeebe:assignmentDefinition candidateGroups="=[&quot;chief&quot;]"/>'), "role", "chief"),
        (holding("userTask", '<zeebe:assignmentDefinition candidateGroups="=groups"/>'), "role", None),
        (holding("userTask", '<zeebe:formDefinition externalReference="f8"/>'), "form", "f8"),
        (holding("userTask", "", 'camunda:candidateGroups="${group}"'), "role", None),
        (holding("serviceTask", '<zeebe:taskDefinition type="pay"/>'), "operation", "pay"),
        (holding("scriptTask", '<zeebe:script expression="=a" resultVariable="b"/>'), "result", "b"),
        (holding("sendTask", '<zeebe:publishMessage correlationKey="=k"/>'), "correlation", "=k"),
    ],
)
def test_the_fields_of_camunda_8_are_carried(task, field, value):
    model = read(task)
    assert getattr(model.elements["t"], field) == value
    assert [finding for finding in model.findings if finding.severity == "error"] == []


@pytest.mark.parametrize("name", ["correlation", "waits", "status", "role", "operation", "target"])
def test_what_the_platform_itself_writes_is_carried_without_a_word(name):
    model = read(holding("sendTask", "", f'mastara:{name}="P5D"'))
    assert getattr(model.elements["t"], name) == "P5D"
    assert model.findings == ()


@pytest.mark.parametrize(
    ("task", "name"),
    [
        (holding("userTask", "", 'camunda:assignee="kermit"'), "assignee"),
        (holding("serviceTask", "", 'camunda:class="org.Pay"'), "class"),
        (holding("serviceTask", "", 'camunda:topic="a" camunda:asyncBefore="true"'), "asyncBefore"),
        (holding("userTask", '<camunda:taskListener class="org.L" event="create"/>'), "taskListener"),
        (holding("userTask", '<zeebe:taskListeners><zeebe:taskListener/></zeebe:taskListeners>'), "taskListeners"),
        (holding("userTask", '<zeebe:properties><zeebe:property name="a"/></zeebe:properties>'), "properties"),
        (holding("userTask", '<zeebe:taskSchedule dueDate="=d"/>'), "taskSchedule"),
        (holding("callActivity", '<zeebe:calledElement processId="o"/><zeebe:versionTag value="v1"/>'), "versionTag"),
        (holding("userTask", "", 'mastara:rolle="clerk"'), "rolle"),
        (holding("userTask", "<camunda:wonder/>"), "wonder"),
        (holding("userTask", "", 'first:assignee="kermit"'), "assignee"),
        (holding("userTask", "", 'flowable:formKey="ask"'), "formKey"),
        (holding("serviceTask", '<spiff:serviceTaskOperator id="http/Get"/>'), "serviceTaskOperator"),
    ],
)  # fmt: skip
def test_what_is_left_aside_is_told_with_its_element_and_line(task, name):
    (finding,) = [one for one in read(task).findings if one.rule == "extension-left-aside"]
    assert (finding.severity, finding.element, bool(finding.line)) == ("warning", "t", True)
    assert f"“{name}”" in finding.message


def test_extensions_of_camunda_7_are_read_under_their_first_name_too():
    mapped = '<{0}:inputOutput><{0}:inputParameter name="a">${{b}}</{0}:inputParameter></{0}:inputOutput>'
    repeated = '<multiInstanceLoopCharacteristics {0}:collection="flights" {0}:elementVariable="flight"/>'
    written = f"{mapped}</extensionElements>{repeated}<extensionElements>"
    first, later = (
        read(holding("userTask", written.format(name), f'{name}:candidateGroups="clerk"'))
        for name in ("first", "camunda")
    )
    assert first.elements["t"] == later.elements["t"]
    assert (first.elements["t"].role, first.findings) == ("clerk", ())


@pytest.mark.parametrize(
    "task",
    [
        holding(
            "userTask",
            '<camunda:inputOutput><camunda:inputParameter name="a"><camunda:script scriptFormat="groovy"/>'
            "</camunda:inputParameter></camunda:inputOutput>",
        ),
        holding("callActivity", "", 'calledElement="o" camunda:variableMappingClass="org.Map"'),
        holding("userTask", "<spiff:preScript>a = 1</spiff:preScript>"),
    ],
)
def test_what_would_run_wrongly_without_java_is_an_error(task):
    (finding,) = [one for one in read(task).findings if one.severity == "error"]
    assert (finding.rule, finding.element, bool(finding.line)) == ("unsupported-extension", "t", True)


def test_cron_is_told_from_iso_with_the_rewrite():
    timer = "<timerEventDefinition><timeCycle>0 0/5 * * * ?</timeCycle></timerEventDefinition>"
    (finding,) = read(f'<intermediateCatchEvent id="t">{timer}</intermediateCatchEvent>').findings
    assert (finding.rule, finding.element) == ("invalid-timer", "t")
    assert "R/PT5M" in finding.message


@pytest.mark.parametrize(
    ("written", "read_as"),
    [('=cycle(3, duration("PT1H"))', "R3/PT1H"), ('= cycle(duration("P1D"))', "R/P1D"), ("R2/PT5M", "R2/PT5M")],
)
def test_the_repetition_of_camunda_8_is_an_iso_repetition(written, read_as):
    timer = f"<timerEventDefinition><timeCycle>{written}</timeCycle></timerEventDefinition>"
    model = read(f'<intermediateCatchEvent id="t">{timer}</intermediateCatchEvent>')
    assert (model.elements["t"].event.expression, list(model.findings)) == (read_as, [])
