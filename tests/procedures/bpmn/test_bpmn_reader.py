"""The reader: what a file says reaches the neutral model, from our attributes and from Camunda's."""

import pytest

from app.procedures.bpmn import BpmnRefused, localised_diagram, read_bpmn, split_names
from app.procedures.xml import XmlRefused, parse_xml
from tests.builders.bpmn import a_process


def read(builder):
    return read_bpmn(builder.xml(), file="test.bpmn")


def test_our_attributes_reach_the_element():
    model = read(
        a_process("permit", name="Permis\nرخصة")
        .start()
        .service_task(
            "pay", "payment.request", inputs={"amount": "=fee"}, result="payment", status="awaiting", name="Payer\nأداء"
        )
        .user_task("sign", role="officier_ec", form="signature", target="watiqa.sign")
        .end("done", outcome="delivered")
    )
    assert (model.process.id, dict(model.process.names)) == ("permit", {"fr": "Permis", "ar": "رخصة"})
    pay, sign = model.elements["pay"], model.elements["sign"]
    assert (pay.operation, dict(pay.inputs), pay.result, pay.status) == (
        "payment.request",
        {"amount": "=fee"},
        "payment",
        "awaiting",
    )
    assert dict(pay.names) == {"fr": "Payer", "ar": "أداء"}
    assert (sign.role, sign.form, sign.target) == ("officier_ec", "signature", "watiqa.sign")
    assert model.elements["done"].outcome == "delivered"
    assert model.findings == ()


def test_a_lane_gives_its_role_to_what_stands_in_it_and_inside():
    model = read(
        a_process()
        .raw('<laneSet id="ls"><lane id="agent_ec"><flowNodeRef>inside</flowNodeRef></lane></laneSet>')
        .start()
        .sub("inside")
        .start("in")
        .user_task("check")
        .end("e")
        .end_sub()
        .end()
    )
    assert (model.elements["check"].lane, model.elements["check"].role) == ("agent_ec", "agent_ec")
    assert model.elements["check"].parent == "inside"
    assert model.elements["start"].role is None


CAMUNDA = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
<message id="m" name="paid"><extensionElements>
  <zeebe:subscription correlationKey="=reference"/></extensionElements></message>
<process id="p" isExecutable="true"><startEvent id="s"/><endEvent id="e"/>
<userTask id="c7" camunda:formKey="review" camunda:candidateGroups="agents,chiefs"/>
<userTask id="c8"><extensionElements><zeebe:formDefinition formId="review8"/>
  <zeebe:assignmentDefinition candidateGroups="agents8"/></extensionElements></userTask>
<serviceTask id="job7" camunda:topic="pay7"/>
<serviceTask id="job8"><extensionElements><zeebe:taskDefinition type="pay8"/><zeebe:ioMapping>
  <zeebe:input source="=total" target="amount"/><zeebe:output source="=ref" target="reference"/></zeebe:ioMapping>
</extensionElements></serviceTask>
<businessRuleTask id="rule7" camunda:decisionRef="fee" camunda:resultVariable="price"/>
<businessRuleTask id="rule8"><extensionElements><zeebe:calledDecision decisionId="fee8" resultVariable="price8"/>
</extensionElements></businessRuleTask>
<callActivity id="call7" calledElement="other"><extensionElements><camunda:in source="a" target="b"/>
  <camunda:out sourceExpression="${c}" target="d"/></extensionElements></callActivity>
<userTask id="many">
  <multiInstanceLoopCharacteristics camunda:collection="${list}" camunda:elementVariable="x"/></userTask>
<receiveTask id="wait" messageRef="m"/>
<sequenceFlow id="f0" sourceRef="s" targetRef="c7"/><sequenceFlow id="f1" sourceRef="c7" targetRef="c8"/>
<sequenceFlow id="f2" sourceRef="c8" targetRef="job7"/><sequenceFlow id="f3" sourceRef="job7" targetRef="job8"/>
<sequenceFlow id="f4" sourceRef="job8" targetRef="rule7"/><sequenceFlow id="f5" sourceRef="rule7" targetRef="rule8"/>
<sequenceFlow id="f6" sourceRef="rule8" targetRef="call7"/><sequenceFlow id="f7" sourceRef="call7" targetRef="many"/>
<sequenceFlow id="f8" sourceRef="many" targetRef="wait"/>
<sequenceFlow id="f9" sourceRef="wait" targetRef="e">
  <conditionExpression>${amount == 5 &amp;&amp; kind == 'a'}</conditionExpression>
</sequenceFlow></process></definitions>"""


def test_camundas_simple_equivalents_reach_the_same_fields():
    model = read_bpmn(CAMUNDA.encode(), file="camunda.bpmn")
    elements = model.elements
    assert [finding for finding in model.findings if finding.severity == "error"] == []
    assert (elements["c7"].form, elements["c7"].role) == ("review", "agents")
    assert (elements["c8"].form, elements["c8"].role) == ("review8", "agents8")
    assert (elements["job7"].operation, elements["job8"].operation) == ("pay7", "pay8")
    assert (dict(elements["job8"].inputs), dict(elements["job8"].outputs)) == (
        {"amount": "=total"},
        {"reference": "=ref"},
    )
    assert (elements["rule7"].decision, elements["rule7"].result) == ("fee", "price")
    assert (elements["rule8"].decision, elements["rule8"].result) == ("fee8", "price8")
    called = elements["call7"].called
    assert (called.process, dict(called.inputs), dict(called.outputs)) == ("other", {"b": "=a"}, {"d": "=c"})
    assert (elements["many"].multi_instance.collection, elements["many"].multi_instance.item) == ("=list", "x")
    assert (elements["wait"].message, elements["wait"].correlation) == ("paid", "=reference")
    assert model.flows["f9"].condition == '=amount = 5 and kind = "a"'


def test_no_element_is_dropped_silently():
    model = read(a_process().start().end().raw('<choreographyTask id="dance"/>'))
    assert [(finding.rule, finding.element) for finding in model.findings] == [("unsupported-element", "dance")]


FAULTS = {
    "dangling-flow": (a_process().start().to("nowhere").at("start").end(), "flow-1"),
    "flow-crosses-border": (
        a_process()
        .start()
        .sub("inside")
        .start("in")
        .end("e")
        .raw('<sequenceFlow id="x" sourceRef="in" targetRef="end"/>')
        .end_sub()
        .end(),
        "x",
    ),
    "boundary-without-host": (a_process().start().end().on("gone", "border", timer="P1D").end("e2"), "border"),
    "two-start-events": (a_process().start().end().at(None).start("again").end("e2"), "again"),
    "unreachable-node": (a_process().start().end().at(None).task("lost").end("e2"), "lost"),
    "no-end-event": (a_process("open").start().user_task("t"), "open"),
    "no-start-event": (a_process("headless").task("t").end(), "headless"),
    "duplicate-id": (a_process().start().task("twice").end().at(None).raw('<task id="twice"/>'), "twice"),
    "dangling-default": (
        a_process().start().raw('<exclusiveGateway id="g" default="flow-1"/>').to("g").at("g").end(),
        "g",
    ),
    "flow-without-condition": (
        a_process().start().xor("g").when("a").end("e1").at("g").end("e2").at("g").otherwise().end("e3"),
        "flow-3",
    ),
    "gateway-without-exit": (a_process().start().parallel("g").at("start").end(), "g"),
    "invalid-expression": (a_process().start().xor("g").when("a +").end("e1").at("g").otherwise().end("e2"), "flow-2"),
    "invalid-timer": (a_process().start().timer("pause", "P1").end(), "pause"),
    "flow-into-start": (a_process().start().task("t").to("start").at("t").end(), "start"),
}


@pytest.mark.parametrize("rule", FAULTS)
def test_each_structural_fault_is_found_with_its_element_and_line(rule):
    builder, element = FAULTS[rule]
    found = [finding for finding in read(builder).findings if finding.rule == rule]
    assert element in [finding.element for finding in found]
    assert all(finding.severity == "error" and finding.line for finding in found)
    assert all("Expected" in finding.message and "found" in finding.message for finding in found)


def test_a_single_bare_flow_is_taken_as_the_default_with_a_warning():
    model = read(a_process().start().xor("g").when("a").end("e1").at("g").end("e2"))
    assert [(finding.rule, finding.severity) for finding in model.findings] == [("flow-without-condition", "warning")]


def test_names_are_split_by_line_and_by_script():
    assert split_names("Payer\nأداء") == {"fr": "Payer", "ar": "أداء"}
    assert split_names("أداء\nPayer") == {"fr": "Payer", "ar": "أداء"}
    assert split_names("أداء") == {"ar": "أداء"}
    assert split_names("Payer") == {"fr": "Payer"}
    assert split_names("  ") == {}
    assert split_names(None) == {}


def test_a_diagram_is_shown_in_one_language():
    content = a_process(name="Permis\nرخصة").start().user_task("sign", name="Signer\nتوقيع").end().xml()
    french, arabic = localised_diagram(content, "fr").decode(), localised_diagram(content, "ar").decode()
    assert "Signer" in french and "توقيع" not in french
    assert "توقيع" in arabic and "Signer" not in arabic
    assert (
        read_bpmn(french.encode(), file="fr.bpmn").elements.keys() == read_bpmn(content, file="x.bpmn").elements.keys()
    )


def test_what_is_drawn_is_known():
    drawn = (
        '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"><bpmndi:BPMNPlane>'
        '<bpmndi:BPMNShape bpmnElement="start"><Bounds xmlns="http://www.omg.org/spec/DD/20100524/DC" x="1" y="1" '
        'width="36" height="36"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>'
    )
    text = a_process().start().end().text().replace("</definitions>", drawn)
    model = read_bpmn(text.encode(), file="drawn.bpmn")
    assert (model.elements["start"].drawn, model.elements["end"].drawn) == (True, False)


def test_a_file_without_a_process_is_refused():
    with pytest.raises(BpmnRefused) as refused:
        read_bpmn(b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', file="none.bpmn")
    assert refused.value.findings[0].rule == "no-process"


HOSTILE = {
    "doctype": b"<!DOCTYPE a><a/>",
    "doctype in small letters": b"<!doctype a><a/>",
    "entity": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "UTF-16 little": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a []><a/>'.encode("utf-16"),
    "UTF-16 big without mark": "<!DOCTYPE a []><a/>".encode("utf-16-be"),
    "hidden behind an instruction": b"<?x <!-- ?><!DOCTYPE a [<!ENTITY y 'z'>]><a>&y;</a>",
    "undeclared entity": b"<a>&x;</a>",
    "UTF-7": b'<?xml version="1.0" encoding="UTF-7"?><a/>',
    "not XML": b"\x1f\x8b\x08\x00gzip",
    "empty": b"  ",
    "broken": b"<a><b></a>",
    "deep": b"<a>" * 250 + b"</a>" * 250,
    "inclusion": b'<a><x:include xmlns:x="http://www.w3.org/2001/XInclude" href="b.xml"/></a>',
    "large": b"<a>" + b" " * (5 * 1024 * 1024) + b"</a>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused_with_its_file(name):
    with pytest.raises(XmlRefused) as refused:
        parse_xml(HOSTILE[name], file="evil.bpmn")
    assert "evil.bpmn" in str(refused.value)


def test_the_line_of_a_broken_file_is_told():
    with pytest.raises(XmlRefused) as refused:
        parse_xml(b"<a>\n<b>\n</a>", file="broken.bpmn")
    assert refused.value.line == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_usual_encodings_are_read(encoding):
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    root = parse_xml(f'<?xml version="1.0" encoding="{declared}"?><a n="é"/>'.encode(encoding), file="a.bpmn")
    assert root.get("n") == "é"


def test_a_comment_may_speak_of_doctypes():
    assert parse_xml(b"<!-- <!DOCTYPE a> --><a/>", file="a.bpmn").tag == "a"


def test_a_finding_quotes_no_more_of_a_long_expression_than_a_person_reads():
    long = a_process().start().xor("g").when("1" + "+1" * 30_000).end("e1").at("g").otherwise().end("e2")
    model = read_bpmn(long.xml(), file="long.bpmn")
    (finding,) = [one for one in model.findings if one.rule == "invalid-expression"]
    assert len(finding.message) < 600
