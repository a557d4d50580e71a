"""`flask procedures diff`: what differs between two packages, or between a package and the version in effect."""

import click

from app.cli.group import print_json, ready_services
from app.cli.sources import find_source
from app.commands.services import current_services
from app.deployments.published import published_package
from app.domain.languages import read_language
from app.procedures import PackageRefused, ProcedurePackage, package_from_files
from app.procedures.comparison import compare_packages
from app.queries.differences import group_differences, sentence
from app.settings import Settings
from app.store import publication


def register(group: click.Group) -> None:
    """Add the command to the group of procedures."""
    group.add_command(diff_command)


@click.command("diff")
@click.argument("package")
@click.argument("earlier", required=False)
@click.option("--language", type=click.Choice(["ar", "fr"]), default="fr", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def diff_command(package: str, earlier: str | None, language: str, as_json: bool) -> None:
    """Tell what PACKAGE changes against EARLIER (slugs, folders or zips), or against the version in effect."""
    settings = current_services().settings
    after = _read(package, settings)
    before = _read(earlier, settings) if earlier else _in_effect(after.key)
    differences = compare_packages(before, after)
    chosen = read_language(language)
    if as_json:
        told = [{**one.to_json(), "sentence": sentence(one, chosen)} for one in differences]
        print_json({"slug": after.key, "from": before.version, "to": after.version, "differences": told})
        return
    click.echo(f"{after.key} {before.version} → {after.version}: {len(differences)} differences.")
    for group in group_differences(differences, chosen):
        click.echo(f"\n{group.title}")
        for row in (*group.rows, *group.moved):
            click.echo(f"  - {row.sentence}")


def _read(name: str, settings: Settings) -> ProcedurePackage:
    source = find_source(name, settings)
    try:
        return package_from_files(source.slug, source.files)
    except PackageRefused as refused:
        raise click.ClickException(refused.message) from refused


def _in_effect(slug: str) -> ProcedurePackage:
    ready_services()
    newest = publication.find_newest_deployment(slug)
    if newest is None:
        raise click.ClickException(f"Expected a published version of “{slug}”, found none: name a package to compare.")
    return published_package(newest.id)
