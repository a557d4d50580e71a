"""The workloads W1–W5: models that stand in `MASTARA_SHARED/bench` (default: ../shared/bench) and their case data."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
MODELS = Path(os.environ.get("MASTARA_SHARED", ROOT.parent / "shared")) / "bench" / "models"
ANSWER = {"by": "agent-0042", "at": "2026-01-05T09:00:00+01:00", "remark": "x" * 100, "accepted": True, "pages": 3}
"""About 190 bytes as JSON, under the task's own key."""

FILLING = "lorem ipsum "


@dataclass(frozen=True, kw_only=True)
class Workload:
    """One model and what its case holds at the start."""

    name: str
    file: str
    data: Mapping[str, object]
    bytes: int
    decisions: tuple[str, ...] = ()

    def document(self) -> dict[str, object]:
        """Return the case data, filled up to its size."""
        missing = max(0, self.bytes - len(json.dumps(self.data)))
        return {**self.data, "dossier": (FILLING * (missing // len(FILLING) + 1))[:missing]}


WORKLOADS = (
    Workload(name="W1", file="linear.bpmn", data={}, bytes=600),
    Workload(
        name="W2",
        file="permit.bpmn",
        data={"amount": 25000, "incomplete": True, "passed": True},
        bytes=2200,
        decisions=("fee.dmn",),
    ),
    Workload(name="W3", file="throughput.bpmn", data={"amount": 7}, bytes=20),
    Workload(name="W4", file="mi100.bpmn", data={}, bytes=400),
    Workload(name="W5", file="timers.bpmn", data={}, bytes=200),
)


def workload(name: str) -> Workload:
    """Return a workload by name. Raises KeyError."""
    return {each.name: each for each in WORKLOADS}[name]


def source(workload: Workload) -> bytes:
    """Return the model; a script written as `name = value` becomes the FEEL context {name: value}."""
    content = (MODELS / workload.file).read_text(encoding="utf-8")
    content = content.replace(' scriptFormat="python"', "")
    return re.sub(r"<bpmn:script>(\w+) = (.*?)</bpmn:script>", r"<bpmn:script>{\1: \2}</bpmn:script>", content).encode()
