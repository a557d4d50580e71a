"""The one door to SpiffWorkflow: every name of the library that the engine uses is imported here.

The library is pinned at 3.2.0. Its tree of tasks, task states and life cycle (update, ready, run, complete, cancel,
error) interpret the diagrams; the specs of this package say what each BPMN element does in that life cycle.
"""

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.specs.StartTask import StartTask
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

VERIFIED_VERSION = "3.2.0"
"""The version whose behaviour this package was tested against; a test fails when another one is installed."""

__all__ = [
    "VERIFIED_VERSION",
    "BpmnSubWorkflow",
    "BpmnTaskSpec",
    "BpmnWorkflow",
    "StartTask",
    "Task",
    "TaskState",
    "WorkflowSpec",
]
