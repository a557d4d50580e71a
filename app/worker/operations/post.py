"""`post.send`: announces a registered envelope to the carrier."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.jobs import OnLease, finish_held_job
from app.commands.services import Services
from app.connectors.post.port import ItemRequest, PostalAddress
from app.store import cases
from app.worker.held import HeldJob


@dataclass(frozen=True, kw_only=True)
class FinishPosting(OnLease):
    """The carrier knows the envelope: keep its tracking number."""

    tracking_number: str

    def handle(self, unit: Unit) -> None:
        job = self.held()
        case = finish_held_job(job, {"tracking": self.tracking_number, "carrier": "barid"}, unit)
        cases.record_event(
            case,
            "EnvelopePosted",
            at=unit.now,
            actor_kind="system",
            actor_name="post",
            public=True,
            data={"tracking": self.tracking_number},
        )


def send(job: HeldJob, services: Services) -> FinishPosting:
    """Announce the envelope; the item is named by the job, so that a second attempt is the same envelope."""
    lines = tuple(line.strip() for line in job.text("address").splitlines() if line.strip())
    item = services.connectors.post.create_item(
        ItemRequest(
            reference=f"{job.commune_id}|{job.case_id}|{job.id}",
            address=PostalAddress(
                recipient=job.text("recipient"),
                lines=lines,
                postcode=job.text("postcode") or job.text("postcode_abroad"),
                city=job.text("city"),
                country=job.text("country", "MA"),
                phone=job.text("phone") or None,
            ),
            notice_url=f"{services.settings.public_url}/callbacks/post",
        ),
        idempotency_key=job.id,
    )
    return FinishPosting(job_id=job.id, lease_token=job.lease_token, tracking_number=item.tracking_number)
