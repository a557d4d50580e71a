"""Models that other people drew: each is run or refused with a finding; nothing is an exception, nothing is dropped."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.scenarios.play import DecideSession, PlaySession
from app.settings import ROOT
from tests.costs import at_most_calls

SHARED = Path(os.environ.get("MASTARA_SHARED", ROOT.parent / "shared")) / "corpora"
MOST_STEPS = 40
FOLDERS = ("bpmn_camunda7_tests", "bpmnlint_fixtures", "miwg_reference", "own")
ENDED = ("completed", "terminated")
HARMLESS = frozenset({"expr_dos_pow.bpmn", "cell_dos_pow.dmn", "cell_dos_mul.dmn"})
"""Hostile models that run and harm nothing: in FEEL a power is one number, and text times a number is null."""

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the corpora are not at {SHARED}: set MASTARA_SHARED")


def models(folder: str) -> list[Path]:
    return sorted(path for path in (SHARED / folder).rglob("*") if path.suffix in (".bpmn", ".xml"))


def next_step(session: PlaySession, answer: dict[str, Any]) -> dict[str, object] | None:
    """Return what brings a case on: its first task, else its first timer, else its first message or signal."""
    assert session._case is not None
    if answer["waiting"]:
        return {"complete": answer["waiting"][0]}
    if answer["timers"]:
        return {"advance": "P400D"}
    for row in session._case._kept.waiting.subscriptions.values():
        return {row.kind: row.message}
    return None


def run(path: Path, data: dict[str, object] | None = None) -> dict[str, Any]:
    """Return the answer at the end of a model, or after so many steps; {"findings": …} when it is refused."""
    session = PlaySession()
    answer = session.answer({"open": str(path), "data": data or {}})
    for _ in range(MOST_STEPS):
        if "findings" in answer or answer["state"] != "running":
            break
        step = next_step(session, answer)
        if step is None:
            break
        after = session.answer(step)
        if "error" in after:
            break
        answer = after
    return answer


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_model_is_run_or_refused_with_a_finding_that_names_a_place(folder, record_property):
    found: Counter[str] = Counter()
    for path in models(folder):
        answer = run(path)
        if "findings" in answer:
            errors = [finding for finding in answer["findings"] if finding["severity"] == "error"]
            assert errors, path.name
            assert all(finding["message"] and finding["file"] for finding in errors), path.name
            found["refused"] += 1
        else:
            found[answer["state"]] += 1
    assert sum(found.values()) == len(models(folder)) > 0
    record_property(folder, dict(found))


REFERENCE_DATA = {"approved": True, "documentReferenceId": "D1", "fraudSuspectedId": "F1"}
NOT_ENDING = {
    "B.2.0": "join-never-complete",  # drawn to show every shape: its parallel join waits for a path not taken
    "C.9.0": "decision-failed",  # its decision stands in no file here
}


def test_the_reference_models_of_the_standard_run_to_an_end_or_say_why_not():
    answers = {path.stem: run(path, REFERENCE_DATA) for path in models("miwg_reference")}
    assert not [name for name, answer in answers.items() if "findings" in answer], "all can be read"
    stopped = {name: answer["incidents"][0]["code"] for name, answer in answers.items() if answer["state"] not in ENDED}
    assert stopped == NOT_ENDING


def manifest(kind: str) -> list[dict[str, Any]]:
    if not SHARED.is_dir():
        return []
    listed = json.loads((SHARED / "own" / "MANIFEST_own.json").read_text(encoding="utf-8"))
    return [entry for entry in listed if entry["path"].endswith(kind)]


@pytest.mark.parametrize("entry", manifest(".bpmn"), ids=lambda entry: Path(entry["path"]).stem)
def test_a_hostile_model_has_the_verdict_of_its_manifest(entry):
    path = SHARED / "own" / entry["path"]
    with at_most_calls(500_000):
        answer = run(path)
    assert not Path("/tmp/CANARY_RCE").exists()
    if entry["expect"].startswith("REJECT") and path.name not in HARMLESS:
        assert "findings" in answer, entry["expect"]
    if entry["expect"].startswith("budgeted stop"):
        assert "findings" in answer or answer["state"] == "incident"


@pytest.mark.parametrize("entry", manifest(".dmn"), ids=lambda entry: Path(entry["path"]).stem)
def test_a_hostile_decision_harms_nothing_and_is_told(entry):
    session = DecideSession()
    with at_most_calls(500_000):
        opened = session.answer({"open": str(SHARED / "own" / entry["path"])})
        decided = [session.answer({"decision": name, "data": {"age": 20}}) for name in opened.get("decisions", [])]
    assert not Path("/tmp/CANARY_RCE").exists()
    if entry["expect"] == "REJECT" and Path(entry["path"]).name not in HARMLESS:
        assert any(f["severity"] == "error" for f in opened["findings"]) or all("error" in one for one in decided)
