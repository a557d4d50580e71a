"""`register.add`, `search`, `read`, `amend`, `reserve`: what a service task does with a shared register.

Inputs: `register`; `entry` (number or id) for one that exists; every other input is a field of the register.
"""

from collections.abc import Mapping
from typing import Any

from app.commands.inscribing import (
    AddInscription,
    AmendInscription,
    ReserveSum,
    entry_result,
    find_kind,
)
from app.commands.jobs import FinishJob
from app.commands.services import Services
from app.procedures.registers import RESERVED, RegisterKind, label_of, matches
from app.store import cases, inscriptions
from app.worker.held import HeldJob


def add(job: HeldJob, _services: Services) -> AddInscription:
    """Write a new entry; the result holds its `number` and `id`."""
    return AddInscription(
        job_id=job.id, lease_token=job.lease_token, register=job.text("register"), fields=_fields(job)
    )


def amend(job: HeldJob, _services: Services) -> AmendInscription:
    """Supersede an entry by other values or another `state`; `reason` says why."""
    return AmendInscription(
        job_id=job.id,
        lease_token=job.lease_token,
        register=job.text("register"),
        entry=job.text("entry"),
        fields=_fields(job),
        state=job.text("state") or None,
        reason=job.text("reason"),
    )


def reserve(job: HeldJob, _services: Services) -> ReserveSum:
    """Reserve `sum` centimes in the field `reserve` of an entry; the result says `reserved` and what is `left`."""
    return ReserveSum(
        job_id=job.id,
        lease_token=job.lease_token,
        register=job.text("register"),
        entry=job.text("entry"),
        reserve=job.text("reserve"),
        sum=job.inputs.get("sum"),
    )


def search(job: HeldJob, services: Services) -> FinishJob:
    """Return the entries in force that have the values given, as `candidates` for a form's list, and their `count`."""
    kind = _kind(job, services)
    criteria = _fields(job)
    words = " ".join(str(value) for value in criteria.values() if value not in (None, ""))
    year = job.inputs.get("year")
    rows = inscriptions.search(
        job.commune_id, kind.key, words, year=int(year) if year else None, state=job.text("state") or None
    )
    found = [
        {**row.data, **entry_result(row), "value": row.id, "label": label_of(kind, row.data, row.number)}
        for row in rows
        if matches(kind, row.data, criteria)
    ]
    return _answer(job, {"candidates": found, "count": len(found)})


def read(job: HeldJob, services: Services) -> FinishJob:
    """Return an entry in force: `found`, its number, id and state, and its values under `fields`."""
    kind = _kind(job, services)
    row = inscriptions.find_current(job.commune_id, kind.key, job.text("entry"))
    if row is None:
        return _answer(job, {"found": False, "fields": {}})
    return _answer(job, {"found": True, **entry_result(row), "fields": dict(row.data)})


def _kind(job: HeldJob, services: Services) -> RegisterKind:
    case = cases.get_case(job.commune_id, job.case_id)
    return find_kind(services.deployments.get(case.deployment_id).package.registers, job.text("register"))


def _fields(job: HeldJob) -> Mapping[str, Any]:
    return {name: value for name, value in job.inputs.items() if name not in RESERVED}


def _answer(job: HeldJob, result: Mapping[str, Any]) -> FinishJob:
    return FinishJob(job_id=job.id, lease_token=job.lease_token, result=result)
