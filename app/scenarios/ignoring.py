"""Messages that must have no effect: an outside system answers again, or after everybody has stopped waiting."""

from app.procedures.systems import ANSWERED
from app.scenarios.attachments import to_plain
from app.scenarios.reading import Step
from app.scenarios.refusals import StepRefused
from app.scenarios.run import CaseRun

COUNTED_ONCE = frozenset({ANSWERED, "payment-paid"})
"""Messages that answer one request, by its reference: the platform counts the first, even while another is awaited."""


def ignore(run: CaseRun, step: Step) -> None:
    """Receive a message that changes nothing, and note it.

    Raises:
        StepRefused: it was never received before, so that it cannot come again; or the case takes it.
    """
    received = [fact for fact in run.records.happenings if (fact.kind, fact.name) == ("message", step.name)]
    if step.ignored == "again" and not received:
        message = f"expected the message “{step.name}” to come again, found that it never came: deliver it once before"
        raise StepRefused(message, reason="message-never-came", name=step.name)
    waiting = run.awaiting("message", step.name)
    if waiting and not (step.ignored == "again" and step.name in COUNTED_ONCE):
        message = f"expected nobody to wait for the message “{step.name}”, found {run.waits_in_words()}"
        raise StepRefused(message, reason="message-awaited", name=step.name, element=waiting[0].element)
    element = received[-1].element if received else ""
    run.records.note("ignored", run.clock.now(), element=element, name=step.name, data=to_plain(step.data))
