"""`external.request`: asks an outside system that answers later, by the message “external-answered”."""

from app.commands.outside_answers import FinishAsking, expires_at, reference_of
from app.commands.services import Services
from app.connectors.external.port import ExternalRequest
from app.domain.errors import MastaraError
from app.procedures.systems import RESERVED, RequestKind, checked_values
from app.store import cases
from app.store.models import Case
from app.worker.held import HeldJob


class RequestRefused(MastaraError):
    """The inputs of the task do not make a request to the system."""

    code = "external-request-refused"


def request(job: HeldJob, services: Services) -> FinishAsking:
    """Hand the request over; the job names it, so that a second attempt is the same request.

    Raises RequestRefused or ConnectorFailed.
    """
    case = cases.get_case(job.commune_id, job.case_id)
    system, kind = job.text("system"), job.text("kind")
    given = {name: value for name, value in job.inputs.items() if name not in RESERVED}
    values, faults = checked_values(_kind(case, system, kind, services).asks, given)
    if faults:
        raise RequestRefused(f"Expected a whole request “{kind}” to {system}: {'; '.join(faults)}.")
    until = expires_at(case, job.text("expiry"), services.clock.now(), services)
    reference = reference_of(job.id)
    services.connectors.external.send(
        ExternalRequest(
            reference=reference,
            system=system,
            kind=kind,
            commune_code=job.commune_id,
            case_reference=case.reference,
            fields=values,
            expires_at=until,
            notice_url=f"{services.settings.public_url}/callbacks/external",
        ),
        idempotency_key=job.id,
    )
    return FinishAsking(
        job_id=job.id,
        lease_token=job.lease_token,
        system=system,
        kind=kind,
        reference=reference,
        expires_at=until,
    )


def _kind(case: Case, system: str, kind: str, services: Services) -> RequestKind:
    systems = services.deployments.get(case.deployment_id).package.systems
    if system not in systems:
        known = ", ".join(systems) or "none"
        raise RequestRefused(f"Expected an outside system of systems.yaml ({known}), found “{system}”.")
    kinds = systems[system].kinds
    if kind not in kinds:
        known = ", ".join(kinds)
        raise RequestRefused(f"Expected a request that {system} answers ({known}), found “{kind}”.")
    return kinds[kind]
