"""Lifecycles as tables: which state may follow which."""

from collections.abc import Mapping

Transitions = Mapping[str, frozenset[str]]

CASE: Transitions = {
    "open": frozenset({"closed", "suspended"}),
    "suspended": frozenset({"open", "closed"}),
    "closed": frozenset(),
}
USER_TASK: Transitions = {
    "ready": frozenset({"claimed", "completed", "cancelled"}),
    "claimed": frozenset({"ready", "claimed", "completed", "cancelled"}),
    "completed": frozenset(),
    "cancelled": frozenset(),
}
JOB: Transitions = {
    "waiting": frozenset({"running", "cancelled"}),
    "running": frozenset({"done", "waiting", "failed", "cancelled"}),
    "failed": frozenset({"waiting", "cancelled"}),
    "done": frozenset(),
    "cancelled": frozenset(),
}
PAYMENT: Transitions = {
    "pending": frozenset({"paid", "refused", "expired", "cancelled"}),
    "refused": frozenset({"paid", "pending", "expired", "cancelled"}),
    "paid": frozenset({"refund_requested", "refunded"}),
    "expired": frozenset({"refund_requested"}),
    "cancelled": frozenset({"refund_requested"}),
    "refund_requested": frozenset({"refunded"}),
    "refunded": frozenset(),
}
DOCUMENT: Transitions = {
    "draft": frozenset({"valid", "discarded"}),
    "valid": frozenset({"revoked"}),
    "revoked": frozenset(),
    "discarded": frozenset(),
}
MIGRATION: Transitions = {
    "planned": frozenset({"trying", "running"}),
    "trying": frozenset({"planned"}),
    "running": frozenset({"stopped", "done"}),
    "stopped": frozenset({"running", "reverting"}),
    "done": frozenset({"reverting"}),
    "reverting": frozenset({"reverted"}),
    "reverted": frozenset(),
}
"""A batch that moves running cases: tried before it starts, stopped and resumed, put back."""
MIGRATION_ITEM: Transitions = {
    "waiting": frozenset({"moved", "refused", "skipped"}),
    "moved": frozenset({"reverted", "kept"}),
    "refused": frozenset(),
    "skipped": frozenset(),
    "reverted": frozenset(),
    "kept": frozenset(),
}
"""One case of a batch; `kept`: it went on after its move, so that it was not put back."""

PRACTICE: Transitions = {
    "offered": frozenset({"accepted", "returned", "declined", "withdrawn"}),
    "returned": frozenset({"offered", "withdrawn"}),
    "accepted": frozenset({"promoted", "withdrawn"}),
    "promoted": frozenset(),
    "declined": frozenset(),
    "withdrawn": frozenset(),
}
"""What a commune offers to the country; `promoted`: a national draft began from it."""


def may_become(lifecycle: Transitions, state: str, following: str) -> bool:
    """Tell whether `following` may come after `state`."""
    return following in lifecycle[state]
