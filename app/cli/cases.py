"""`flask cases migrate|migrations|stop|resume|revert`: moves running cases to another version, and back."""

import time
from collections.abc import Sequence

import click

from app.cli.group import CommandGroup, find_commune, print_json, print_table, ready_services
from app.cli.migrations import find_version, migration_json, print_outcomes, print_remarks, print_trial
from app.commands.bus import execute
from app.commands.migrating.planning import ForgetMigration, PlanMigration, TryMigration
from app.commands.migrating.starting import (
    ResumeMigration,
    RevertMigration,
    StartMigration,
    StopMigration,
    checked_reason,
)
from app.commands.migrating.trial import Trial
from app.commands.migrating.versions import Remark, remarks_on
from app.commands.services import Services
from app.domain.actors import SYSTEM
from app.store import case_migrations
from app.store.models import CaseMigration
from app.worker.batches import run_turn

POLL_SECONDS = 0.5

case_commands = CommandGroup("cases", help="Move running cases to another version of their procedure, and back.")
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@case_commands.command("migrate")
@click.argument("slug")
@click.option("--from", "source", required=True, help="The version (or deployment id) that the cases leave.")
@click.option("--to", "target", required=True, help="The version (or deployment id) to which they move.")
@click.option("--map", "changes", multiple=True, metavar="OLD=NEW", help="An element and the one that stands for it.")
@click.option("--commune", help="Only the cases of this commune (address or code).")
@click.option("--dry-run", is_flag=True, help="Tell what would happen; nothing moves.")
@click.option("--reason", default="", help="Why the cases move, in 10 to 500 characters: it stands in their history.")
@as_json_option
def migrate_command(
    slug: str,
    source: str,
    target: str,
    changes: Sequence[str],
    commune: str | None,
    dry_run: bool,
    reason: str,
    as_json: bool,
) -> None:
    """Move the open cases of SLUG from one version to another. Exits with 1 when the map has errors.

    When this command is interrupted the worker goes on with the batch: stop it with `flask cases stop`.
    """
    services = ready_services()
    if not dry_run:
        checked_reason(reason)
    commune_id = find_commune(commune).id if commune else None
    command = PlanMigration(
        source_id=find_version(slug, source, commune_id=commune_id).id,
        target_id=find_version(slug, target, commune_id=commune_id).id,
        commune_id=commune_id,
        changes=dict(_pair(text) for text in changes),
    )
    migration = execute(command, actor=SYSTEM, services=services)
    remarks = remarks_on(migration, services)
    trial = _try(migration, services, quiet=as_json)
    stands = not any(remark.severity == "error" for remark in remarks)
    if dry_run or not stands:
        execute(ForgetMigration(migration_id=migration.id), actor=SYSTEM, services=services)
    else:
        execute(StartMigration(migration_id=migration.id, reason=reason), actor=SYSTEM, services=services)
        migration = _carry_out(migration.id, services, quiet=as_json)
    _print(migration, remarks, trial, ran=stands and not dry_run, as_json=as_json)
    raise SystemExit(0 if stands else 1)


@case_commands.command("migrations")
@click.option("--procedure", "slug", help="Only those of this procedure.")
@click.option("--limit", default=50, show_default=True)
@as_json_option
def migrations_command(slug: str | None, limit: int, as_json: bool) -> None:
    """List migrations, the newest first."""
    ready_services()
    found = [migration_json(row) for row in case_migrations.list_migrations(slug=slug, limit=limit)]
    if as_json:
        print_json(found)
        return
    rows = [
        (
            row["id"],
            row["slug"],
            f"{row['from']} → {row['to']}",
            row["state"],
            ", ".join(f"{count} {state}" for state, count in row["cases"].items()),
            row["by"],
            row["reason"],
        )
        for row in found
    ]
    print_table(("id", "procedure", "versions", "state", "cases", "by", "reason"), rows)


@case_commands.command("stop")
@click.argument("migration_id")
def stop_command(migration_id: str) -> None:
    """Let no further case of MIGRATION_ID move; those that have moved stay where they are."""
    execute(StopMigration(migration_id=migration_id), actor=SYSTEM, services=ready_services())
    print_outcomes(case_migrations.get_migration(migration_id))


@case_commands.command("resume")
@click.argument("migration_id")
def resume_command(migration_id: str) -> None:
    """Go on with MIGRATION_ID, which was stopped."""
    services = ready_services()
    execute(ResumeMigration(migration_id=migration_id), actor=SYSTEM, services=services)
    print_outcomes(_carry_out(migration_id, services, quiet=False))


@case_commands.command("revert")
@click.argument("migration_id")
@click.option("--reason", required=True, help="Why the cases go back, in 10 to 500 characters.")
@as_json_option
def revert_command(migration_id: str, reason: str, as_json: bool) -> None:
    """Put back the cases of MIGRATION_ID that have not gone on since they were moved; list the others."""
    services = ready_services()
    execute(RevertMigration(migration_id=migration_id, reason=reason), actor=SYSTEM, services=services)
    migration = _carry_out(migration_id, services, quiet=as_json)
    if as_json:
        print_json(migration_json(migration, with_outcomes=True))
    else:
        print_outcomes(migration)


def _pair(text: str) -> tuple[str, str]:
    old, separator, new = text.partition("=")
    if not (separator and old and new):
        raise click.UsageError(f"Expected --map OLD=NEW, found “{text}”.")
    return old, new


def _try(migration: CaseMigration, services: Services, *, quiet: bool) -> Trial:
    while True:
        trial = execute(TryMigration(migration_id=migration.id), actor=SYSTEM, services=services)
        _say(f"{trial.tried} of {trial.total} cases tried.", quiet=quiet)
        if trial.finished:
            return trial


def _carry_out(migration_id: str, services: Services, *, quiet: bool) -> CaseMigration:
    """Carry a batch on to its end, or until only cases are left at whose jobs a worker is: it then goes on alone."""
    while True:
        done = run_turn(services, migration_id=migration_id)
        migration = case_migrations.get_migration(migration_id)
        counted = ", ".join(f"{count} {state}" for state, count in case_migrations.count_items(migration_id).items())
        _say(f"{migration.state}: {counted or 'no case'}", quiet=quiet)
        if migration.state not in case_migrations.CARRIED_ON:
            return migration
        if not done and migration.due_at > services.clock.now():
            _say("The cases that are left wait for a job at work; the worker goes on with them.", quiet=quiet)
            return migration
        if not done:
            time.sleep(POLL_SECONDS)  # another worker carries it on


def _say(line: str, *, quiet: bool) -> None:
    if not quiet:
        click.echo(line, err=True)


def _print(migration: CaseMigration, remarks: Sequence[Remark], trial: Trial, *, ran: bool, as_json: bool) -> None:
    if as_json:
        shown = migration_json(migration, with_outcomes=ran)
        shown |= {"dry_run": trial.to_json(), "remarks": [vars(remark) for remark in remarks]}
        print_json(shown if ran else {**shown, "id": None})
        return
    print_remarks(remarks)
    print_trial(trial)
    if ran:
        print_outcomes(migration)
