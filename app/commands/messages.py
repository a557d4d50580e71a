"""Messages to a waiting case: withdrawal, payment, delivery. One waiting place receives each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.commands.applying import Application
from app.commands.bus import Unit, require
from app.commands.environment import environment_of
from app.domain.errors import MastaraError
from app.domain.texts import plain_text
from app.store import awaiting, cases
from app.store.models import Case

WITHDRAWAL = "withdrawal"
LONGEST_REASON = 500


class NotAwaited(MastaraError):
    """The case does not wait for this message (any more)."""

    code = "message-not-awaited"


def deliver(
    case: Case, message: str, payload: Mapping[str, Any], unit: Unit, *, correlation: str | None = None
) -> None:
    """Hand a message to the case inside the open transaction, with `correlation` to a wait of that value only.

    Raises NotAwaited.
    """
    subscription = awaiting.find_subscription(case, message, correlation)
    if subscription is None or case.state != "open":
        raise NotAwaited(f"Expected the case {case.reference} to wait for “{message}”, found that it does not.")
    deployed = unit.services.deployments.get(case.deployment_id)
    environment = environment_of(case, deployed, unit.services, unit.now)
    result = unit.services.engine.deliver(
        deployed.definition,
        case.engine_state,
        case.document,
        message,
        dict(payload),
        environment,
        subscription_key=subscription.engine_key,
    )
    cases.record_event(
        case,
        "MessageReceived",
        at=unit.now,
        actor_kind=unit.actor.kind,
        actor_name=unit.actor.name,
        data={"message": message},
    )
    Application(case=case, deployed=deployed, result=result, unit=unit).write(expected_version=case.version)


@dataclass(frozen=True, kw_only=True)
class DeliverMessage:
    """Hand a message to a case: for connectors and operators."""

    commune_id: str
    case_id: str
    message: str
    payload: Mapping[str, Any] = field(default_factory=dict)

    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the platform: outside systems reach a case by callbacks.")

    def handle(self, unit: Unit) -> None:
        case = cases.lock_case(self.commune_id, self.case_id)
        deliver(case, self.message, self.payload, unit)


@dataclass(frozen=True, kw_only=True)
class WithdrawCase:
    """The citizen takes the request back, at any time before the decision."""

    commune_id: str
    case_id: str
    reason: str = ""

    def authorise(self, unit: Unit) -> None:
        """Whoever follows the case with its code."""
        require(self.case_id in unit.actor.case_ids, "Expected the tracking code of this case.")

    def handle(self, unit: Unit) -> Case:
        reason = plain_text(self.reason, longest=LONGEST_REASON)
        case = cases.lock_case(self.commune_id, self.case_id)
        cases.record_event(
            case,
            "CaseWithdrawn",
            at=unit.now,
            actor_kind=unit.actor.kind,
            actor_name=unit.actor.name,
            public=True,
            data={"reason": reason},
        )
        deliver(case, WITHDRAWAL, {"withdrawal_reason": reason}, unit)
        return case
