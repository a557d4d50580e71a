"""Notices of the postal carrier about registered envelopes."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.messages import NotAwaited, deliver
from app.connectors.post.port import PostNotice
from app.domain.clock import local_day
from app.domain.errors import MastaraError
from app.store import cases, numbering, work
from app.store.models import Case, IdempotencyKey

POSTING = "post.send"
"""The operation whose job names an envelope."""

MESSAGES = {"delivered": "post-delivered", "returned": "post-returned"}
"""The events that a diagram may wait for, and the names of their messages."""


class ShipmentUnknown(MastaraError):
    """No envelope of ours has this reference."""

    code = "shipment-unknown"


@dataclass(frozen=True, kw_only=True)
class ReceivePostNotice:
    """A verified notice of the carrier: shown on the timeline; delivery and return move the case. Once each."""

    notice: PostNotice

    def authorise(self, unit: Unit) -> None:
        """The signature of the notice was checked by the connector before."""

    def handle(self, unit: Unit) -> str:
        case = self._lock_case()
        key = f"post-{self.notice.id}"[:120]
        if numbering.find_idempotent_answer(case.commune_id, key) is not None:
            return "repeated"
        numbering.keep_idempotent_answer(
            IdempotencyKey(
                commune_id=case.commune_id,
                key=key,
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

    def _lock_case(self) -> Case:
        """Return the case that the reference names: commune, case and job, as `post.send` wrote them."""
        commune_id, _, rest = self.notice.reference.partition("|")
        case_id, _, job_id = rest.partition("|")
        job = work.find_job(commune_id, job_id)
        if job is None or job.case_id != case_id or job.operation != POSTING:
            raise ShipmentUnknown(
                f"Expected the reference of an envelope that was sent, found “{self.notice.reference[:120]}”."
            )
        return cases.lock_case(commune_id, case_id)
