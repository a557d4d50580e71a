"""What the tests of migrations do again and again."""

from app.commands.bus import execute
from app.commands.migrating.planning import PlanMigration, TryMigration
from app.commands.migrating.starting import RevertMigration, StartMigration
from app.commands.migrating.trial import Trial
from app.store import case_migrations
from app.store.models import CaseMigration
from app.worker.batches import run_turn
from tests.world.places import World
from tests.world.two_versions import Versions

WHY = "La nouvelle version corrige une erreur."


def plan(world: World, versions: Versions, **named: object) -> CaseMigration:
    """Plan a migration from the old version to the new one."""
    command = PlanMigration(source_id=versions.old, target_id=versions.new, **named)  # type: ignore[arg-type]
    return execute(command, actor=world.agent("analyst", "country"), services=world.services)


def dry_run(world: World, migration: CaseMigration) -> Trial:
    """Try every open case."""
    while True:
        command = TryMigration(migration_id=migration.id)
        trial = execute(command, actor=world.agent("analyst", "country"), services=world.services)
        if trial.finished:
            return trial


def start(world: World, migration: CaseMigration) -> None:
    """Start a migration that was tried."""
    command = StartMigration(migration_id=migration.id, reason=WHY)
    execute(command, actor=world.agent("analyst", "country"), services=world.services)


def revert(world: World, migration: CaseMigration) -> None:
    """Ask for the revert of a migration."""
    command = RevertMigration(migration_id=migration.id, reason=WHY)
    execute(command, actor=world.agent("operator", "country"), services=world.services)


def carry_on(world: World, migration: CaseMigration, *, limit: int = 50) -> str:
    """Let the worker carry a batch on until nothing more is due; return its state."""
    while run_turn(world.services, migration_id=migration.id, limit=limit):
        pass
    return case_migrations.get_migration(migration.id).state


def move_all(world: World, versions: Versions, **named: object) -> CaseMigration:
    """Plan, try, start and carry out a migration."""
    migration = plan(world, versions, **named)
    dry_run(world, migration)
    start(world, migration)
    assert carry_on(world, migration) == "done"
    return migration


def counts(migration: CaseMigration) -> dict[str, int]:
    """Return how many cases stand in each state."""
    return case_migrations.count_items(migration.id)
