"""Saves the changes that a commune is making: only those that the national policy lets it make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.commands.bus import Unit
from app.commands.tailoring.errors import OperationsRefused
from app.commands.tailoring.noting import require_tailor
from app.deployments.bases import base_today
from app.domain.findings import errors_of
from app.procedures.tailoring import Base, Operation, operations_from_data, operations_to_data, read_policy
from app.procedures.tailoring.resolving import refusals
from app.procedures.tailoring.stored import PLACE
from app.store import tailoring
from app.store.models import Tailoring

DETAILS = frozenset({"reason", "decision_reference", "decision_taken", "since", "until", "scenarios"})


@dataclass(frozen=True, kw_only=True)
class SaveOperations:
    """Write all operations of a workshop. `seen` is the revision that the page showed.

    Raises OperationsRefused with rule and keeper, TailoringMoved when another administrator was first.
    """

    commune_id: str
    slug: str
    seen: int
    operations: Sequence[Operation]
    details: Mapping[str, Any] = field(default_factory=dict)
    """What was typed for the publication, and the commune's own trials, kept until then; unknown keys are left out."""

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> int:
        row = tailoring.get_tailoring(self.commune_id, self.slug)
        require_allowed(base_today(row.base_id), self.operations)
        return _write(row, self.operations, self.details, seen=self.seen, unit=unit)


@dataclass(frozen=True, kw_only=True)
class ChangeOperation:
    """Put one operation in the place of the one with the same identity, or take that one out."""

    commune_id: str
    slug: str
    seen: int
    operation: Operation | None = None
    removed: str | None = None
    """The identity of an operation to take out."""

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> int:
        row = tailoring.get_tailoring(self.commune_id, self.slug)
        gone = {self.removed, self.operation.identity if self.operation else None}
        kept = [one for one in operations_from_data(row.operations) if one.identity not in gone]
        operations = [*kept, self.operation] if self.operation else kept
        if self.operation is not None:
            require_allowed(base_today(row.base_id), operations)
        return _write(row, operations, {}, seen=self.seen, unit=unit)


def require_allowed(base: Base, operations: Sequence[Operation]) -> None:
    """Raise OperationsRefused unless each operation has a meaning on the base and its policy allows it."""
    policy, _ = read_policy(base)
    refused = errors_of(refusals(base, policy, operations, file=PLACE))
    if refused:
        raise OperationsRefused(refused)


def _write(
    row: Tailoring, operations: Sequence[Operation], details: Mapping[str, Any], *, seen: int, unit: Unit
) -> int:
    tailoring.move_tailoring(row, seen=seen)
    row.operations = operations_to_data(operations)
    row.details = row.details | {key: value for key, value in details.items() if key in DETAILS}
    row.updated_at, row.updated_by = unit.now, unit.actor.name
    return row.revision
