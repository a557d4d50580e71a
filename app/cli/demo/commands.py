"""`flask demo load|reset`: demonstration data. Everybody in it is invented."""

import time

import click

from app.cli.demo.loading import Counted, load_demo
from app.cli.demo.resetting import reset_demo
from app.cli.group import CommandGroup
from app.commands.services import current_services
from app.store.database import create_schema

demo_commands = CommandGroup("demo", help="Demonstration data; every person in it is invented.")


@demo_commands.command("load")
def load_command() -> None:
    """Load the country, three communes, accounts, procedures and cases; a second load adds nothing."""
    began = time.monotonic()
    create_schema()
    services = current_services()
    _say(load_demo(services.settings, services.clock), began)


@demo_commands.command("reset")
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset_command(yes: bool) -> None:
    """Delete EVERYTHING in a demonstration database, then load the demonstration again."""
    create_schema()
    if not yes:
        click.confirm("This deletes all cases, accounts and procedures of this database. Go on?", abort=True)
    began = time.monotonic()
    services = current_services()
    reset_demo(services.settings)
    _say(load_demo(services.settings, services.clock), began)


def _say(counted: Counted, began: float) -> None:
    seconds = time.monotonic() - began
    added = ", ".join(f"{number} {what}" for what, number in counted.items() if number)
    click.echo(f"Added {added} in {seconds:.0f} s." if added else f"Everything was there ({seconds:.0f} s).")
    click.echo("The people and cases of the demonstration are invented.")
