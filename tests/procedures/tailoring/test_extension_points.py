"""A commune plugs its own steps into an extension point, within what communes may draw."""

from typing import Any

import pytest

from app.deployments import prepare
from app.linting import lint
from app.procedures import ProcedurePackage
from app.procedures.bpmn import read_bpmn
from app.procedures.tailoring import Base, read_overlay, rebase, resolve, write_overlay
from app.procedures.tailoring.kinds import PlugProcedure
from app.scenarios import read_scenario, run_scenario
from tests.builders.packages import PackageBuilder
from tests.builders.tailoring import POLICY, a_base, an_overlay

NODES = """
<startEvent id="local-begin" name="Début&#10;البداية"/>
<userTask id="local-visit" name="Visiter&#10;الزيارة" mastara:role="archivist" mastara:status="in-review"/>
<endEvent id="local-end" name="Fin&#10;النهاية"/>
<sequenceFlow id="local-to-visit" sourceRef="local-begin" targetRef="local-visit"/>
<sequenceFlow id="local-to-end" sourceRef="local-visit" targetRef="local-end"/>
"""
BOUNDS = '<dc:Bounds x="40" y="40" width="100" height="80"/>'
POINTS = '<di:waypoint x="40" y="80"/><di:waypoint x="140" y="80"/>'
FORM = {
    "type": "default",
    "id": "local-visit",
    "schemaVersion": 19,
    "components": [{"type": "textarea", "id": "local_report", "key": "local_report", "label": "Compte rendu"}],
}
FORM_TEXTS = {
    "fr": {"local-visit": {"title": "Visite"}},
    "ar": {"local-visit": {"title": "الزيارة", "components": {"local_report": {"label": "التقرير"}}}},
}


def diagram(nodes: str = NODES) -> str:
    shapes = "".join(
        f'<bpmndi:BPMNShape id="shape-{one}" bpmnElement="{one}">{BOUNDS}</bpmndi:BPMNShape>'
        for one in ("local-begin", "local-visit", "local-end")
    ) + "".join(
        f'<bpmndi:BPMNEdge id="edge-{one}" bpmnElement="{one}">{POINTS}</bpmndi:BPMNEdge>'
        for one in ("local-to-visit", "local-to-end")
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:mastara="urn:mastara:bpmn:1">
<process id="local-process" isExecutable="true">{nodes}</process>
<bpmndi:BPMNDiagram id="drawing"><bpmndi:BPMNPlane id="plane" bpmnElement="local-process">{shapes}</bpmndi:BPMNPlane>
</bpmndi:BPMNDiagram></definitions>
"""


def plugged(nodes: str = NODES, **changes: Any) -> PlugProcedure:
    texts = {"fr": {"local-visit": {"title": "Visiter", "action": "Rendre compte"}}}
    texts["ar"] = {"local-visit": {"title": "الزيارة", "action": "تقديم التقرير"}}
    said: dict[str, Any] = {"forms": {"local-visit": FORM}, "texts": texts, "form_texts": FORM_TEXTS}
    return PlugProcedure(element="more", diagram=diagram(nodes), **said | changes)


def with_point(builder: PackageBuilder, *, rule: Any = "open") -> None:
    builder.diagram(
        "</process>",
        '<task id="more" name="Visite&#10;زيارة" mastara:extensionPoint="true"/>'
        '<sequenceFlow id="to-more" sourceRef="more" targetRef="is-accepted"/></process>',
    )
    builder.diagram('sourceRef="review" targetRef="is-accepted"', 'sourceRef="review" targetRef="more"')
    builder.diagram("<flowNodeRef>review<", "<flowNodeRef>more</flowNodeRef><flowNodeRef>review<")
    builder.diagram(
        '<bpmndi:BPMNShape id="shape-filed"',
        f'<bpmndi:BPMNShape id="shape-more" bpmnElement="more">{BOUNDS}</bpmndi:BPMNShape><bpmndi:BPMNEdge '
        f'id="edge-to-more" bpmnElement="to-more">{POINTS}</bpmndi:BPMNEdge><bpmndi:BPMNShape id="shape-filed"',
    )
    steps = [{"complete": "review", "answers": {"verdict": "accepted"}}, {"complete": "local-visit", "answers": {}}]
    ends = {"ends": ["local-end", "end-accepted"], "outcome": "accepted", "status": "closed", "waiting": []}
    builder.scenario("plugged", steps=steps, expect=ends)
    builder.manifest(policy=POLICY | {"elements": {"more": rule}})


def messages(base: Base, operation: PlugProcedure) -> list[str]:
    return [one.message for one in resolve(base, an_overlay(operation)).errors]


def test_a_plugged_procedure_runs_in_the_place_of_the_extension_point() -> None:
    base = a_base(with_point)
    result = resolve(base, an_overlay(plugged()))
    assert result.findings == () and result.variant is not None
    package = result.variant.package
    assert [one for one in lint(package) if one.severity == "error"] == []
    assert package.bpmn.elements["more"].kind == "subProcess"
    assert package.bpmn.elements["local-visit"].parent == "more"
    assert package.text("tasks.local-visit.title", "ar") == "الزيارة"
    assert {"local-begin", "local-visit", "local-end", "end-accepted"} <= covered(package, "plugged")


def covered(package: ProcedurePackage, scenario: str) -> frozenset[str]:
    """Run one scenario, which must pass, and return the elements that its case came through."""
    file = f"scenarios/{scenario}.yaml"
    report = run_scenario(prepare(package), read_scenario(package.scenarios[file], file=file))
    assert report.passed, report.differences
    return report.entered


def test_where_nothing_is_plugged_in_the_base_stays_as_it_is() -> None:
    base = a_base(with_point)
    result = resolve(base, None)
    assert result.variant is not None and dict(result.variant.files) == dict(base.files)
    assert "more" in covered(result.variant.package, "accepted")


def test_a_plugged_procedure_is_written_and_read_without_loss() -> None:
    overlay = an_overlay(plugged())
    written = write_overlay(overlay, file="azrou.yaml")
    assert read_overlay(written, file="azrou.yaml") == overlay
    assert '    <process id="local-process"' in written.decode()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("userTask", "serviceTask", "“local-visit” of kind serviceTask"),
        ('mastara:status="in-review"', 'mastara:operation="pay"', "found operation on “local-visit”"),
        ('id="local-end"', 'id="end-accepted"', "“end-accepted”"),
        (
            '<endEvent id="local-end" name="Fin&#10;النهاية"/>',
            '<endEvent id="local-end"><terminateEventDefinition/></endEvent>',
            "kind endEvent",
        ),
        ('<endEvent id="local-end"', '<endEvent id="local-end" mastara:outcome="accepted"', "found outcome"),
        ("<userTask ", '<userTask mastara:extensionPoint="true" ', "found extension_point"),
        ("archivist", "sultan", "“sultan”"),
        (
            '<startEvent id="local-begin"',
            '<startEvent id="local-other"/><startEvent id="local-begin"',
            "one plain start event",
        ),
        ("</", "<", "can be read"),
        ("<startEvent", "<!DOCTYPE x><startEvent", "can be read"),
    ],
)
def test_a_procedure_beyond_what_communes_may_draw_is_refused(old: str, new: str, says: str) -> None:
    assert old in NODES or old == "</"
    nodes = NODES.replace(old, new) if old != "</" else "<startEvent>"
    [message] = messages(a_base(with_point), plugged(nodes))
    assert says in message


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"forms": {}}, "“local-visit” on one side only"),
        ({"forms": {"local-visit": FORM, "review": FORM}}, "“review” on one side only"),
        ({"forms": {"local-visit": FORM | {"components": [{"type": "number", "key": "age"}]}}}, "“age”"),
        ({"texts": {"fr": {"review": {"title": "Non"}}}}, "“review”"),
        ({"form_texts": {"en": {}}}, "found en"),
        ({"element": "review"}, "“review”"),
        ({"element": "gone"}, "“gone”"),
    ],
)
def test_forms_and_texts_of_other_tasks_are_refused(changes: dict[str, Any], says: str) -> None:
    operation = PlugProcedure(**{**plugged().__dict__, **changes})
    [message] = messages(a_base(with_point), operation)
    assert says in message


def test_a_policy_counts_the_steps_that_are_plugged_in() -> None:
    assert messages(a_base(lambda one: with_point(one, rule={"may_add": 1})), plugged()) == []
    [message] = messages(a_base(lambda one: with_point(one, rule="locked")), plugged())
    assert "elements.more, which is locked" in message


def test_a_version_that_takes_a_used_extension_point_away_is_a_conflict() -> None:
    old = a_base(with_point)
    new = a_base(lambda one: one.manifest(version="1.1.0"))
    [conflict] = rebase(old, new, an_overlay(plugged(), base=old)).conflicts
    assert (conflict.reason, conflict.local) == ("gone", plugged())


def test_an_extension_point_is_an_empty_task() -> None:
    base = a_base(
        lambda one: one.diagram('<userTask id="review"', '<userTask mastara:extensionPoint="true" id="review"')
    )
    result = resolve(base, None)
    assert result.variant is not None
    assert [one.element for one in lint(result.variant.package) if one.rule == "extension-point"] == ["review"]
    assert read_bpmn(diagram().encode(), file="local.bpmn").findings == ()
