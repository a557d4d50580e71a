"""Tailoring: the policy of a national procedure, the overlay of a commune, and the variant that they give."""

from app.procedures.tailoring.base import GROUPS, Base, Group
from app.procedures.tailoring.operation import ABSENT, Operation
from app.procedures.tailoring.overlay import BaseReference, CouncilDecision, Overlay, effective
from app.procedures.tailoring.overlay_file import OverlayRefused, read_overlay, write_overlay
from app.procedures.tailoring.policy import Policy, Rule, read_policy
from app.procedures.tailoring.rebasing import Attention, Conflict, Rebase, overtaken, rebase
from app.procedures.tailoring.resolving import Resolution, Variant, as_it_stands, resolve, untailored
from app.procedures.tailoring.stored import operation_from_data, operations_from_data, operations_to_data
from app.procedures.tailoring.verdict import Verdict, may

__all__ = [
    "ABSENT",
    "GROUPS",
    "Attention",
    "Base",
    "BaseReference",
    "Conflict",
    "CouncilDecision",
    "Group",
    "Operation",
    "Overlay",
    "OverlayRefused",
    "Policy",
    "Rebase",
    "Resolution",
    "Rule",
    "Variant",
    "Verdict",
    "as_it_stands",
    "effective",
    "may",
    "operation_from_data",
    "operations_from_data",
    "operations_to_data",
    "overtaken",
    "read_overlay",
    "read_policy",
    "rebase",
    "resolve",
    "untailored",
    "write_overlay",
]
