"""Carries a batch on: one transaction a case, fenced by the lease under which a worker holds the batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.commands.bus import Unit, require
from app.commands.migrating.items import end_item
from app.commands.migrating.moving import move_case
from app.commands.migrating.outcome import Reason
from app.commands.migrating.planning import carry_trial_on
from app.commands.migrating.reverting import put_back
from app.commands.migrating.trial import Trial
from app.domain.errors import MastaraError
from app.store import case_migrations
from app.store.case_migrations import Key
from app.store.models import CaseMigration, CaseMigrationItem

TURN = 50
"""Cases of one turn: jobs of the other cases come in between."""
PUT_OFF = timedelta(seconds=30)
MOST_ATTEMPTS = 20


class BatchLost(MastaraError):
    """Another worker carries the batch on, or somebody stopped it."""

    code = "batch-lost"


@dataclass(frozen=True, kw_only=True)
class HeldBatch:
    """What a worker knows of a batch while no transaction is open."""

    migration_id: str
    lease_token: str
    state: str


@dataclass(frozen=True, kw_only=True)
class _OfWorker:
    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the worker.")


@dataclass(frozen=True, kw_only=True)
class AcquireBatch(_OfWorker):
    """Take a batch that has something to do (a certain one when it is named) under a lease."""

    lease: timedelta
    migration_id: str | None = None

    def handle(self, unit: Unit) -> HeldBatch | None:
        found = case_migrations.acquire(unit.now, lease=self.lease, migration_id=self.migration_id)
        if found is None or found.lease_token is None:
            return None
        return HeldBatch(migration_id=found.id, lease_token=found.lease_token, state=found.state)


@dataclass(frozen=True, kw_only=True)
class _OnBatch(_OfWorker):
    """A command on a batch that this worker holds."""

    batch: HeldBatch

    def held(self) -> CaseMigration:
        """Return the batch, its row locked. Raises BatchLost."""
        found = case_migrations.find_held(self.batch.migration_id, self.batch.lease_token)
        if found is None or found.state != self.batch.state:
            raise BatchLost(f"Expected to hold the batch {self.batch.migration_id}, found that it is held no more.")
        return found


@dataclass(frozen=True, kw_only=True)
class CarryTrialOn(_OnBatch):
    """Try one more slice of cases; return how many."""

    def handle(self, unit: Unit) -> int:
        migration = self.held()
        before = Trial.from_json(migration.trial).tried if migration.trial else 0
        return carry_trial_on(migration, unit).tried - before


@dataclass(frozen=True, kw_only=True)
class ListTurn(_OnBatch):
    """Return the keys of the next cases."""

    limit: int = TURN

    def handle(self, unit: Unit) -> Sequence[Key]:
        migration = self.held()
        state = "waiting" if migration.state == "running" else "moved"
        return case_migrations.list_due_items(migration.id, state=state, now=unit.now, limit=self.limit)


@dataclass(frozen=True, kw_only=True)
class CarryCase(_OnBatch):
    """Move one case, or put it back; while a worker is at one of its jobs it is put off."""

    key: Key
    lease: timedelta

    def handle(self, unit: Unit) -> None:
        migration = self.held()
        migration.lease_until = unit.now + self.lease
        item = case_migrations.get_item(migration.id, self.key)
        if item.state != ("waiting" if migration.state == "running" else "moved"):
            return
        carry = move_case if migration.state == "running" else put_back
        if not carry(migration, item, unit):
            put_off(item, migration, unit.now)


@dataclass(frozen=True, kw_only=True)
class GiveCaseUp(_OnBatch):
    """Write down that a case could not be dealt with: something unexpected went wrong, and is in the log."""

    key: Key
    code: str

    def handle(self, unit: Unit) -> None:
        migration = self.held()
        _refuse(case_migrations.get_item(migration.id, self.key), migration, Reason(code=self.code), unit.now)


@dataclass(frozen=True, kw_only=True)
class EndTurn(_OnBatch):
    """Let the batch go, until the next turn or for good when nothing is left."""

    def handle(self, unit: Unit) -> None:
        migration = self.held()
        migration.lease_token = migration.lease_until = None
        if migration.state not in ("running", "reverting"):
            return
        state = "waiting" if migration.state == "running" else "moved"
        if case_migrations.list_due_items(migration.id, state=state, now=unit.now, limit=1):
            return
        retry = case_migrations.next_retry(migration.id, state=state)
        if retry is not None:
            migration.due_at = retry
        else:
            migration.state = "done" if migration.state == "running" else "reverted"
            migration.ended_at = unit.now


def put_off(item: CaseMigrationItem, migration: CaseMigration, now: datetime) -> None:
    """Try a case again later; after many times it is left where it is."""
    item.attempts += 1
    if item.attempts >= MOST_ATTEMPTS:
        _refuse(item, migration, Reason(code="job-at-work"), now)
    else:
        item.retry_at = now + PUT_OFF


def _refuse(item: CaseMigrationItem, migration: CaseMigration, reason: Reason, now: datetime) -> None:
    end_item(item, "refused" if migration.state == "running" else "kept", now, reasons=(reason,))
