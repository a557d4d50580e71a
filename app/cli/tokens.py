"""`flask users token add|list|revoke`: tokens by which machines speak in the name of a commune."""

import click

from app.cli.group import CommandGroup, find_commune, print_json, print_table, ready_services
from app.commands.accounts import ROLES
from app.commands.bus import execute
from app.commands.tokens import CreateToken, RevokeToken
from app.domain.actors import SYSTEM
from app.store import tokens

token_commands = CommandGroup("token", help="Tokens of machines for /api/v1: one commune, some roles, an end.")


@token_commands.command("add")
@click.argument("name")
@click.option("--commune", required=True, help="Address or code of the commune.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(sorted(ROLES)))
@click.option("--days", default=90, show_default=True, help="Days until it ends.")
def add_command(name: str, commune: str, roles: tuple[str, ...], days: int) -> None:
    """Make the token NAME; its secret is shown once."""
    services = ready_services()
    command = CreateToken(commune_id=find_commune(commune).id, name=name, roles=roles, days=days)
    made = execute(command, actor=SYSTEM, services=services)
    click.echo(f"Token {made.id} holds for {days} days. Secret (shown once): {made.secret}")


@token_commands.command("list")
@click.option("--commune", help="Only tokens of this commune (address or code).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_command(commune: str | None, as_json: bool) -> None:
    """List the tokens; nobody can read their secrets."""
    now = ready_services().clock.now()
    keys = ("id", "name", "commune", "roles", "until", "state")
    rows = [
        (
            row.id,
            row.name,
            row.commune_id,
            ", ".join(row.roles),
            f"{row.expires_at:%Y-%m-%d}",
            "revoked" if row.revoked_at else "over" if row.expires_at <= now else "holds",
        )
        for row in tokens.list_tokens(find_commune(commune).id if commune else None)
    ]
    if as_json:
        print_json([dict(zip(keys, row, strict=True)) for row in rows])
    else:
        print_table(keys, rows)


@token_commands.command("revoke")
@click.argument("token_id")
def revoke_command(token_id: str) -> None:
    """End the token TOKEN_ID now."""
    services = ready_services()
    execute(RevokeToken(token_id=token_id), actor=SYSTEM, services=services)
    click.echo(f"The token {token_id} is revoked.")
