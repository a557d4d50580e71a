"""`civil-register.search`: looks the act up in the national register (law 36-21 art. 14)."""

from datetime import date
from typing import Any, get_args

from app.commands.jobs import FinishJob
from app.commands.services import Services
from app.connectors.civil_register.port import ActKind, ActQuery
from app.domain.errors import MastaraError
from app.worker.held import HeldJob


class QueryRefused(MastaraError):
    """The inputs of the task do not make a query of the register."""

    code = "register-query-refused"


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None


def _kind(value: str) -> ActKind:
    for kind in get_args(ActKind):
        if kind == value:
            return kind  # type: ignore[no-any-return]
    raise QueryRefused(f"Expected the kind of act birth, death or marriage, found “{value}”.")


def search(job: HeldJob, services: Services) -> FinishJob:
    """Search by references, or by names and birth; the result holds the candidates for the clerk's form."""
    born = job.text("birth_date")
    year = _number(job.inputs.get("birth_year"))
    query = ActQuery(
        kind=_kind(job.text("act_type")),
        commune_code=job.commune_id,
        year=_number(job.inputs.get("act_year")),
        number=_number(job.inputs.get("act_no")),
        register=job.text("register_no") or None,
        last_name=job.text("subject_last_ar") or None,
        first_name=job.text("subject_first_ar") or None,
        birth_date=date.fromisoformat(born[:10]) if born else None,
        birth_year=year,
        father_first_name=job.text("father_first_ar") or None,
        mother_name=job.text("mother_name_ar") or None,
    )
    candidates = [candidate.to_json() for candidate in services.connectors.civil_register.search(query)]
    return FinishJob(
        job_id=job.id, lease_token=job.lease_token, result={"candidates": candidates, "count": len(candidates)}
    )
