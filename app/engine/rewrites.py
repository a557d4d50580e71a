"""How to redraw what has no sound meaning here, so that each refusal offers its way out."""

from app.procedures.bpmn import Element

REFUSED_KINDS = {
    "complexGateway": (
        "a complex gateway",
        "use an inclusive gateway, or repeat one activity with a completion condition when some answers suffice",
    ),
    "adHocSubProcess": (
        "an ad-hoc sub-process",
        "draw its tasks behind an inclusive gateway whose conditions say which are needed, and join them",
    ),
}
_BEGINS = {
    "receiveTask": "begin with a message start event and a plain task behind it",
    "eventBasedGateway": "begin with one message start event for each event behind the gateway",
}
_EVENTS = {
    "compensate": "put a compensation event on the border of the activity and throw it by an intermediate or end event",
    "cancel": "put a cancel end event straight into a transaction and a cancel event on its border",
    "multiple": "draw one event for each cause: several borders beside one another, or an event-based gateway",
    "conditional": "begin plainly and wait for the condition with an intermediate event",
    "terminate": "let the path end in a terminate end event",
    "link": "join the two ends with a sequence flow",
    "error": "end the path with an error end event",
    "escalation": "throw it with an intermediate or an end event and catch it on a border or in an event sub-process",
    "none": "give it the message, timer, signal, condition, error or escalation that it waits for",
}
_IN_SUB_PROCESS = "begin the sub-process plainly and put the event right behind, or make it an event sub-process"


def refused_kind(element: Element) -> tuple[str, str] | None:
    """Return what an element is that cannot be run, and how to redraw it; None when it can."""
    if element.instantiates and element.kind in _BEGINS:
        return "an element that starts the process", _BEGINS[element.kind]
    return REFUSED_KINDS.get(element.kind)


def event_rewrite(element: Element) -> str:
    """Return how to redraw an event of a kind that cannot stand where it does."""
    if element.kind == "startEvent" and element.parent is not None and element.event_kind not in ("none", "compensate"):
        return _IN_SUB_PROCESS
    return _EVENTS.get(element.event_kind, "choose another kind of event")
