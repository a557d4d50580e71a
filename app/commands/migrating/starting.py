"""Starts, stops, resumes and reverts a batch; a worker then carries it on case by case."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.migrating.planning import MigrationNotPossible, OnMigration, must_become
from app.commands.migrating.trial import Trial
from app.commands.migrating.versions import remarks_on
from app.domain.errors import MastaraError
from app.store import case_migrations
from app.store.models import CaseMigration

SHORTEST_REASON, LONGEST_REASON = 10, 500


class MigrationReasonMissing(MastaraError):
    """Why running cases change their version must be written down, in 10 to 500 characters."""

    code = "migration-reason-missing"


def checked_reason(reason: str) -> str:
    """Return the reason without spaces around it. Raises MigrationReasonMissing."""
    text = reason.strip()
    if not SHORTEST_REASON <= len(text) <= LONGEST_REASON:
        raise MigrationReasonMissing(
            f"Expected a reason of {SHORTEST_REASON} to {LONGEST_REASON} characters, found {len(text)}: say why."
        )
    return text


@dataclass(frozen=True, kw_only=True)
class StartMigration(OnMigration):
    """Put every open case of the source on the list of the batch and let the worker move them."""

    reason: str

    def handle(self, unit: Unit) -> CaseMigration:
        migration = self.locked()
        if migration.state != "planned" or migration.trial is None or not Trial.from_json(migration.trial).finished:
            raise MigrationNotPossible(
                f"Expected a migration whose dry run is over, found it {migration.state}: try it first.",
                state=migration.state,
            )
        errors = [remark for remark in remarks_on(migration, unit.services) if remark.severity == "error"]
        if errors:
            raise MigrationNotPossible(
                f"Expected a map without errors, found {len(errors)} (first: {errors[0].code} {errors[0].subject}).",
                state=migration.state,
            )
        _must_be_alone(migration)
        migration.reason, migration.started_by = checked_reason(self.reason), unit.actor.name
        migration.state, migration.started_at, migration.due_at = "running", unit.now, unit.now
        case_migrations.enlist(migration)
        return migration


@dataclass(frozen=True, kw_only=True)
class StopMigration(OnMigration):
    """Let no further case move; those that have moved stay where they are."""

    def handle(self, unit: Unit) -> None:
        migration = self.locked()
        must_become(migration, "stopped")
        migration.state, migration.lease_token, migration.lease_until = "stopped", None, None


@dataclass(frozen=True, kw_only=True)
class ResumeMigration(OnMigration):
    """Go on with a batch that was stopped."""

    def handle(self, unit: Unit) -> None:
        migration = self.locked()
        must_become(migration, "running")
        if migration.state != "stopped":
            raise MigrationNotPossible(
                f"Expected a migration that was stopped, found it {migration.state}: start it.", state=migration.state
            )
        _must_be_alone(migration)
        migration.state, migration.due_at = "running", unit.now


@dataclass(frozen=True, kw_only=True)
class RevertMigration(OnMigration):
    """Put back every case that has not gone on since it was moved; the others are listed with the reason."""

    reason: str

    def handle(self, unit: Unit) -> None:
        migration = self.locked()
        must_become(migration, "reverting")
        _must_be_alone(migration)
        migration.revert_reason, migration.reverted_by = checked_reason(self.reason), unit.actor.name
        migration.state, migration.due_at, migration.reverted_at = "reverting", unit.now, unit.now


def _must_be_alone(migration: CaseMigration) -> None:
    other = case_migrations.find_active(migration.slug, besides=migration.id)
    if other is not None:
        raise MigrationNotPossible(
            f"Expected no other migration of “{migration.slug}” at work, found {other.id}: wait for it or stop it.",
            state=migration.state,
        )
