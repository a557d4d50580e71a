"""Explains a word of the platform: a rule, a parameter, a procedure."""

from collections.abc import Iterator
from pathlib import Path

import click

from app.cli.explaining import explain_procedure
from app.domain.clock import SystemClock, local_day
from app.domain.languages import Language, choose
from app.linting import find_rule, list_rules
from app.procedures import PackageRefused, ProcedurePackage, load_package
from app.procedures.layout import list_slugs
from app.procedures.parameters import Parameter
from app.settings import Settings


def explain_topic(topic: str, settings: Settings, language: Language) -> str:
    """Return the explanation. Raises ClickException with what may be asked."""
    rule = find_rule(topic)
    if rule is not None:
        return f"{rule.name} ({rule.severity})\n\n{rule.page}"
    packages = list(_packages(settings.processes_root, settings.forms_root))
    for package in packages:
        if package.key == topic:
            return explain_procedure(package, local_day(SystemClock().now()), language)
    for package in packages:
        if topic in package.parameters:
            users = [other for other in packages if topic in other.parameters and _uses(other, topic)]
            return _explain_parameter(package.parameters[topic], users, language)
    rules = ", ".join(known.name for known in list_rules())
    slugs = ", ".join(package.key for package in packages) or "none"
    raise click.ClickException(
        f"Expected a rule ({rules}), a procedure ({slugs}) or the key of a parameter, found “{topic}”."
    )


def _packages(processes_root: Path, forms_root: Path) -> Iterator[ProcedurePackage]:
    for slug in list_slugs(processes_root):
        try:
            yield load_package(processes_root, forms_root, slug)
        except PackageRefused:
            click.echo(f"(“{slug}” cannot be loaded: see `flask procedures lint {slug}`.)", err=True)


def _uses(package: ProcedurePackage, key: str) -> bool:
    """Tell whether a file of the package's own names the parameter."""
    word = key.encode()
    return any(word in content for path, content in package.files.items() if path.split("/")[1] == package.key)


def _explain_parameter(parameter: Parameter, users: list[ProcedurePackage], language: Language) -> str:
    title = choose(parameter.title, language)
    heading = f"{parameter.key} – {title}" if title else parameter.key
    lines = [heading, f"Unit: {parameter.unit} {parameter.kind}".rstrip(), ""]
    for dated in parameter.values:
        lines.append(f"From {dated.since}: {dated.value}   {dated.legal_ref} ({dated.source})")
    lines += ["", "Used by: " + (", ".join(package.key for package in users) or "no procedure")]
    return "\n".join(lines)
