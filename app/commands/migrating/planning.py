"""Plans a migration: from which version to which, under which element map; tries it; forgets it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.commands.bus import Unit, require
from app.commands.migrating.trial import Trial, begin_trial, try_slice
from app.commands.migrating.versions import require_related
from app.domain import permissions
from app.domain.codes import new_id
from app.domain.errors import MastaraError
from app.domain.lifecycles import MIGRATION, may_become
from app.engine import propose_elements
from app.store import case_migrations, publication, territory
from app.store.models import CaseMigration


class MigrationNotPossible(MastaraError):
    """The batch is not in a state in which this can be done."""

    code = "migration-not-possible"


@dataclass(frozen=True, kw_only=True)
class OnMigration:
    """A command on one batch."""

    migration_id: str

    def authorise(self, unit: Unit) -> None:
        """An analyst of the DGCT, or the platform's operator."""
        require_migrator(unit)

    def locked(self) -> CaseMigration:
        """Return the batch, its row locked. Raises MigrationUnknown."""
        return case_migrations.get_migration(self.migration_id, lock=True)


def require_migrator(unit: Unit) -> None:
    """Raise Forbidden unless the actor may move running cases."""
    allowed = unit.actor.kind == "system" or permissions.may(unit.actor, permissions.MIGRATE)
    require(allowed, "Expected an analyst of the DGCT or the operator of the platform.")


def must_become(migration: CaseMigration, state: str) -> None:
    """Raise MigrationNotPossible unless the batch may go on to a state."""
    if not may_become(MIGRATION, migration.state, state):
        raise MigrationNotPossible(
            f"Expected a migration that may become {state}, found it {migration.state}: look at it again.",
            state=migration.state,
        )


@dataclass(frozen=True, kw_only=True)
class PlanMigration:
    """Write down a migration, or replace the map of one that has not started. Nothing moves.

    Without `elements` the map is the proposed one; `changes` replaces single lines of it.
    """

    source_id: str
    target_id: str
    commune_id: str | None = None
    elements: Mapping[str, str] | None = None
    changes: Mapping[str, str] = field(default_factory=dict)
    migration_id: str | None = None

    def authorise(self, unit: Unit) -> None:
        """An analyst of the DGCT, or the platform's operator."""
        require_migrator(unit)

    def handle(self, unit: Unit) -> CaseMigration:
        source, target = publication.get_deployment(self.source_id), publication.get_deployment(self.target_id)
        require_related(source, target)
        if self.commune_id is not None:
            territory.get_commune_by_id(self.commune_id)
        deployed = unit.services.deployments
        proposed = propose_elements(deployed.get(source.id).definition, deployed.get(target.id).definition)
        elements = {**(proposed if self.elements is None else self.elements), **self.changes}
        migration = self._row(unit)
        migration.slug, migration.source_id, migration.target_id = source.slug, source.id, target.id
        migration.commune_id = self.commune_id or source.commune_id
        migration.elements, migration.state, migration.trial = elements, "planned", None
        migration.planned_by, migration.planned_at, migration.due_at = unit.actor.name, unit.now, unit.now
        case_migrations.add(migration)
        return migration

    def _row(self, unit: Unit) -> CaseMigration:
        if self.migration_id is None:
            return CaseMigration(id=new_id())
        known = case_migrations.get_migration(self.migration_id, lock=True)
        if known.state not in ("planned", "trying"):
            raise MigrationNotPossible(
                f"Expected a migration that has not started, found it {known.state}: plan another one.",
                state=known.state,
            )
        return known


@dataclass(frozen=True, kw_only=True)
class TryMigration(OnMigration):
    """Begin the dry run of a migration, and carry it on by one slice of cases."""

    def handle(self, unit: Unit) -> Trial:
        migration = self.locked()
        if migration.state != "trying":
            must_become(migration, "trying")
            migration.state, migration.trial = "trying", begin_trial(migration).to_json()
        return carry_trial_on(migration, unit)


def carry_trial_on(migration: CaseMigration, unit: Unit) -> Trial:
    """Try the next slice and keep what was found; after the last one the migration is planned again."""
    assert migration.trial is not None, "a trial was begun"
    trial = try_slice(migration, Trial.from_json(migration.trial), unit)
    migration.trial = trial.to_json()
    migration.state = "planned" if trial.finished else "trying"
    return trial


@dataclass(frozen=True, kw_only=True)
class ForgetMigration(OnMigration):
    """Remove a migration that has not started."""

    def handle(self, unit: Unit) -> None:
        migration = self.locked()
        if migration.state not in ("planned", "trying"):
            raise MigrationNotPossible(
                f"Expected a migration that has not started, found it {migration.state}: it stays in the history.",
                state=migration.state,
            )
        case_migrations.remove(migration)
