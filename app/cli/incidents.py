"""`flask incidents list|show|retry|repair|skip|move|cancel`: cases that stand still, without a browser."""

import getpass
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from app.cli.group import CommandGroup, find_commune, print_json, print_table, ready_services
from app.commands.bus import Command, execute
from app.commands.environment import environment_of
from app.commands.repairs import CancelCase, MoveToken, Outcome, RepairData, RetryIncident, SkipStep
from app.commands.services import Services
from app.domain.actors import Actor
from app.domain.changes import Change, RemoveValue, SetValue
from app.domain.errors import MastaraError
from app.queries.incident_causes import words_of_incident
from app.store import cases, incidents
from app.store.incidents import Area, IncidentFilter
from app.store.models import Case, Incident

Function = TypeVar("Function", bound=Callable[..., Any])
MOST_RETRIED = 10_000
LONGEST_NAME = 120

incident_commands = CommandGroup("incidents", help="List incidents and repair cases that stand still.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def repairing(function: Function) -> Function:
    """Add what every repair asks for: why, who, and how the answer is printed."""
    reason = click.option("--reason", required=True, help="Why, in 10 to 500 signs; the history keeps it.")
    by = click.option("--by", default=getpass.getuser, help="Who does it, for the history (default: this account).")
    return reason(by(json_option(function)))


@incident_commands.command("list")
@click.option("--commune", help="Only incidents of this commune (address or code).")
@click.option("--kind", default="", help="Only this kind, such as no-path.")
@click.option("--element", default="", help="Only this element of the diagram.")
@click.option("--procedure", default="", help="Only this procedure.")
@click.option("--resolved", is_flag=True, help="Those that were resolved, the newest first.")
@click.option("--causes", is_flag=True, help="Count the open ones by cause.")
@click.option("--limit", default=50, show_default=True)
@json_option
def list_command(
    commune: str | None,
    kind: str,
    element: str,
    procedure: str,
    resolved: bool,
    causes: bool,
    limit: int,
    as_json: bool,
) -> None:
    """List the incidents that wait for somebody, the oldest first."""
    ready_services()
    areas = (Area(commune_id=find_commune(commune).id if commune else None, service_id=None),)
    if causes:
        counted = [vars(cause) for cause in incidents.list_causes(areas)]
        _print_rows(counted, ("count", "kind", "element", "procedure", "deployment_id", "oldest"), as_json)
        return
    wanted = IncidentFilter(open=not resolved, kind=kind, element=element, procedure=procedure)
    rows = [_facts(incident, case) for incident, case, _, _ in incidents.list_incidents(areas, wanted, limit=limit)]
    shown = ("id", "kind", "element", "reference", "opened_at", *(("resolved_by", "resolved_how") if resolved else ()))
    _print_rows(rows, shown, as_json)


@incident_commands.command("show")
@click.argument("incident_id")
@json_option
def show_command(incident_id: str, as_json: bool) -> None:
    """Show why a case stands still, where its tokens are, where they may go, and its data."""
    services = ready_services()
    incident = _get(incident_id)
    case = cases.get_case(incident.commune_id, incident.case_id)
    told = {
        **_facts(incident, case),
        "message": words_of_incident(incident, "fr"),
        **_standing(case, services),
        "data": case.document,
    }
    if as_json:
        print_json(told)
        return
    _print_standing(told)


@incident_commands.command("retry")
@click.argument("incident_ids", nargs=-1)
@click.option("--kind", default="", help="Every open incident of this kind.")
@click.option("--element", default="", help="Every open incident at this element.")
@repairing
def retry_command(incident_ids: Sequence[str], kind: str, element: str, reason: str, by: str, as_json: bool) -> None:
    """Run INCIDENT_IDS again on the data as they are now, or all of a kind or an element."""
    services = ready_services()
    if not incident_ids and not kind and not element:
        raise click.UsageError("Expected ids of incidents, or --kind or --element for all of a cause.")
    chosen = [_get(incident_id) for incident_id in incident_ids]
    if kind or element:
        wanted = IncidentFilter(kind=kind, element=element)
        everywhere = (Area(commune_id=None, service_id=None),)
        chosen += [row[0] for row in incidents.list_incidents(everywhere, wanted, limit=MOST_RETRIED)]
    results = [_try(incident, RetryIncident(**_about(incident, reason)), by, services) for incident in chosen]
    _print_rows(results, ("id", "reference", "result"), as_json)
    if any(result["error"] for result in results):
        raise SystemExit(1)


@incident_commands.command("repair")
@click.argument("incident_id")
@click.option("--set", "given", multiple=True, metavar="PATH=JSON", help="Set a value; may be repeated.")
@click.option("--remove", multiple=True, metavar="PATH", help="Remove a value; may be repeated.")
@repairing
def repair_command(
    incident_id: str, given: Sequence[str], remove: Sequence[str], reason: str, by: str, as_json: bool
) -> None:
    """Correct the data of the case; run the incident again afterwards."""
    incident = _get(incident_id)
    changes: list[Change] = [SetValue(path=path, value=value) for path, value in map(_read_pair, given)]
    changes += [RemoveValue(path=path) for path in remove]
    _do(incident, RepairData(changes=changes, **_about(incident, reason)), by, as_json, done="Data repaired.")


@incident_commands.command("skip")
@click.argument("incident_id")
@click.option("--set", "given", multiple=True, metavar="NAME=JSON", help="A value of the step; may be repeated.")
@click.option("--flow", help="The way out, where the diagram has a choice.")
@repairing
def skip_command(incident_id: str, given: Sequence[str], flow: str | None, reason: str, by: str, as_json: bool) -> None:
    """Count the step as done, with the values that it would have given."""
    incident = _get(incident_id)
    values = dict(map(_read_pair, given))
    _do(incident, SkipStep(values=values, flow=flow, **_about(incident, reason)), by, as_json)


@incident_commands.command("move")
@click.argument("incident_id")
@click.option("--to", "target", required=True, help="Element on which the token is put.")
@click.option("--token", help="Key of the token (default: the one that stands still).")
@click.option("--flow", help="Arrow by which it arrives at a join.")
@repairing
def move_command(
    incident_id: str, target: str, token: str | None, flow: str | None, reason: str, by: str, as_json: bool
) -> None:
    """Put a token of the case on another element."""
    incident = _get(incident_id)
    _do(incident, MoveToken(target=target, token=token, flow=flow, **_about(incident, reason)), by, as_json)


@incident_commands.command("cancel")
@click.argument("incident_id")
@click.option("--keep-payments", is_flag=True, help="Do not give back what was paid.")
@repairing
def cancel_command(incident_id: str, keep_payments: bool, reason: str, by: str, as_json: bool) -> None:
    """End the case; the citizen reads the reason."""
    incident = _get(incident_id)
    _do(incident, CancelCase(refund=not keep_payments, **_about(incident, reason)), by, as_json)


def _get(incident_id: str) -> Incident:
    ready_services()
    incident = incidents.find_anywhere(incident_id)
    if incident is None:
        raise click.ClickException(
            f"Expected the id of an incident, found “{incident_id}”: list them with `flask incidents list`."
        )
    return incident


def _about(incident: Incident, reason: str) -> dict[str, Any]:
    return {"commune_id": incident.commune_id, "incident_id": incident.id, "reason": reason}


def _read_pair(text: str) -> tuple[str, object]:
    """Return name and value of `name=value`; the value is JSON where it can be, else a text."""
    name, sign, value = text.partition("=")
    if not sign:
        raise click.UsageError(f"Expected NAME=VALUE, found “{text}”.")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _do(incident: Incident, command: Command[Outcome], by: str, as_json: bool, *, done: str = "") -> None:
    outcome = execute(command, actor=_actor(by), services=ready_services())
    if as_json:
        print_json({"id": incident.id, **vars(outcome)})
        return
    click.echo(f"{outcome.reference}: {done or _in_words(outcome)}")


def _actor(name: str) -> Actor:
    return Actor(kind="system", name=name[:LONGEST_NAME])


def _try(incident: Incident, command: Command[Outcome], by: str, services: Services) -> dict[str, Any]:
    try:
        outcome = execute(command, actor=_actor(by), services=services)
    except MastaraError as error:
        return {"id": incident.id, "reference": "", "result": error.message, "error": error.code}
    return {"id": incident.id, "reference": outcome.reference, "result": _in_words(outcome), "error": ""}


def _in_words(outcome: Outcome) -> str:
    return "Resolved." if outcome.resolved else "The same cause still stops the case."


def _facts(incident: Incident, case: Case) -> dict[str, Any]:
    return {
        "id": incident.id,
        "kind": incident.kind,
        "element": incident.element,
        "reference": case.reference,
        "commune": case.commune_id,
        "procedure": case.slug,
        "deployment": case.deployment_id,
        "opened_at": incident.opened_at.isoformat(timespec="minutes"),
        "resolved_at": incident.resolved_at.isoformat(timespec="minutes") if incident.resolved_at else None,
        "resolved_by": incident.resolved_by,
        "resolved_how": incident.resolved_how,
        "reason": incident.reason,
    }


def _standing(case: Case, services: Services) -> dict[str, Any]:
    deployed = services.deployments.get(case.deployment_id)
    environment = environment_of(case, deployed, services, services.clock.now())
    saved = (deployed.definition, case.engine_state, case.document)
    return {
        "tokens": [
            {
                **vars(place),
                "targets": list(services.engine.targets(*saved, place.key, environment)),
            }
            for place in services.engine.places(*saved, environment)
        ]
    }


def _print_standing(told: dict[str, Any]) -> None:
    """Print the facts that there are, where each token may go, and one value of the case a line."""
    for name, value in told.items():
        if isinstance(value, str):
            click.echo(f"{click.style(name, bold=True)}: {value}")
    click.echo("\nWhere the tokens of the case are:")
    shown = ("key", "element", "code", "obstacle", "ways")
    print_table(shown, [[_in_one(token[name]) for name in shown] for token in told["tokens"]])
    for token in told["tokens"]:
        if token["targets"]:
            click.echo(f"\nToken {token['key']} ({token['element']}) may move to: {', '.join(token['targets'])}.")
    click.echo("\nData of the case:")
    print_table(("name", "value"), [(name, json.dumps(it, ensure_ascii=False)) for name, it in told["data"].items()])


def _in_one(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _print_rows(rows: Sequence[dict[str, Any]], shown: Sequence[str], as_json: bool) -> None:
    if as_json:
        print_json(rows)
        return
    print_table(shown, [[row[name] for name in shown] for row in rows])
