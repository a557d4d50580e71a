"""Operations that service tasks may name: each does its effect, then answers the command that writes it down."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from app.commands.bus import Command
from app.commands.services import Services
from app.domain.errors import MastaraError
from app.worker.held import HeldJob

Operation = Callable[[HeldJob, Services], Command[Any]]


class OperationUnknown(MastaraError):
    """A service task names an operation that the platform does not have."""

    code = "operation-unknown"


@cache
def operations() -> Mapping[str, Operation]:
    """Return every operation by name."""
    from app.worker.operations import (
        alerts,
        civil_register,
        clock,
        documents,
        external,
        notify,
        payment,
        post,
        registers,
        routing,
        sheets,
    )

    return {
        "payment.request": payment.request,
        "payment.refund": payment.refund,
        "civil-register.search": civil_register.search,
        "document.draft": documents.draft,
        "document.issue": documents.issue,
        "post.send": post.send,
        "external.request": external.request,
        "register.add": registers.add,
        "register.search": registers.search,
        "register.read": registers.read,
        "register.amend": registers.amend,
        "register.reserve": registers.reserve,
        "sheet.check": sheets.check,
        "notify": notify.notify,
        "notify.send": notify.send,
        "message.route": routing.route_message,
        "message.hand-over": routing.hand_over,
        "message.deliver": routing.hand_over,
        "signal.route": routing.route_signal,
        "signal.deliver": routing.deliver_signal,
        "clock.tell": clock.tell,
        "clock.alert": alerts.alert,
    }


def prepare(job: HeldJob, services: Services) -> Command[Any]:
    """Do the effect of a job and return the command that finishes it. Raises OperationUnknown or ConnectorFailed."""
    try:
        operation = operations()[job.operation]
    except KeyError:
        known = ", ".join(sorted(operations()))
        raise OperationUnknown(f"Expected one of {known}, found “{job.operation}”.") from None
    return operation(job, services)
