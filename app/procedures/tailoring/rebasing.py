"""Carries an overlay from one national version to the next: clean, to be read, or in conflict."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from app.procedures.tailoring.base import Base
from app.procedures.tailoring.operation import ABSENT, Operation
from app.procedures.tailoring.overlay import BaseReference, Overlay
from app.procedures.tailoring.policy import read_policy
from app.procedures.tailoring.verdict import may

Outcome = Literal["clean", "attention", "conflict"]
ConflictReason = Literal["both-changed", "gone", "policy"]


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """One part that a person must decide: the base before, the base now, and what the commune says.

    `reason`: both sides changed it to different values; the national version no longer has it; or the new policy
    refuses it (`message` says by which rule).
    """

    operation: Operation
    part: str
    reason: ConflictReason
    before: Any
    now: Any
    local: Any
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class Attention:
    """Something to read.

    `around`: what stands around the change is other than it was. `national`: the part is left to the national version,
    which says the same now, or the commune had changed nothing there. `overtaken`: a value decided for the country
    goes below the commune's, which the policy does not let stand above it (`message` says by which rule).
    """

    operation: Operation
    kind: Literal["around", "national", "overtaken"]
    before: Any
    now: Any
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class Rebase:
    """What becomes of an overlay. `overlay` stands on the new base; the operations in conflict are not in it."""

    overlay: Overlay
    conflicts: tuple[Conflict, ...] = ()
    attention: tuple[Attention, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The worst of what was found."""
        if self.conflicts:
            return "conflict"
        return "attention" if self.attention else "clean"


def rebase(old: Base, new: Base, overlay: Overlay) -> Rebase:
    """Carry an overlay that resolves on `old` over to `new`.

    A part is in conflict if and only if both sides changed it, to different values; a part that the country changed to
    what the commune says is left to the country from now on. Where the new base refuses an operation, that is a
    conflict too, whatever the values.
    """
    kept: list[Operation] = []
    conflicts: list[Conflict] = []
    attention: list[Attention] = []
    for operation in overlay.operations:
        found = _both_changed(old, new, operation)
        taken = _left_to_nation(old, new, operation)
        rest = operation.without(frozenset(one.part for one in taken)) if taken else operation
        attention += [Attention(operation=operation, kind="national", before=one.before, now=one.now) for one in taken]
        if not found and rest is not None:
            found = _refused(new, rest, overlay)
        conflicts += found
        if rest is None or found:
            continue
        kept.append(rest)
        before, now = operation.around(old), operation.around(new)
        if before != now:
            attention.append(Attention(operation=operation, kind="around", before=before, now=now))
    reference = BaseReference(version=new.version, digest=new.digest)
    rebased = replace(overlay, base=reference, operations=tuple(kept))
    return Rebase(overlay=rebased, conflicts=tuple(conflicts), attention=tuple(attention))


def overtaken(base: Base, overlay: Overlay) -> tuple[Attention, ...]:
    """Return the values of an overlay that the values decided for the country (`base.decided`) put out of bounds.

    What runs follows the lower of the two by itself (`Tailored`); the commune is told, so that it changes its overlay.
    """
    policy = read_policy(base)[0]
    plain = Base(base.slug, base.files)
    found = []
    for operation in overlay.operations:
        verdict = may(policy, operation, base, beside=overlay.operations)
        if verdict.allowed or not may(policy, operation, plain, beside=overlay.operations).allowed:
            continue
        decided = tuple(sorted(base.decided.get(operation.name, {}).items()))
        before = operation.before(plain)
        found.append(
            Attention(operation=operation, kind="overtaken", before=before, now=decided, message=verdict.message)
        )
    return tuple(found)


def _parts(old: Base, new: Base, operation: Operation) -> list[Conflict]:
    """Return the three values of each part that the country changed."""
    before, now, local = operation.before(old), operation.before(new), operation.after(old)
    return [
        Conflict(
            operation=operation,
            part=part,
            reason="gone" if now[part] is ABSENT else "both-changed",
            before=before[part],
            now=now[part],
            local=value,
        )
        for part, value in local.items()
        if before[part] != now[part]
    ]


def _both_changed(old: Base, new: Base, operation: Operation) -> list[Conflict]:
    return [one for one in _parts(old, new, operation) if one.local not in (one.now, one.before)]


def _left_to_nation(old: Base, new: Base, operation: Operation) -> list[Conflict]:
    """Return the changed parts of which the country says now what the commune says, or that it alone changed."""
    return [one for one in _parts(old, new, operation) if one.local in (one.now, one.before)]


def _refused(new: Base, operation: Operation, overlay: Overlay) -> list[Conflict]:
    problem = operation.problem(new)
    message = problem or may(read_policy(new)[0], operation, new, beside=overlay.operations).message
    if not message:
        return []
    now, local = operation.before(new), operation.after(new)
    return [
        Conflict(
            operation=operation,
            part=part,
            reason="gone" if problem else "policy",
            before=value,
            now=now[part],
            local=local[part],
            message=message,
        )
        for part, value in now.items()
    ]
