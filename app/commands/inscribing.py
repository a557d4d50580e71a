"""Writes into the shared registers for a service task: a new entry, a mention or change of state, a reserved sum.

The entry and the end of the job are one transaction: a job that is tried again finds its entry or has written none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.commands.bus import Unit
from app.commands.jobs import OnLease, finish_held_job
from app.domain.clock import local_day
from app.domain.codes import new_id
from app.domain.errors import MastaraError
from app.procedures.registers import RegisterKind, amended, new_entry, reserved, search_key
from app.store import cases, inscriptions, numbering
from app.store.models import Inscription, Job


class RegisterUnknown(MastaraError):
    """The deployment of the case knows no register of that name."""

    code = "register-unknown"


class EntryUnknown(MastaraError):
    """The register has no such entry."""

    code = "register-entry-unknown"


@dataclass(frozen=True, kw_only=True)
class _OnRegister(OnLease):
    register: str

    def kind(self, job: Job, unit: Unit) -> RegisterKind:
        """Return the register as the case's deployment declares it. Raises RegisterUnknown."""
        case = cases.get_case(job.commune_id, job.case_id)
        return find_kind(unit.services.deployments.get(case.deployment_id).package.registers, self.register)


@dataclass(frozen=True, kw_only=True)
class AddInscription(_OnRegister):
    """Write a new entry under the next number of the commune and year."""

    fields: Mapping[str, Any] = field(default_factory=dict)

    def handle(self, unit: Unit) -> None:
        job = self.held()
        kind = self.kind(job, unit)
        inscription = write_entry(job.commune_id, kind, self.fields, unit, job=job)
        _finish(job, inscription, "InscriptionAdded", {}, unit)


@dataclass(frozen=True, kw_only=True)
class _OnEntry(_OnRegister):
    entry: str

    def locked(self, job: Job) -> Inscription:
        """Return the version in force, nobody else superseding it meanwhile. Raises EntryUnknown."""
        return require_entry(inscriptions.lock_current(job.commune_id, self.register, self.entry), self.entry)


@dataclass(frozen=True, kw_only=True)
class AmendInscription(_OnEntry):
    """Supersede an entry: other values, another state, or both; the old version stays readable."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    state: str | None = None
    reason: str = ""

    def handle(self, unit: Unit) -> None:
        job = self.held()
        kind, current = self.kind(job, unit), self.locked(job)
        data, state = amended(kind, current.data, self.fields, state=self.state)
        newer = _supersede(job, kind, current, data, unit, state=state, reason=self.reason)
        _finish(job, newer, "InscriptionAmended", {}, unit)


@dataclass(frozen=True, kw_only=True)
class ReserveSum(_OnEntry):
    """Add a sum in centimes to a field of an entry, within its ceiling; a negative one is given back.

    What does not fit is not an error: the result says `reserved: false`, and nothing is written.
    """

    reserve: str
    sum: object

    def handle(self, unit: Unit) -> None:
        job = self.held()
        kind, current = self.kind(job, unit), self.locked(job)
        data, fits, left = reserved(kind, current.data, field=self.reserve, amount=self.sum)
        result = {"reserved": fits, "left": left}
        if not fits:
            finish_held_job(job, {**result, **entry_result(current)}, unit)
            return
        newer = _supersede(job, kind, current, data, unit, state=None, reason=self.reserve)
        _finish(job, newer, "InscriptionAmended", result, unit)


def find_kind(kinds: Mapping[str, RegisterKind], register: str) -> RegisterKind:
    """Return a declared register. Raises RegisterUnknown."""
    try:
        return kinds[register]
    except KeyError:
        known = ", ".join(kinds) or "none"
        raise RegisterUnknown(f"Expected a register of registers.yaml ({known}), found “{register}”.") from None


def write_entry(
    commune_id: str,
    kind: RegisterKind,
    given: Mapping[str, Any],
    unit: Unit,
    *,
    job: Job | None = None,
    state: str | None = None,
) -> Inscription:
    """Write a new entry under the next number, for a job or (None) without a case. Raises RegisterRefused."""
    data = new_entry(kind, given)
    if state is not None:
        _, state = amended(kind, data, {}, state=state)
    year = local_day(unit.now).year
    sequence = numbering.next_number(commune_id, kind.key, year)
    number = kind.number(commune_id, year, sequence)
    inscription = Inscription(
        id=new_id(),
        commune_id=commune_id,
        register=kind.key,
        year=year,
        sequence=sequence,
        version=1,
        number=number,
        case_id=job.case_id if job is not None else None,
        job_id=job.id if job is not None else None,
        data=data,
        search_key=search_key(kind, data, number),
        state=state or kind.first_state,
        reason="",
        at=unit.now,
    )
    inscriptions.add(inscription)
    return inscription


def require_entry(inscription: Inscription | None, entry: str) -> Inscription:
    """Return the entry. Raises EntryUnknown."""
    if inscription is None:
        raise EntryUnknown(f"Expected the number or the id of an entry of the register, found “{entry}”.")
    return inscription


def entry_result(inscription: Inscription) -> dict[str, Any]:
    """Return what a service task learns of an entry: `id`, `number`, `state`, `version`."""
    return {
        "id": inscription.id,
        "number": inscription.number,
        "state": inscription.state,
        "version": inscription.version,
    }


def _supersede(
    job: Job,
    kind: RegisterKind,
    current: Inscription,
    data: Mapping[str, Any],
    unit: Unit,
    *,
    state: str | None,
    reason: str,
) -> Inscription:
    newer = Inscription(
        id=new_id(),
        commune_id=current.commune_id,
        register=current.register,
        year=current.year,
        sequence=current.sequence,
        version=current.version + 1,
        number=current.number,
        case_id=job.case_id,
        job_id=job.id,
        data=dict(data),
        search_key=search_key(kind, data, current.number),
        state=state or current.state,
        reason=reason,
        at=unit.now,
    )
    current.superseded_by = newer.id
    inscriptions.add(newer)
    return newer


def _finish(job: Job, inscription: Inscription, event: str, result: Mapping[str, Any], unit: Unit) -> None:
    case = finish_held_job(job, {**entry_result(inscription), **result}, unit)
    cases.record_event(
        case,
        event,
        at=unit.now,
        actor_kind="system",
        actor_name=unit.actor.name,
        data={"register": inscription.register, "number": inscription.number, "state": inscription.state},
    )
