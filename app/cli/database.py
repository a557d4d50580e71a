"""`flask database upgrade|check`: the tables."""

import click

from app.cli.group import CommandGroup, print_json, ready_services
from app.store import publication, territory, work
from app.store.database import create_schema, database

MOST_COUNTED = 10_000

database_commands = CommandGroup("database", help="The tables of the platform.")


@database_commands.command("upgrade")
def upgrade_command() -> None:
    """Bring the tables to the newest version; data is kept."""
    create_schema()
    click.echo(f"The tables are up to date ({database.engine.dialect.name}).")


@database_commands.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check_command(as_json: bool) -> None:
    """Say what the database holds; exits with 1 when it has no tables or failed jobs wait for a person."""
    ready_services()
    failed = len(work.list_jobs(state="failed", limit=MOST_COUNTED))
    found = {
        "database": database.engine.dialect.name,
        "communes": territory.count_communes(),
        "online": len(territory.list_online_communes()),
        "procedures": len(publication.list_newest_deployments()),
        "failed_jobs": failed,
        "incidents": len(work.list_incidents(limit=MOST_COUNTED)),
    }
    if as_json:
        print_json(found)
    else:
        for name, value in found.items():
            click.echo(f"{name.replace('_', ' ')}: {value}")
    raise SystemExit(1 if failed else 0)
