"""`document.draft` and `document.issue`: reads the act from the register, then prints."""

from collections.abc import Mapping
from typing import Any

from app.commands.printing.acts import DraftDocument, IssueDocument
from app.commands.services import Services
from app.store import cases
from app.worker.held import HeldJob


def _act(job: HeldJob, services: Services) -> Mapping[str, Any]:
    """Return the entry of the act that the clerk chose, or nothing when the clerk typed its references."""
    chosen = cases.get_case(job.commune_id, job.case_id).document.get("act_choice")
    act = services.connectors.civil_register.find_act(str(chosen)) if chosen else None
    return dict(act.entry) if act is not None and act.commune_code == job.commune_id else {}


def draft(job: HeldJob, services: Services) -> DraftDocument:
    """Print the project of a document. Input: `document`, its key in the manifest."""
    return DraftDocument(job_id=job.id, lease_token=job.lease_token, key=job.text("document"), act=_act(job, services))


def issue(job: HeldJob, services: Services) -> IssueDocument:
    """Print and seal a document. Input: `document`, its key in the manifest."""
    return IssueDocument(job_id=job.id, lease_token=job.lease_token, key=job.text("document"), act=_act(job, services))
