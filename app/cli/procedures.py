"""`flask procedures lint|test|show|publish|explain`: what an analyst does with a package."""

from collections.abc import Sequence

import click

from app.cli.group import CommandGroup, find_commune, print_json, progress, ready_services
from app.cli.printing import print_findings, print_report, print_sheet, sheet_of
from app.cli.sources import PackageSource, find_source, find_sources
from app.cli.topics import explain_topic
from app.commands.bus import execute
from app.commands.publishing import OfferProcedure, Published
from app.commands.releasing.library import PublishLibraryVersion
from app.commands.services import Services, current_services
from app.domain.actors import SYSTEM
from app.domain.languages import read_language
from app.linting import LintReport, lint_files, list_rules
from app.procedures import ProcedurePackage, package_from_files
from app.scenarios import PackageReport, run_all
from app.store import publication, territory

procedure_commands = CommandGroup("procedures", help="Check, try, show and publish procedures.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@procedure_commands.command("lint")
@click.argument("packages", nargs=-1)
@as_json
def lint_command(packages: Sequence[str], as_json: bool) -> None:
    """Check PACKAGES (slugs, folders or zips; all when none is named). Exits with 1 on errors."""
    reports = [lint_source(source, quiet=as_json) for source in find_sources(packages, current_services().settings)]
    passed = all(report.passed for report in reports)
    if as_json:
        found = [finding.to_json() for report in reports for finding in report.findings]
        print_json({"passed": passed, "packages": [report.slug for report in reports], "findings": found})
    else:
        for report in reports:
            print_findings(report)
    raise SystemExit(0 if passed else 1)


@procedure_commands.command("test")
@click.argument("packages", nargs=-1)
@as_json
def test_command(packages: Sequence[str], as_json: bool) -> None:
    """Run the scenarios of PACKAGES (all when none is named). Exits with 1 unless all pass and reach every end."""
    sources = find_sources(packages, current_services().settings)
    reports = [run_source(package_from_files(source.slug, source.files), quiet=as_json) for source in sources]
    passed = all(report.passed for report in reports)
    if as_json:
        print_json({"passed": passed, "packages": [report.to_json() for report in reports]})
    else:
        for report in reports:
            print_report(report)
    raise SystemExit(0 if passed else 1)


@procedure_commands.command("show")
@click.argument("package")
@click.option("--language", type=click.Choice(["ar", "fr"]), default="fr", show_default=True)
@as_json
def show_command(package: str, language: str, as_json: bool) -> None:
    """Print the sheet, tasks with roles, ends and parameters of PACKAGE."""
    source = find_source(package, current_services().settings)
    sheet = sheet_of(package_from_files(source.slug, source.files), read_language(language))
    if as_json:
        print_json(sheet)
    else:
        print_sheet(sheet)


@procedure_commands.command("explain")
@click.argument("topic")
@click.option("--language", type=click.Choice(["ar", "fr"]), default="fr", show_default=True)
def explain_command(topic: str, language: str) -> None:
    """Explain TOPIC: a rule of the linter, a parameter of the law, or a procedure."""
    click.echo(explain_topic(topic, current_services().settings, read_language(language)))


@procedure_commands.command("publish")
@click.argument("packages", nargs=-1)
@click.option("--commune", "communes", multiple=True, help="Offer it in this commune too (address or code).")
@click.option("--everywhere", is_flag=True, help="Offer it in every commune that receives requests online.")
@as_json
def publish_command(packages: Sequence[str], communes: Sequence[str], everywhere: bool, as_json: bool) -> None:
    """Check, try and publish PACKAGES (all when none is named); communes that offer them move to the new version.

    Cases that run stay on the version they were filed under.
    """
    services = ready_services()
    chosen = [find_commune(commune).id for commune in communes]
    if everywhere:
        chosen += [commune.id for commune in territory.list_online_communes()]
    answers = []
    for source in find_sources(packages, services.settings):
        package = checked_package(source, quiet=as_json)
        command = PublishLibraryVersion(package=package, published_by="cli")
        published = execute(command, actor=SYSTEM, services=services)
        offered = offer(package, published, chosen, services)
        answers.append({"slug": package.key, "version": package.version, "fresh": published.fresh, "communes": offered})
        if not as_json:
            state = "published" if published.fresh else "was published before"
            click.echo(f"{package.key} {package.version}: {state}; {len(offered)} communes offer it.")
    if as_json:
        print_json(answers)


def lint_source(source: PackageSource, *, quiet: bool = False) -> LintReport:
    """Check one package with a progress bar."""
    with progress(f"Checking {source.slug}", len(list_rules()), hidden=quiet) as bar:
        return lint_files(source.slug, source.files, progress=lambda rule: bar.update(1))


def run_source(package: ProcedurePackage, *, quiet: bool = False) -> PackageReport:
    """Run the scenarios of one package with a progress bar."""
    with progress(f"Trying {package.key}", len(package.scenarios), hidden=quiet) as bar:
        return run_all(package, progress=lambda report: bar.update(1))


def checked_package(source: PackageSource, *, quiet: bool = False) -> ProcedurePackage:
    """Return a package without errors whose scenarios pass. Raises ClickException."""
    report = lint_source(source, quiet=quiet)
    if report.package is None or not report.passed:
        print_findings(report, error=True)
        raise click.ClickException(f"“{source.slug}” has {len(report.errors)} errors: nothing was published.")
    tried = run_source(report.package, quiet=quiet)
    if not tried.passed:
        print_report(tried, error=True)
        raise click.ClickException(f"{_shortcoming(tried)}: nothing was published.")
    return report.package


def _shortcoming(tried: PackageReport) -> str:
    if all(report.passed for report in tried.scenarios):
        return f"The scenarios of “{tried.slug}” pass, but leave ends unreached; write one for each"
    return f"The scenarios of “{tried.slug}” do not pass"


def offer(package: ProcedurePackage, published: Published, chosen: Sequence[str], services: Services) -> list[str]:
    """Offer a procedure in the chosen communes too; return the ids of all that offer it.

    New ones offer the version in effect: files that were published before do not replace a later version. Those that
    offer it already have followed with the publication, or keep their variant.
    """
    newest = publication.find_newest_deployment(package.key)
    deployment_id = newest.id if newest else published.deployment_id
    earlier = [offering.commune_id for offering in publication.list_offering_communes(package.key)]
    fresh = [commune_id for commune_id in dict.fromkeys(chosen) if commune_id not in earlier]
    pairs = [(commune_id, service_in_charge(commune_id, package.manifest["domain"])) for commune_id in fresh]
    command = OfferProcedure(deployment_id=deployment_id, slug=package.key, communes=pairs)
    execute(command, actor=SYSTEM, services=services)
    return [*earlier, *fresh]


def service_in_charge(commune_id: str, domain: str) -> str | None:
    """Return the id of the commune's service of that domain, or None."""
    return next((service.id for service in territory.list_services(commune_id) if service.key == domain), None)
