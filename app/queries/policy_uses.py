"""Which communes change what today, and whom a new rule would stop: read from the overlays in effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.languages import Language, choose
from app.procedures.tailoring import Base, Group, Operation, Policy, Rule, may
from app.queries.elsewhere import operations_of
from app.store import tailoring
from app.store.tailoring import OverlayInEffect


@dataclass(frozen=True, kw_only=True)
class CommuneChanges:
    """What one commune changes of a procedure, in effect today."""

    commune: str
    operations: tuple[Operation, ...]


def changes_in_effect(slug: str, language: Language) -> tuple[CommuneChanges, ...]:
    """Return the changes of every commune that has some, by region and commune.

    Communes that follow one variant change the same: one of their overlays is read for all of them.
    """
    rows = tailoring.list_in_effect(slug)
    first = {row.overlay.deployment_id: row.overlay for row in reversed(rows)}
    read = {deployment: operations_of(overlay.id, overlay.content) for deployment, overlay in first.items()}
    return tuple(
        CommuneChanges(commune=_named(row, language), operations=operations)
        for row in rows
        if (operations := read[row.overlay.deployment_id])
    )


def count_uses(changes: Sequence[CommuneChanges], group: Group) -> Mapping[str, int]:
    """Return how many communes change each thing of a group, by its name; rules for several count those under them."""
    counted: dict[str, int] = {}
    for one in changes:
        named = {operation.name for operation in one.operations if operation.group == group}
        for name in named | {wide for thing in named for wide in _wider(thing)}:
            counted[name] = counted.get(name, 0) + 1
    return counted


def stopped_by(
    changes: Sequence[CommuneChanges], base: Base, policy: Policy, *, group: Group, name: str, rule: Rule
) -> tuple[str, ...]:
    """Return the communes whose changes the policy allows today and would refuse with another rule in its place."""
    narrowed = replace(policy, rules={**policy.rules, group: {**policy.rules.get(group, {}), name: rule}})
    return tuple(one.commune for one in changes if _refused(one, base, policy, narrowed, group))


def _refused(one: CommuneChanges, base: Base, before: Policy, after: Policy, group: Group) -> bool:
    for operation in one.operations:
        if operation.group != group or operation.problem(base) is not None:
            continue
        allowed = may(before, operation, base, beside=one.operations).allowed
        if allowed and not may(after, operation, base, beside=one.operations).allowed:
            return True
    return False


def _wider(name: str) -> set[str]:
    parts = name.split(".")
    return {".".join([*parts[:count], "*"]) for count in range(len(parts))}


def _named(row: OverlayInEffect, language: Language) -> str:
    return choose({"ar": row.name_ar, "fr": row.name_fr}, language)
