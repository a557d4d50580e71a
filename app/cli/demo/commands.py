"""`flask demo load|reset`: demonstration data. Everybody in it is invented."""

import logging
import time

import click

from app.cli.demo.loading import Counted, load_demo
from app.cli.demo.resetting import reset_demo
from app.cli.group import CommandGroup
from app.commands.services import current_services
from app.logs import configure_logs
from app.store.database import create_schema

demo_commands = CommandGroup("demo", help="Demonstration data; every person in it is invented.")


_full = click.option("--full", is_flag=True, help="Load the whole crowd beside the cases that are told: some minutes.")
QUICK = 0.12
"""The share of the crowd that is loaded without `--full`."""


@demo_commands.command("load")
@_full
def load_command(full: bool) -> None:
    """Load the country, three communes, accounts, procedures and cases of a year; a second load adds nothing."""
    began = time.monotonic()
    create_schema()
    _load(1.0 if full else QUICK, began)


@demo_commands.command("reset")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_full
def reset_command(yes: bool, full: bool) -> None:
    """Delete EVERYTHING in a demonstration database, then load the demonstration again."""
    create_schema()
    if not yes:
        click.confirm("This deletes all cases, accounts and procedures of this database. Go on?", abort=True)
    began = time.monotonic()
    reset_demo(current_services().settings)
    _load(1.0 if full else QUICK, began)


def _load(share: float, began: float) -> None:
    """Load and say what was added; that some stories stand still is meant, so no log is written about it."""
    configure_logs(level=logging.ERROR)
    services = current_services()
    _say(load_demo(services.settings, services.clock, share=share), began)


def _say(counted: Counted, began: float) -> None:
    seconds = time.monotonic() - began
    added = ", ".join(f"{number} {what}" for what, number in counted.items() if number)
    click.echo(f"Added {added} in {seconds:.0f} s." if added else f"Everything was there ({seconds:.0f} s).")
    click.echo("The people and cases of the demonstration are invented.")
