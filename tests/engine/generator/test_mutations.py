"""Files that were damaged at random: each is run or refused with a finding, and never an exception."""

import random
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from app.scenarios.play import PlaySession
from tests.engine.generator.blocks import Generator
from tests.engine.generator.drawing import draw

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
TAGS = (
    *("userTask", "scriptTask", "callActivity", "subProcess", "transaction", "adHocSubProcess", "boundaryEvent"),
    *("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway", "endEvent"),
    *("startEvent", "intermediateCatchEvent", "intermediateThrowEvent", "sequenceFlow", "association"),
    *("multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "timerEventDefinition"),
    *("compensateEventDefinition", "cancelEventDefinition", "linkEventDefinition", "conditionalEventDefinition"),
)
MARKS = (
    *("isForCompensation", "triggeredByEvent", "instantiate", "cancelActivity", "isInterrupting", "default"),
    *("attachedToRef", "sourceRef", "targetRef", "activityRef", "calledElement", "id"),
)
VALUES = ("", "true", "false", "-1", "=x", "=1 +", "${a.b()}", "R/PT1S", "P1D", "{a: 1}", "مسطرة")
MOST_STEPS = 6


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return a file in which a few nodes were taken out, doubled, renamed, or given marks and texts that do not fit."""
    root = etree.fromstring(content)  # noqa: TID251 (our own file)
    for _ in range(chance.randint(1, 4)):
        nodes = [node for node in root.iter() if isinstance(node.tag, str) and node.getparent() is not None]
        identities = [node.get("id") for node in nodes if node.get("id")]
        node = chance.choice(nodes)
        chance.choice((_take_out, _double, _rename, _mark, _write, _add))(node, identities, chance)
    return etree.tostring(root)


def _take_out(node: Any, identities: list[str], chance: random.Random) -> None:
    node.getparent().remove(node)


def _double(node: Any, identities: list[str], chance: random.Random) -> None:
    node.getparent().append(etree.fromstring(etree.tostring(node)))  # noqa: TID251 (our own file)


def _rename(node: Any, identities: list[str], chance: random.Random) -> None:
    node.tag = BPMN + chance.choice(TAGS)


def _mark(node: Any, identities: list[str], chance: random.Random) -> None:
    node.set(chance.choice(MARKS), chance.choice([*identities, *VALUES]))


def _write(node: Any, identities: list[str], chance: random.Random) -> None:
    node.text = chance.choice(VALUES)


def _add(node: Any, identities: list[str], chance: random.Random) -> None:
    etree.SubElement(node, BPMN + chance.choice(TAGS)).set("id", chance.choice([*identities, "new"]))


@pytest.mark.parametrize("first", range(0, 100, 50))
def test_a_damaged_file_is_run_or_refused_never_an_exception(tmp_path, first):
    session = PlaySession()
    answered = [play(session, tmp_path, seed) for seed in range(first, first + 50)]
    assert answered.count("refused") > 5, "damage is seen"
    assert len(answered) - answered.count("refused") > 5, "what is harmless still runs"


def play(session: PlaySession, folder: Path, seed: int) -> str:
    chance = random.Random(seed)
    for identity, content in draw(Generator(seed).process()).items():
        (folder / f"{identity}.bpmn").write_bytes(damaged(content, chance))
    answer = session.answer({"open": str(folder / "main.bpmn"), "restart": seed % 2 == 0, "data": {"a": 1}})
    if "findings" in answer:
        assert all(finding["message"] and finding["file"] for finding in answer["findings"])
        return "refused"
    for _ in range(MOST_STEPS):
        step = {"complete": answer["waiting"][0]} if answer.get("waiting") else {"advance": "P1D"}
        answer = {**answer, **session.answer(step)}
    return str(answer["state"])
