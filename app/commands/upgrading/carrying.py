"""Carries one overlay to another national version with the answers given so far. Nothing is read or written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.commands.tailoring.checking import CheckedOverlay, check_overlay, failing_scenarios
from app.commands.upgrading.answers import Answer, operation_key
from app.domain.findings import Finding
from app.procedures.tailoring import Base, Conflict, Operation, Overlay, Rebase, may, read_policy, rebase
from app.procedures.tailoring.rebasing import Outcome

NO_ANSWERS: Mapping[str, Answer] = {}


@dataclass(frozen=True, kw_only=True)
class CarriedOverlay:
    """An overlay on the new version. `overlay` holds what followed by itself and what was answered.

    `unanswered` are the operations in conflict that nobody decided about; `taken` those that were left to the country;
    `checked` is what resolving, the rules and the scenarios say, None as long as something is unanswered.
    """

    found: Rebase
    overlay: Overlay
    unanswered: tuple[Operation, ...]
    taken: tuple[Operation, ...]
    checked: CheckedOverlay | None = None
    moved_scenarios: tuple[str, ...] = ()
    """Names of national scenarios that go otherwise on the new version and did not on the old one."""

    @property
    def errors(self) -> list[Finding]:
        """What keeps the variant from running."""
        return self.checked.prepared.errors if self.checked is not None else []

    @property
    def outcome(self) -> Outcome:
        """clean, attention or conflict, with what the rules and the scenarios found."""
        if self.found.conflicts or self.errors:
            return "conflict"
        return "attention" if self.found.attention or self.moved_scenarios else "clean"


def carry_overlay(
    old: Base, new: Base, overlay: Overlay, *, answers: Mapping[str, Answer] = NO_ANSWERS
) -> CarriedOverlay:
    """Return what becomes of an overlay, without checking it: that takes milliseconds."""
    found = rebase(old, new, overlay)
    kept, unanswered, taken = list(found.overlay.operations), [], []
    for operation in operations_in_conflict(found.conflicts):
        answer = answers.get(operation_key(operation))
        if answer is None:
            unanswered.append(operation)
        elif answer.operation is None:
            taken.append(operation)
        else:
            kept.append(answer.operation)
    kept, given_up = _with_other_answers(kept, answers)
    return CarriedOverlay(
        found=found,
        overlay=replace(found.overlay, operations=tuple(kept)),
        unanswered=tuple(unanswered),
        taken=(*taken, *given_up),
    )


def check_carried(old: Base, new: Base, carried: CarriedOverlay, before: Overlay) -> CarriedOverlay:
    """Return the carried overlay with what the checks say: resolved, linted, every national scenario run."""
    checked = check_overlay(new, carried.overlay)
    return replace(carried, checked=checked, moved_scenarios=_moved(old, before, checked))


def try_overlay(old: Base, new: Base, overlay: Overlay) -> CarriedOverlay:
    """Return what would become of an overlay on another version: the dry run of one commune.

    What is in conflict is left out of the check: the rest must work without it.
    """
    return check_carried(old, new, carry_overlay(old, new, overlay), overlay)


def operations_in_conflict(conflicts: Sequence[Conflict]) -> tuple[Operation, ...]:
    """Return the operations that somebody must decide about, each once, in the order of the overlay."""
    return tuple({operation_key(conflict.operation): conflict.operation for conflict in conflicts}.values())


def why_not_kept(new: Base, operation: Operation, beside: Sequence[Operation]) -> str:
    """Return why an operation cannot stand on the new version, with the rule and its keeper; empty when it can."""
    policy, _ = read_policy(new)
    return operation.problem(new) or may(policy, operation, new, beside=beside).message


def _with_other_answers(
    kept: list[Operation], answers: Mapping[str, Answer]
) -> tuple[list[Operation], list[Operation]]:
    """Apply answers about operations that follow by themselves: a broken variant is mended through them too."""
    result, given_up = [], []
    for operation in kept:
        answer = answers.get(operation_key(operation))
        if answer is None or answer.operation is not None:
            result.append(answer.operation if answer and answer.operation else operation)
        else:
            given_up.append(operation)
    return result, given_up


def _moved(old: Base, before: Overlay, checked: CheckedOverlay) -> tuple[str, ...]:
    """Return the scenarios that the upgrade, not the commune's change, makes go otherwise."""
    if not checked.changed:
        return ()
    known = failing_scenarios(old, before, [one.file for one in checked.changed])
    return tuple(one.name for one in checked.changed if one.file not in known)
