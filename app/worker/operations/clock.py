"""`clock.tell`: what the legal clock of a case says by itself."""

from app.commands.clocks.telling import TellClock
from app.commands.services import Services
from app.worker.held import HeldJob


def tell(job: HeldJob, _services: Services) -> TellClock:
    """Write which shares of the period have run, and its end."""
    return TellClock(job_id=job.id, lease_token=job.lease_token, deadline_id=job.text("deadline"))
