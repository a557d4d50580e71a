"""Reads BPMN 2.0 diagrams into a neutral model; knows nothing of what runs them."""

from app.procedures.bpmn.drawing import completed_drawing
from app.procedures.bpmn.model import (
    BpmnModel,
    CalledElement,
    Declared,
    Element,
    EventDefinition,
    Lane,
    Loop,
    MultiInstance,
    Process,
    SequenceFlow,
)
from app.procedures.bpmn.names import localised_diagram, split_names
from app.procedures.bpmn.reader import BpmnRefused, read_bpmn

__all__ = [
    "BpmnModel",
    "BpmnRefused",
    "CalledElement",
    "Declared",
    "Element",
    "EventDefinition",
    "Lane",
    "Loop",
    "MultiInstance",
    "Process",
    "SequenceFlow",
    "completed_drawing",
    "localised_diagram",
    "read_bpmn",
    "split_names",
]
