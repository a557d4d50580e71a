"""`flask users add|list|password|email|role`: accounts of agents."""

import secrets

import click

from app.cli.group import CommandGroup, find_commune, print_json, print_table, ready_services
from app.commands.accounts import ROLES, AssignRole, CreateAgent, RevokeRole, SetAddress, SetPassword
from app.commands.bus import execute
from app.domain.actors import SYSTEM
from app.domain.languages import read_language
from app.store import people, territory
from app.store.models import RoleAssignment

GENERATED_BYTES = 12

user_commands = CommandGroup("users", help="Accounts of agents and their roles.")
password_option = click.option("--password", help="The password; asked for when absent.")
generate_option = click.option("--generate", is_flag=True, help="Make a password and print it once.")
commune_option = click.option("--commune", help="Address or code of the commune; the whole country when absent.")
service_option = click.option("--service", help="Key of the service; all of them when absent.")


@user_commands.command("add")
@click.argument("username")
@click.option("--name-ar", required=True, help="Name in Arabic.")
@click.option("--name-fr", required=True, help="Name in Latin letters.")
@click.option("--language", type=click.Choice(["ar", "fr"]), default="fr", show_default=True)
@click.option("--email", help="Address at which the agent is told of legal periods that run out.")
@click.option("--role", "roles", multiple=True, type=click.Choice(sorted(ROLES)), help="A role; may be repeated.")
@commune_option
@service_option
@password_option
@generate_option
def add_command(
    username: str,
    name_ar: str,
    name_fr: str,
    language: str,
    email: str | None,
    roles: tuple[str, ...],
    commune: str | None,
    service: str | None,
    password: str | None,
    generate: bool,
) -> None:
    """Create the account USERNAME."""
    services = ready_services()
    commune_id, service_id = _place(commune, service)
    chosen = _choose_password(password, generate)
    create = CreateAgent(
        username=username,
        password=chosen,
        name_ar=name_ar,
        name_fr=name_fr,
        language=read_language(language),
        email=email,
    )
    execute(create, actor=SYSTEM, services=services)
    for role in roles:
        assign = AssignRole(username=username, role=role, commune_id=commune_id, service_id=service_id)
        execute(assign, actor=SYSTEM, services=services)
    click.echo(f"The account {username} exists, with {len(roles)} roles.")
    if generate:
        click.echo(f"Password (shown once): {chosen}")


@user_commands.command("list")
@click.option("--commune", help="Only agents of this commune (address or code).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_command(commune: str | None, as_json: bool) -> None:
    """List the accounts with their roles."""
    ready_services()
    agents = people.list_agents(find_commune(commune).id if commune else None)
    rows = [
        (agent.username, agent.name_fr, agent.name_ar, "active" if agent.active else "closed", _roles(agent.id))
        for agent in agents
    ]
    if as_json:
        keys = ("username", "name_fr", "name_ar", "state", "roles")
        print_json([dict(zip(keys, row, strict=True)) for row in rows])
    else:
        print_table(("login", "name", "name (ar)", "state", "roles"), rows)


@user_commands.command("password")
@click.argument("username")
@password_option
@generate_option
def password_command(username: str, password: str | None, generate: bool) -> None:
    """Replace the password of USERNAME; open sessions end."""
    services = ready_services()
    chosen = _choose_password(password, generate)
    execute(SetPassword(username=username, password=chosen), actor=SYSTEM, services=services)
    click.echo(f"The password of {username} is replaced; open sessions end.")
    if generate:
        click.echo(f"Password (shown once): {chosen}")


@user_commands.command("email")
@click.argument("username")
@click.argument("address", required=False)
def email_command(username: str, address: str | None) -> None:
    """Give USERNAME the ADDRESS at which legal periods that run out are told; without it none is."""
    execute(SetAddress(username=username, email=address), actor=SYSTEM, services=ready_services())
    click.echo(f"{username} is written to at {address}." if address else f"{username} is no longer written to.")


@user_commands.command("role")
@click.argument("username")
@click.argument("role", type=click.Choice(sorted(ROLES)))
@commune_option
@service_option
@click.option("--remove", is_flag=True, help="Take the role back.")
def role_command(username: str, role: str, commune: str | None, service: str | None, remove: bool) -> None:
    """Give ROLE to USERNAME, or take it back."""
    services = ready_services()
    commune_id, service_id = _place(commune, service)
    if remove:
        revoke = RevokeRole(username=username, role=role, commune_id=commune_id, service_id=service_id)
        execute(revoke, actor=SYSTEM, services=services)
        click.echo(f"{username} no longer holds “{role}” there.")
        return
    assign = AssignRole(username=username, role=role, commune_id=commune_id, service_id=service_id)
    fresh = execute(assign, actor=SYSTEM, services=services)
    click.echo(f"{username} holds “{role}” there." if fresh else f"{username} held “{role}” there already.")


def _place(commune: str | None, service: str | None) -> tuple[str | None, str | None]:
    if commune is None:
        if service is not None:
            raise click.UsageError("Expected --commune together with --service.")
        return None, None
    commune_id = find_commune(commune).id
    if service is None:
        return commune_id, None
    known = {row.key: row.id for row in territory.list_services(commune_id)}
    if service not in known:
        raise click.ClickException(f"Expected one of the services {', '.join(known) or 'none'}, found “{service}”.")
    return commune_id, known[service]


def _choose_password(password: str | None, generate: bool) -> str:
    if generate:
        return secrets.token_urlsafe(GENERATED_BYTES)
    if password is not None:
        return password
    asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked


def _roles(agent_id: str) -> str:
    return ", ".join(_in_words(assignment) for assignment in people.list_assignments(agent_id))


def _in_words(assignment: RoleAssignment) -> str:
    return f"{assignment.role}@{assignment.commune_id or 'country'}"
