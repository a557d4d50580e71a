"""What an editor may offer is what the engine runs: both read the same tables."""

import pytest

from app.engine.repertoire import repertoire
from app.engine.support import support_findings
from app.procedures.bpmn import read_bpmn
from app.procedures.bpmn.model import EVENT_KINDS, FLOW_NODE_KINDS
from app.procedures.bpmn.vocabulary import EVENT_DEFINITIONS

DEFINITION_OF = {kind: tag for tag, kind in EVENT_DEFINITIONS.items()}
REFUSALS = {"unsupported-element", "unsupported-event"}


def _process(element: str) -> bytes:
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:t">'
        f'<process id="p" isExecutable="true"><task id="work"/>{element}</process></definitions>'
    ).encode()


def _refused(element: str) -> bool:
    model = read_bpmn(_process(element), file="p.bpmn")
    found = support_findings(model, {}, top=True)
    return any(finding.element == "it" and finding.rule in REFUSALS for finding in found)


@pytest.mark.parametrize("kind", sorted(FLOW_NODE_KINDS - EVENT_KINDS))
def test_a_kind_of_element_is_offered_exactly_when_it_is_not_refused(kind: str) -> None:
    refused: list[str] = repertoire()["refused"]  # type: ignore[assignment]

    assert _refused(f'<{kind} id="it"/>') == (kind in refused)


@pytest.mark.parametrize("kind", sorted(EVENT_KINDS))
@pytest.mark.parametrize("cause", sorted({*DEFINITION_OF, "none"} - {"cancel"}))
def test_a_cause_is_offered_exactly_where_the_event_may_have_it(kind: str, cause: str) -> None:
    events: dict[str, dict[str, list[str]]] = repertoire()["events"]  # type: ignore[assignment]
    offered = events[kind].get("process", events[kind].get("everywhere", []))
    attached = ' attachedToRef="work"' if kind == "boundaryEvent" else ""
    inside = "" if cause == "none" else f"<{DEFINITION_OF[cause]}/>"

    assert _refused(f'<{kind} id="it"{attached}>{inside}</{kind}>') == (cause not in offered)
