"""Shared registers in memory: what a scenario writes can be found again by its later steps, and by none else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.clock import local_day
from app.engine import OpenedJob
from app.procedures.registers import RESERVED, RegisterKind, amended, label_of, matches, new_entry, reserved
from app.scenarios.refusals import StepRefused


@dataclass(kw_only=True)
class _Entry:
    """One entry in force; its id stays the same when it is amended, unlike in the database."""

    id: str
    number: str
    year: int
    data: Mapping[str, Any]
    state: str
    version: int = 1

    def told(self) -> dict[str, Any]:
        return {"id": self.id, "number": self.number, "state": self.state, "version": self.version}


@dataclass(kw_only=True)
class RegistersInMemory:
    """The registers of a scenario's commune; mutable, and alive for one run only."""

    kinds: Mapping[str, RegisterKind]
    commune: str
    _entries: dict[str, list[_Entry]] = field(default_factory=dict)

    def fill(self, given: Mapping[str, Sequence[Mapping[str, Any]]], now: datetime) -> None:
        """Write what the registers hold before the scenario begins; `state` is that of an entry."""
        for register, entries in given.items():
            kind = self._kind(register, "registers")
            for entry in entries:
                values = {key: value for key, value in entry.items() if key != "state"}
                self._add(kind, values, now).state = str(entry.get("state") or kind.first_state)

    def answer(self, job: OpenedJob, now: datetime) -> dict[str, Any] | None:
        """Do what a service task asks of a register and return its result; None when it asks for something else."""
        act = _ACTS.get(job.operation)
        if act is None:
            return None
        return act(self, self._kind(str(job.inputs.get("register")), job.element), job, now)

    def add(self, kind: RegisterKind, job: OpenedJob, now: datetime) -> dict[str, Any]:
        """Answer `register.add`."""
        return self._add(kind, _fields(job), now).told()

    def search(self, kind: RegisterKind, job: OpenedJob, _now: datetime) -> dict[str, Any]:
        """Answer `register.search`."""
        year, state = job.inputs.get("year"), job.inputs.get("state")
        found = [
            {**one.data, **one.told(), "value": one.id, "label": label_of(kind, one.data, one.number)}
            for one in reversed(self._entries.get(kind.key, []))
            if matches(kind, one.data, _fields(job)) and year in (None, "", one.year) and state in (None, "", one.state)
        ]
        return {"candidates": found, "count": len(found)}

    def read(self, kind: RegisterKind, job: OpenedJob, _now: datetime) -> dict[str, Any]:
        """Answer `register.read`."""
        entry = self._find(kind, job)
        return {"found": True, **entry.told(), "fields": dict(entry.data)} if entry else {"found": False, "fields": {}}

    def amend(self, kind: RegisterKind, job: OpenedJob, _now: datetime) -> dict[str, Any]:
        """Answer `register.amend`."""
        entry = self._get(kind, job)
        wanted = job.inputs.get("state")
        data, state = amended(kind, entry.data, _fields(job), state=str(wanted) if wanted else None)
        entry.data, entry.state, entry.version = data, state or entry.state, entry.version + 1
        return entry.told()

    def reserve(self, kind: RegisterKind, job: OpenedJob, _now: datetime) -> dict[str, Any]:
        """Answer `register.reserve`."""
        entry = self._get(kind, job)
        data, fits, left = reserved(
            kind, entry.data, field=str(job.inputs.get("reserve")), amount=job.inputs.get("sum")
        )
        if fits:
            entry.data, entry.version = data, entry.version + 1
        return {**entry.told(), "reserved": fits, "left": left}

    def _add(self, kind: RegisterKind, values: Mapping[str, Any], now: datetime) -> _Entry:
        data, year = new_entry(kind, values), local_day(now).year
        entries = self._entries.setdefault(kind.key, [])
        sequence = 1 + sum(one.year == year for one in entries)
        number = kind.number(self.commune, year, sequence)
        entry = _Entry(id=f"{kind.key}-{len(entries) + 1}", number=number, year=year, data=data, state=kind.first_state)
        entries.append(entry)
        return entry

    def _find(self, kind: RegisterKind, job: OpenedJob) -> _Entry | None:
        wanted = job.inputs.get("entry")
        return next((one for one in self._entries.get(kind.key, []) if wanted in (one.id, one.number)), None)

    def _get(self, kind: RegisterKind, job: OpenedJob) -> _Entry:
        entry = self._find(kind, job)
        if entry is None:
            known = ", ".join(one.number for one in self._entries.get(kind.key, [])) or "none"
            message = f"expected an entry of the register “{kind.key}” ({known}), found “{job.inputs.get('entry')}”"
            raise StepRefused(message, reason="register-entry-unknown", element=job.element, register=kind.key)
        return entry

    def _kind(self, register: str, place: str) -> RegisterKind:
        kind = self.kinds.get(register)
        if kind is None:
            known = ", ".join(self.kinds) or "none"
            message = f"expected a register of registers.yaml ({known}) at “{place}”, found “{register}”"
            raise StepRefused(message, reason="register-unknown", element=place, register=register)
        return kind


_ACTS = {
    "register.add": RegistersInMemory.add,
    "register.search": RegistersInMemory.search,
    "register.read": RegistersInMemory.read,
    "register.amend": RegistersInMemory.amend,
    "register.reserve": RegistersInMemory.reserve,
}


def _fields(job: OpenedJob) -> dict[str, Any]:
    return {name: value for name, value in job.inputs.items() if name not in RESERVED}
