"""Overlays that cannot be: names added twice, a procedure inside itself, another base, what a version took away."""

from dataclasses import replace

import pytest

from app.procedures.tailoring import ABSENT, Base, BaseReference, Operation, rebase, resolve
from app.procedures.tailoring.kinds import (
    AddField,
    AddPiece,
    ChangeText,
    MapRole,
    PlugProcedure,
    ReplaceBlock,
    words_of,
)
from tests.builders.packages import PackageBuilder
from tests.builders.tailoring import a_base, an_overlay, change, set_to
from tests.lifecycle.package import SLUG as LIFE_CYCLE
from tests.lifecycle.package import life_cycle_files
from tests.procedures.tailoring.test_extension_points import BOUNDS, NODES, plugged, with_point
from tests.procedures.tailoring.test_resolving import LABEL
from tests.procedures.tailoring.test_roles import FLOWS, opened, overlay_on

PIECE = AddPiece(piece="local-guard", slot="form", title=LABEL, note=LABEL, legal_ref="law-1-00 a.1")


def a_field(key: str) -> AddField:
    return AddField(form="request", slot="form", field=key, type="textfield", label=LABEL)


def messages(base: Base, *operations: Operation) -> list[str]:
    return [one.message for one in resolve(base, an_overlay(*operations)).errors]


def open_with_points(builder: PackageBuilder) -> None:
    """Put a second extension point behind the first."""
    with_point(builder)
    builder.diagram(
        '<sequenceFlow id="to-more" sourceRef="more" targetRef="is-accepted"/>',
        '<task id="again" name="Suite&#10;تتمة" mastara:extensionPoint="true"/>'
        '<sequenceFlow id="to-again" sourceRef="more" targetRef="again"/>'
        '<sequenceFlow id="to-more" sourceRef="again" targetRef="is-accepted"/>',
    )
    builder.diagram("<flowNodeRef>more<", "<flowNodeRef>again</flowNodeRef><flowNodeRef>more<")
    builder.diagram(
        '<bpmndi:BPMNShape id="shape-filed"',
        f'<bpmndi:BPMNShape id="shape-again" bpmnElement="again">{BOUNDS}</bpmndi:BPMNShape>'
        '<bpmndi:BPMNShape id="shape-filed"',
    )
    builder.manifest(policy={"default": "open"})


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        (a_field("local_guard"), PIECE, "local_guard"),
        (PIECE, a_field("local_guard"), "local_guard"),
        (plugged(), a_field("local_report"), "local_report"),
    ],
)
def test_two_operations_add_no_name_twice(first: Operation, second: Operation, name: str) -> None:
    base = a_base(open_with_points)
    assert messages(base, first) == messages(base, second) == []
    [message] = messages(base, first, second)
    assert f"found “{name}”, which another operation adds" in message


def test_one_sub_procedure_is_not_plugged_in_twice() -> None:
    base = a_base(open_with_points)
    again = PlugProcedure(**{**plugged().__dict__, "element": "again"})
    assert messages(base, plugged()) == messages(base, again) == []
    [message] = messages(base, plugged(), again)
    assert "which another operation adds" in message


@pytest.mark.parametrize("called", ["library-card", "local-process", "completeness"])
def test_a_sub_procedure_calls_neither_itself_nor_the_procedure_that_holds_it(called: str) -> None:
    nodes = NODES.replace("<userTask ", f'<callActivity calledElement="{called}" ').replace(
        "</userTask", "</callActivity"
    )
    [message] = messages(a_base(with_point), plugged(nodes))
    assert "“local-visit” of kind callActivity" in message


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"procedure": "building-permit"}, "Expected an overlay of “library-card”, found one of “building-permit”"),
        ({"base": BaseReference(version="2.0.0")}, "found one for version 2.0.0: rebase it first"),
        ({"base": BaseReference(version="1.0.0", digest="0" * 64)}, "found one for version 1.0.0: rebase it first"),
    ],
)
def test_an_overlay_for_another_base_is_refused(changes: dict[str, object], says: str) -> None:
    result = resolve(a_base(), replace(an_overlay(set_to("library.card_fee", 300)), **changes))  # type: ignore[arg-type]
    assert result.variant is None
    assert says in result.errors[0].message


def test_one_refused_operation_refuses_the_whole_overlay() -> None:
    result = resolve(a_base(), an_overlay(set_to("library.card_fee", 300), change("fiche.gone", fr="x")))
    assert result.variant is None
    assert [one.element for one in result.errors] == ["operations.1"]


def test_a_text_a_message_or_a_role_that_a_version_took_away_is_a_conflict() -> None:
    old = a_base(lambda one: one.manifest(policy={"default": "open"}))
    new = a_base(
        lambda one: one.manifest(policy={"default": "open"}, version="1.1.0").text("fr", "fiche.summary", None)
    )
    operation = change("fiche.summary", fr="À Azrou.")
    [conflict] = rebase(old, new, an_overlay(operation, base=old)).conflicts
    assert (conflict.reason, conflict.now, conflict.local) == ("gone", ABSENT, "À Azrou.")
    assert isinstance(conflict.operation, ChangeText)


def test_a_block_of_a_document_that_became_the_variants_own_is_the_one_that_is_printed() -> None:
    files = life_cycle_files()
    files[FLOWS] = files[FLOWS].replace(b"DEC, signatory: president", b"DEC, signatory: chef_service")
    path = "processes/_shared/documents/decision.typ"
    files[path] = '#let closing-fr = "Fait."\n#let closing-ar = "حرر."\n'.encode() + files[path]
    base = opened(LIFE_CYCLE, files)
    block = ReplaceBlock(document="decision", block="closing", to=words_of({"fr": "Fait à Azrou."}))
    overlay = replace(
        overlay_on(base, MapRole(role="chef_service", to="dgs")),
        operations=(MapRole(role="chef_service", to="dgs"), block),
    )
    variant = resolve(base, overlay).variant
    assert variant is not None
    assert '#let closing-fr = "Fait à Azrou."' in variant.package.documents["decision"]
    assert variant.files[path] == files[path]
