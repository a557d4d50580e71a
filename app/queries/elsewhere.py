"""What other communes changed of a procedure: the changes in effect, by the thing that they touch."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.procedures.tailoring import Group, Operation, read_overlay
from app.store import tailoring
from app.store.tailoring import OverlayInEffect

MOST_VARIANTS = 150
"""Different variants that one page reads, those of most communes first; each is read once a process."""
MOST_KEPT = 4_096

Thing = tuple[Group, str]


@dataclass(frozen=True, kw_only=True)
class ChangeElsewhere:
    """One change that is in effect in another commune."""

    name_ar: str
    name_fr: str
    operation: Operation


def changes_elsewhere(slug: str, commune_id: str) -> Mapping[Thing, Sequence[ChangeElsewhere]]:
    """Return the changes in effect in other communes by group and name, by region and commune. One read."""
    rows = [row for row in tailoring.list_in_effect(slug) if row.overlay.commune_id != commune_id]
    found: dict[Thing, list[ChangeElsewhere]] = defaultdict(list)
    for row in _most_followed(rows):
        for operation in operations_of(row.overlay.id, row.overlay.content):
            change = ChangeElsewhere(name_ar=row.name_ar, name_fr=row.name_fr, operation=operation)
            found[operation.group, operation.name].append(change)
    return found


def _most_followed(rows: Sequence[OverlayInEffect]) -> list[OverlayInEffect]:
    """Return the rows of the variants that most communes follow, in the order of the rows."""
    communes: dict[str, int] = defaultdict(int)
    for row in rows:
        communes[row.overlay.deployment_id] += 1
    kept = set(sorted(communes, key=lambda one: (-communes[one], one))[:MOST_VARIANTS])
    return [row for row in rows if row.overlay.deployment_id in kept]


@lru_cache(maxsize=MOST_KEPT)
def operations_of(overlay_id: str, content: str) -> tuple[Operation, ...]:
    """Return the operations of a published overlay, kept by id: it never changes."""
    return read_overlay(content.encode(), file=f"{overlay_id}.yaml").operations
