"""`flask procedures arrange`: puts the steps of a diagram in order, from left to right, lane by lane."""

from collections.abc import Sequence
from pathlib import Path

import click

from app.cli.group import CommandGroup
from app.commands.services import current_services
from app.procedures.arranging import ArrangingRefused, arrange
from app.procedures.element_renaming import diagram_path
from app.procedures.xml import XmlRefused
from app.settings import Settings


def register(group: CommandGroup) -> None:
    """Add the command to the group of procedures."""
    group.add_command(arrange_command)


@click.command("arrange")
@click.argument("diagrams", nargs=-1, required=True)
def arrange_command(diagrams: Sequence[str]) -> None:
    """Arrange DIAGRAMS (slugs of the library, or BPMN files) in place. Only the drawing changes."""
    for name in diagrams:
        path = _path(name, current_services().settings)
        before = path.read_bytes()
        try:
            after = arrange(before, file=str(path))
        except (ArrangingRefused, XmlRefused) as refused:
            raise click.ClickException(str(refused)) from refused
        path.write_bytes(after)
        click.echo(f"{path}: {'as it was' if after == before else 'arranged'}")


def _path(name: str, settings: Settings) -> Path:
    if Path(name).is_file():
        return Path(name)
    folder = settings.processes_root / name
    if not (folder / "procedure.yaml").is_file():
        raise click.ClickException(f"Expected a procedure of the library or a BPMN file, found “{name}”.")
    files = {f"processes/{name}/procedure.yaml": (folder / "procedure.yaml").read_bytes()}
    return settings.processes_root.parent / diagram_path(name, files)
