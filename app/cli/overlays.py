"""`flask overlays check|show|diff`: what a commune's file changes, and whether it may. No database is read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from app.cli.group import CommandGroup, print_json, print_table
from app.cli.sources import find_source
from app.commands.services import current_services
from app.domain.findings import Finding, errors_of
from app.domain.languages import read_language
from app.linting import lint
from app.procedures import package_from_files
from app.procedures.comparison import compare_packages
from app.procedures.tailoring import (
    ABSENT,
    Base,
    Operation,
    Overlay,
    OverlayRefused,
    Resolution,
    Rule,
    Variant,
    read_overlay,
    read_policy,
    resolve,
    untailored,
)
from app.procedures.yaml_source import read_mapping
from app.queries.differences import group_differences, sentence
from app.scenarios.variants import Tried, VariantReport, run_variant

overlay_commands = CommandGroup("overlays", help="Check, show and compare what communes change of procedures.")
the_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
the_base = click.option("--base", "base_name", help="The national procedure: slug, folder or zip (else that of FILE).")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@dataclass(frozen=True, kw_only=True)
class Told:
    """A finding with the rule of the policy behind it and who may change that rule; None where no rule is."""

    finding: Finding
    rule: Rule | None = None

    def to_json(self) -> dict[str, object]:
        """Return the finding with `policy_rule` and `changed_by`."""
        behind = {"policy_rule": self.rule.place, "changed_by": self.rule.changed_by} if self.rule else {}
        return self.finding.to_json() | {"policy_rule": None, "changed_by": None} | behind


@overlay_commands.command("check")
@the_file
@the_base
@click.option("--scenarios", is_flag=True, help="Run the national scenarios and those of FILE on the variant too.")
@as_json
def check_command(file: Path, base_name: str | None, scenarios: bool, as_json: bool) -> None:
    """Check FILE against its procedure: its shape, the policy, the lint of the variant. Exits with 1 on a refusal."""
    try:
        overlay = read_overlay(file.read_bytes(), file=str(file))
    except OverlayRefused as refused:
        _answer([Told(finding=one) for one in refused.findings], None, None, as_json=as_json)
        return
    base = _base(overlay, base_name)
    resolution = resolve(base, overlay, file=str(file))
    told = _told(base, overlay, resolution, file)
    report = run_variant(base, overlay, resolution.variant) if scenarios and resolution.variant else None
    _answer(told, resolution.variant, report, as_json=as_json)


@overlay_commands.command("show")
@the_file
@the_base
@as_json
def show_command(file: Path, base_name: str | None, as_json: bool) -> None:
    """Print who changes what in FILE: each operation with what the national version says and what the commune says."""
    overlay = _read(file)
    base = _base(overlay, base_name)
    rows = [row for number, one in enumerate(overlay.operations, start=1) for row in _parts(base, one, number)]
    if as_json:
        print_json(overlay.to_data() | {"parts": rows})
        return
    until = f" to {overlay.until}" if overlay.until else ""
    click.secho(
        f"{overlay.commune}: {overlay.procedure} {overlay.base.version}, from {overlay.since}{until}", bold=True
    )
    click.echo(f"{overlay.reason}\n{overlay.author}")
    if overlay.decision:
        click.echo(f"{overlay.decision.reference}, {overlay.decision.taken}")
    headers = ("operation", "do", "what", "part", "national", "local")
    print_table(headers, [[row[name] for name in headers] for row in rows])


@overlay_commands.command("diff")
@the_file
@the_base
@click.option("--language", type=click.Choice(["ar", "fr"]), default="fr", show_default=True)
@as_json
def diff_command(file: Path, base_name: str | None, language: str, as_json: bool) -> None:
    """Tell what differs between the national version and the variant of FILE. Exits with 1 when there is no variant."""
    overlay = _read(file)
    base = _base(overlay, base_name)
    resolution = resolve(base, overlay, file=str(file))
    if resolution.variant is None:
        _answer(_told(base, overlay, resolution, file), None, None, as_json=as_json)
        return
    differences = compare_packages(untailored(base), resolution.variant.package)
    chosen = read_language(language)
    if as_json:
        rows = [{**one.to_json(), "sentence": sentence(one, chosen)} for one in differences]
        print_json({"slug": base.slug, "version": base.version, "commune": overlay.commune, "differences": rows})
        return
    click.echo(f"{base.slug} {base.version}, {overlay.commune}: {len(differences)} differences.")
    for group in group_differences(differences, chosen):
        click.echo(f"\n{group.title}")
        for row in (*group.rows, *group.moved):
            click.echo(f"  - {row.sentence}")


def _read(file: Path) -> Overlay:
    try:
        return read_overlay(file.read_bytes(), file=str(file))
    except OverlayRefused as refused:
        raise click.ClickException("\n".join(str(one) for one in refused.findings)) from refused


def _base(overlay: Overlay, name: str | None) -> Base:
    source = find_source(name or overlay.procedure, current_services().settings)
    package_from_files(source.slug, source.files)  # A base that does not load is told by its own findings.
    return Base(source.slug, source.files)


def _told(base: Base, overlay: Overlay, resolution: Resolution, file: Path) -> list[Told]:
    """Return what was found, at its line of the file, then the errors of the variant's lint."""
    policy, source = read_policy(base)[0], read_mapping(file.read_bytes(), file=str(file))
    told = []
    for finding in resolution.findings:
        place, _, index = (finding.element or "").partition(".")
        if finding.file != str(file) or place not in ("operations", "base"):
            told.append(Told(finding=finding))
        elif place == "base":
            told.append(Told(finding=replace(finding, line=source.line(("base",)))))
        else:
            operation = overlay.operations[int(index)]
            rule = policy.rule_for(operation.group, operation.name)
            behind = rule if rule.place in finding.message else None
            told.append(Told(finding=replace(finding, line=source.line(("operations", int(index)))), rule=behind))
    return told + [Told(finding=one) for one in _lint_errors(resolution.variant)]


def _lint_errors(variant: Variant | None) -> list[Finding]:
    return errors_of(lint(variant.package)) if variant is not None else []


def _answer(told: Sequence[Told], variant: Variant | None, report: VariantReport | None, *, as_json: bool) -> None:
    """Print what was found and end with 0 where the overlay may be used, else with 1."""
    refused = variant is None or bool(errors_of([one.finding for one in told]))
    passed = not refused and (report is None or report.passed)
    digest = variant.digest if variant is not None else None
    if as_json:
        found = {"passed": passed, "variant": digest, "findings": [one.to_json() for one in told]}
        print_json(found | ({"scenarios": [_scenario_json(one) for one in report.tried]} if report else {}))
    else:
        _print_told(told, report)
        click.echo(f"The variant is {digest}." if passed else "Refused: nothing of it is applied.")
    raise SystemExit(0 if passed else 1)


def _print_told(told: Sequence[Told], report: VariantReport | None) -> None:
    for one in told:
        who = f" (rule {one.rule.place}, changed by {one.rule.changed_by})" if one.rule else ""
        click.secho(f"{one.finding}{who}", fg="red" if one.finding.severity == "error" else "yellow")
    for tried in report.tried if report else ():
        about = f" ({tried.skipped}: {', '.join(tried.about)})" if tried.skipped else ""
        word = "skipped" if tried.skipped else "ok     " if tried.passed else "FAILED "
        click.echo(f"{word} {tried.report.file}: {tried.report.name}{about}")


def _scenario_json(tried: Tried) -> dict[str, Any]:
    return tried.report.to_json() | {
        "own": tried.own,
        "dropped": list(tried.dropped),
        "answered": list(tried.answered),
        "skipped": tried.skipped,
        "about": list(tried.about),
    }


def _parts(base: Base, operation: Operation, number: int) -> list[dict[str, object]]:
    before, after = operation.before(base), operation.after(base)
    return [
        {
            "operation": number,
            "do": operation.do,
            "what": operation.identity,
            "part": part,
            "national": _shown(before.get(part, ABSENT)),
            "local": _shown(local),
        }
        for part, local in after.items()
    ]


def _shown(value: object) -> object:
    """Return a value as a person reads it; a whole field, piece or sub-procedure is its name."""
    if value is ABSENT or value is None:
        return None
    if isinstance(value, Operation):
        return value.identity
    return "; ".join(f"{day}: {one}" for day, one in value) if isinstance(value, tuple) else value
