"""Runs procedures: the only importer of SpiffWorkflow, which interprets the diagrams; nothing of it leaves."""

from app.engine.definition import ProcessDefinition, compile_definition
from app.engine.element_map import MapFinding, choices_for, elements_of, map_findings, propose_elements
from app.engine.environment import Decided, Environment
from app.engine.errors import DefinitionRefused, EngineError, NotWaiting, RepairRefused, StaleState, UnknownTask
from app.engine.expressions import to_json as as_json
from app.engine.incidents import report_of
from app.engine.migration import MigrationRefused, Obstacle
from app.engine.results import (
    ClosedJob,
    ClosedSubscription,
    ClosedTask,
    ClosedTimer,
    DecisionTaken,
    EndReached,
    IncidentReport,
    Milestone,
    OpenedJob,
    OpenedTask,
    OpenedTimer,
    StepResult,
    Subscription,
    ThrownMessage,
    TokenPlace,
)
from app.engine.runner import Engine
from app.engine.starts import StartWait, following_start, waiting_starts
from app.engine.support import calls_of, support_findings
from app.engine.waiting import Waiting

__all__ = [
    "ClosedJob",
    "ClosedSubscription",
    "ClosedTask",
    "ClosedTimer",
    "Decided",
    "DecisionTaken",
    "DefinitionRefused",
    "EndReached",
    "Engine",
    "EngineError",
    "Environment",
    "IncidentReport",
    "MapFinding",
    "MigrationRefused",
    "Milestone",
    "NotWaiting",
    "Obstacle",
    "OpenedJob",
    "OpenedTask",
    "OpenedTimer",
    "ProcessDefinition",
    "RepairRefused",
    "StaleState",
    "StartWait",
    "StepResult",
    "Subscription",
    "ThrownMessage",
    "TokenPlace",
    "UnknownTask",
    "Waiting",
    "as_json",
    "calls_of",
    "choices_for",
    "compile_definition",
    "elements_of",
    "following_start",
    "map_findings",
    "propose_elements",
    "report_of",
    "support_findings",
    "waiting_starts",
]
