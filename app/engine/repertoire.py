"""What may be drawn because the engine runs it: `support.py` refuses the rest, the studio offers no other."""

from collections.abc import Mapping

from app.engine.rewrites import REFUSED_KINDS

PROCESS_STARTS = frozenset({"none", "message", "timer", "signal"})
SUB_PROCESS_STARTS = frozenset({"none"})
EVENT_SUB_PROCESS_STARTS = frozenset({"message", "timer", "signal", "error", "escalation", "conditional"})
EVENTS = {
    "endEvent": frozenset({"none", "message", "signal", "error", "escalation", "terminate", "compensate"}),
    "intermediateCatchEvent": frozenset({"timer", "message", "signal", "link", "conditional"}),
    "intermediateThrowEvent": frozenset({"none", "message", "signal", "escalation", "link", "compensate"}),
    "boundaryEvent": frozenset({"timer", "message", "signal", "error", "escalation", "conditional", "compensate"}),
}
BEHIND_EVENT_GATEWAY = frozenset({"timer", "message", "signal", "conditional"})
IN_TRANSACTION = {"endEvent": frozenset({"cancel"}), "boundaryEvent": frozenset({"cancel"})}
"""Kinds of events that stand in or on a transaction only."""
INTERRUPTING_ONLY = frozenset({"error", "cancel"})
"""Kinds of events that always end what they catch from."""


def repertoire() -> dict[str, object]:
    """Return what an editor may offer, as plain data.

    `refused`: kinds of elements; `events`: for each kind of event the definitions it may have, by where it stands
    (`process`, `subProcess`, `eventSubProcess`) or `everywhere`; `inTransaction`: what comes beside in or on one;
    `interruptingOnly`: definitions that always interrupt; `behindEventGateway`: what may follow that gateway.
    """
    starts = {"process": PROCESS_STARTS, "subProcess": SUB_PROCESS_STARTS, "eventSubProcess": EVENT_SUB_PROCESS_STARTS}
    events: Mapping[str, Mapping[str, frozenset[str]]] = {
        "startEvent": starts,
        **{kind: {"everywhere": allowed} for kind, allowed in EVENTS.items()},
    }
    return {
        "refused": sorted(REFUSED_KINDS),
        "events": {
            kind: {place: sorted(allowed) for place, allowed in places.items()} for kind, places in events.items()
        },
        "inTransaction": {kind: sorted(allowed) for kind, allowed in IN_TRANSACTION.items()},
        "interruptingOnly": sorted(INTERRUPTING_ONLY),
        "behindEventGateway": sorted(BEHIND_EVENT_GATEWAY),
    }
