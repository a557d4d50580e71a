"""Notices of the postal carrier about registered envelopes."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.messages import NotAwaited, deliver
from app.connectors.post.port import PostNotice
from app.domain.clock import local_day
from app.store import cases, numbering
from app.store.models import IdempotencyKey

MESSAGES = {"delivered": "post-delivered", "returned": "post-returned"}
"""The events that a diagram may wait for, and the names of their messages."""


@dataclass(frozen=True, kw_only=True)
class ReceivePostNotice:
    """A verified notice of the carrier: shown on the timeline; delivery and return move the case. Once each."""

    notice: PostNotice

    def authorise(self, unit: Unit) -> None:
        """The signature of the notice was checked by the connector before."""

    def handle(self, unit: Unit) -> str:
        commune_id, case_id, _job = self.notice.reference.split("|")
        if numbering.find_idempotent_answer(commune_id, f"post-{self.notice.id}") is not None:
            return "repeated"
        case = cases.lock_case(commune_id, case_id)
        numbering.keep_idempotent_answer(
            IdempotencyKey(
                commune_id=commune_id,
                key=f"post-{self.notice.id}"[:120],
                command="ReceivePostNotice",
                answer={"event": self.notice.event},
                at=unit.now,
            )
        )
        data = {"tracking": self.notice.tracking_number, "event": self.notice.event, "place": self.notice.place}
        cases.record_event(
            case, "EnvelopeMoved", at=unit.now, actor_kind="system", actor_name="post", public=True, data=data
        )
        message = MESSAGES.get(self.notice.event)
        if message is None:
            return "noted"
        shipment = {**(case.document.get("shipment") or {}), "event": self.notice.event}
        shipment["on"] = local_day(unit.now).isoformat()
        try:
            deliver(case, message, {"shipment": shipment}, unit)
        except NotAwaited:
            return "ignored"
        return "moved"
