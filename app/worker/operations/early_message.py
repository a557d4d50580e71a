"""`message.deliver`: hands over a message that came before its case waited for it."""

from app.commands.platform_jobs import DeliverBufferedMessage
from app.commands.services import Services
from app.worker.held import HeldJob


def deliver(job: HeldJob, services: Services) -> DeliverBufferedMessage:
    """Return the command; it needs no effect outside."""
    return DeliverBufferedMessage(job_id=job.id, lease_token=job.lease_token, message_id=job.text("id"))
