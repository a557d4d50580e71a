"""What a person does about an incident: one command a file; each asks for a reason and stays in the history."""

from app.commands.repairs.cancel import CancelCase
from app.commands.repairs.data import RepairData
from app.commands.repairs.incident import IncidentClosed, NotFitting, OnIncident, Outcome, ReasonUnfit
from app.commands.repairs.move import MoveToken
from app.commands.repairs.retry import RetryIncident
from app.commands.repairs.skip import SkipStep

__all__ = [
    "CancelCase",
    "IncidentClosed",
    "MoveToken",
    "NotFitting",
    "OnIncident",
    "Outcome",
    "ReasonUnfit",
    "RepairData",
    "RetryIncident",
    "SkipStep",
]
