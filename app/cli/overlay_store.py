"""`flask overlays list|export|import|publish`: the changes of communes in the database, as files."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from app.cli.group import CommandGroup, find_commune, print_json, print_table, ready_services
from app.commands.bus import execute
from app.commands.tailoring.adopting import AdoptProcedure
from app.commands.tailoring.changing import SaveOperations
from app.commands.tailoring.checking import check_overlay
from app.commands.tailoring.errors import OperationsRefused, TailoringRefused
from app.commands.tailoring.publishing import PublishOverlay
from app.domain.actors import SYSTEM
from app.domain.clock import local_day
from app.domain.findings import Finding
from app.procedures.tailoring import Overlay, OverlayRefused, read_overlay, write_overlay
from app.queries.tailoring import open_workshop
from app.store import publication, tailoring, variants
from app.store.results import Place

commune_option = click.option("--commune", required=True, help="Address or code of the commune.")
procedure_option = click.option("--procedure", "slug", required=True, help="The procedure's slug.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
LARGEST = 1_000_000


class OverlayMismatch(TailoringRefused):
    """The file is an overlay of another procedure, commune or version."""

    code = "overlay-mismatch"


def register(group: CommandGroup) -> None:
    """Add the commands to the group `overlays`."""
    for command in (list_command, export_command, import_command, publish_command):
        group.add_command(command)


@click.command("list")
@click.option("--commune", help="Only this commune (address or code).")
@click.option("--procedure", "slug", help="Only this procedure.")
@json_option
def list_command(commune: str | None, slug: str | None, as_json: bool) -> None:
    """List the overlays in effect, with the deployment that each gives."""
    ready_services()
    wanted = find_commune(commune).slug if commune else None
    slugs = [slug] if slug else [row.slug for row in publication.list_newest_deployments()]
    keys = ("commune", "procedure", "number", "operations", "since", "until", "decision", "deployment")
    rows = [
        (
            one.commune_slug,
            one.overlay.slug,
            one.overlay.number,
            one.overlay.operation_count,
            one.overlay.since,
            one.overlay.until,
            one.overlay.decision_reference,
            one.overlay.deployment_id,
        )
        for name in slugs
        for one in variants.list_in_effect_at(name, Place())
        if wanted in (None, one.commune_slug)
    ]
    if as_json:
        print_json([dict(zip(keys, row, strict=True)) for row in rows])
    else:
        print_table(keys, rows)


@click.command("export")
@commune_option
@procedure_option
@click.option("--number", type=int, help="A published overlay; the changes in the workshop when absent.")
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="The file; printed when absent.")
def export_command(commune: str, slug: str, number: int | None, target: Path | None) -> None:
    """Write the overlay of a commune as its file."""
    services, commune_id = ready_services(), find_commune(commune).id
    if number is not None:
        content = tailoring.get_overlay(commune_id, slug, number).content.encode()
    else:
        workshop = open_workshop(commune_id, slug)
        overlay = workshop.overlay(today=local_day(services.clock.now()), author=workshop.row.updated_by)
        content = write_overlay(overlay, file=f"overlays/{overlay.commune}.yaml")
    if target is None:
        click.echo(content.decode(), nl=False)
    else:
        target.write_bytes(content)
        click.echo(f"Wrote {target}.")


@click.command("import")
@commune_option
@procedure_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_command(commune: str, slug: str, file: Path) -> None:
    """Put the overlay of FILE into the commune's workshop; refused as the screen refuses, exit code 1."""
    services, row = ready_services(), find_commune(commune)
    if file.stat().st_size > LARGEST:
        raise OverlayMismatch(f"Expected an overlay of at most {LARGEST} bytes, found {file.stat().st_size}.")
    overlay = _read(file)
    if tailoring.find_tailoring(row.id, slug) is None:
        execute(AdoptProcedure(commune_id=row.id, slug=slug), actor=SYSTEM, services=services)
    workshop = open_workshop(row.id, slug)
    found = (overlay.procedure, overlay.commune, overlay.base.version)
    if found != (slug, row.slug, workshop.base.version):
        raise OverlayMismatch(
            f"Expected an overlay of {slug} for {row.slug} on version {workshop.base.version}, found one of "
            f"{found[0]} for {found[1]} on version {found[2]}."
        )
    command = SaveOperations(
        commune_id=row.id,
        slug=slug,
        seen=workshop.row.revision,
        operations=overlay.operations,
        details=_details(overlay),
    )
    try:
        revision = execute(command, actor=SYSTEM, services=services)
    except OperationsRefused as refused:
        _print_findings(refused.findings)
    click.echo(f"{len(overlay.operations)} operations are in the workshop, revision {revision}.")


@click.command("publish")
@commune_option
@procedure_option
@click.option("--outcomes-read", is_flag=True, help="You have read which national scenarios end otherwise.")
def publish_command(commune: str, slug: str, outcomes_read: bool) -> None:
    """Check the changes in the workshop and publish them; exit code 1 with what stands in the way."""
    services, commune_id = ready_services(), find_commune(commune).id
    workshop = open_workshop(commune_id, slug)
    if not workshop.row.details.get("reason"):
        raise click.ClickException("Expected a reason with the changes, found none: import an overlay that says why.")
    overlay = workshop.overlay(today=local_day(services.clock.now()), author=workshop.row.updated_by)
    checked = check_overlay(workshop.base, overlay)
    for one in checked.changed:
        click.echo(f"Otherwise than nationally: {one.name} ({one.file})", err=True)
    command = PublishOverlay(
        commune_id=commune_id,
        slug=slug,
        seen=workshop.row.revision,
        checked=checked,
        outcomes_read=outcomes_read,
        origin="file",
    )
    try:
        published = execute(command, actor=SYSTEM, services=services)
    except OperationsRefused as refused:
        _print_findings(refused.findings)
    when = "waits for its first day" if published.scheduled else "is in effect"
    click.echo(f"Overlay {published.number} {when}, deployment {published.deployment_id}.")


def _read(file: Path) -> Overlay:
    try:
        return read_overlay(file.read_bytes(), file=file.name)
    except OverlayRefused as refused:
        _print_findings(refused.findings)


def _details(overlay: Overlay) -> dict[str, str]:
    return {
        "reason": overlay.reason,
        "decision_reference": overlay.decision.reference if overlay.decision else "",
        "decision_taken": overlay.decision.taken.isoformat() if overlay.decision else "",
        "since": overlay.since.isoformat(),
        "until": overlay.until.isoformat() if overlay.until else "",
    }


def _print_findings(findings: Sequence[Finding]) -> NoReturn:
    for one in findings:
        click.echo(str(one), err=True)
    sys.exit(1)
