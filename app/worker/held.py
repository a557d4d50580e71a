"""A job that this worker holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.store.models import Job


@dataclass(frozen=True, kw_only=True)
class HeldJob:
    """What the worker needs of a job while no transaction is open. `id` is the idempotency key of its effect."""

    id: str
    lease_token: str
    commune_id: str
    case_id: str
    kind: str
    engine_key: str
    element: str
    operation: str
    inputs: Mapping[str, Any]
    attempts: int
    max_attempts: int
    lease_until: datetime

    @classmethod
    def of(cls, job: Job) -> "HeldJob":
        """Copy the row."""
        assert job.lease_token is not None and job.lease_until is not None, "the job was just leased"
        return cls(
            id=job.id,
            lease_token=job.lease_token,
            commune_id=job.commune_id,
            case_id=job.case_id,
            kind=job.kind,
            engine_key=job.engine_key,
            element=job.element,
            operation=job.operation,
            inputs=dict(job.inputs),
            attempts=job.attempts,
            max_attempts=job.max_attempts,
            lease_until=job.lease_until,
        )

    def text(self, name: str, default: str = "") -> str:
        """Return an input as text."""
        value = self.inputs.get(name)
        return default if value is None else str(value)
