"""SpiffWorkflow as it comes, for comparison: its own parser, its own serializer, its own Python script engine.

Nothing of the product uses this. The model is copied with conditions in Python of the same meaning: the library needs
them so.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

SERIALIZER_CONFIGURATION = BpmnWorkflowSerializer.configure()


@dataclass
class StockCase:
    """One model, ready to start cases."""

    spec: Any
    subprocesses: Any
    serializer: Any

    @classmethod
    def read(cls, model: Path, folder: Path) -> "StockCase":
        """Read a model of the benchmark; the decision becomes a script of the same effect."""
        copy = folder / model.name
        copy.write_text(_in_python(model.read_text(encoding="utf-8")), encoding="utf-8")
        parser = BpmnParser()
        parser.add_bpmn_file(str(copy))
        process = next(iter(parser.get_process_ids()))
        spec = parser.get_spec("permit" if "permit" in parser.get_process_ids() else process)
        return cls(spec, parser.get_subprocess_specs(spec.name), BpmnWorkflowSerializer(SERIALIZER_CONFIGURATION))

    def start(self, data: Mapping[str, object]) -> str:
        """Return the saved state of a new case."""
        workflow = BpmnWorkflow(self.spec, self.subprocesses)
        workflow.task_tree.data.update(data)
        workflow.do_engine_steps()
        return str(self.serializer.serialize_json(workflow))

    def next_task(self, state: str) -> str | None:
        """Return the id of a task that waits, None when the case is over."""
        workflow = self.serializer.deserialize_json(state)
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        return str(ready[0].task_spec.bpmn_id) if ready else None

    def complete(self, state: str, task: str, answers: Mapping[str, object]) -> str:
        """Load, complete the task, run on, save."""
        workflow = self.serializer.deserialize_json(state)
        ready = next(
            each for each in workflow.get_tasks(state=TaskState.READY, manual=True) if each.task_spec.bpmn_id == task
        )
        ready.data.update(json.loads(json.dumps(answers)))
        ready.run()
        workflow.refresh_timers()
        workflow.do_engine_steps()
        return str(self.serializer.serialize_json(workflow))


def _in_python(text: str) -> str:
    text = re.sub(
        r"<bpmn:businessRuleTask ([^>]*?) implementation=\"[^\"]*\">(.*?)</bpmn:businessRuleTask>",
        r"<bpmn:scriptTask \1>\2<bpmn:script>fee = 600</bpmn:script></bpmn:scriptTask>",
        text,
    )
    text = re.sub(r"(<bpmn:conditionExpression[^>]*>)(.*?)(</)", _condition, text)
    return re.sub(r">(P(?:T?\d+[DHMS])+)<", r">'\1'<", text)


def _condition(match: re.Match[str]) -> str:
    text = re.sub(r"(?<![<>!=])=(?!=)", "==", match[2].lstrip("= ")).replace("true", "True").replace("false", "False")
    return f"{match[1]}{text}{match[3]}"
