"""What every command shares: expected errors without traceback, tables, progress, JSON."""

import json
import sys
from collections.abc import Sequence
from typing import Any

import click
from flask.cli import AppGroup

from app.commands.services import Services, current_services
from app.domain.errors import MastaraError
from app.store import territory
from app.store.database import database
from app.store.models import Commune

GUARD_TABLE = "commune"


class CommandGroup(AppGroup):
    """A group whose commands end with a message and exit code 1 when something expected goes wrong."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MastaraError as error:
            raise click.ClickException(error.message) from error


def ready_services() -> Services:
    """Return the application's services once its database has tables. Raises ClickException."""
    with database.engine.connect() as connection:
        ready = database.engine.dialect.has_table(connection, GUARD_TABLE)
    if not ready:
        raise click.ClickException("Expected a database with tables, found none: run `flask database upgrade` first.")
    return current_services()


def find_commune(slug_or_code: str) -> Commune:
    """Return the commune of an address or code. Raises CommuneUnknown."""
    return territory.find_commune(slug_or_code) or territory.get_commune_by_id(slug_or_code)


def print_json(data: object) -> None:
    """Print JSON that a person can read too."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def print_table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print aligned columns, or a word when there is nothing."""
    if not rows:
        click.echo("(none)")
        return
    cells = [[str(header) for header in headers], *([_shown(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headers))]
    for row in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def progress(label: str, length: int, *, hidden: bool = False) -> Any:
    """Return a progress bar on the error stream, so that results can be piped."""
    return click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden)


def _shown(value: object) -> str:
    return "–" if value in (None, "") else str(value)
