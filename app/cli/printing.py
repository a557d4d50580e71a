"""Writes findings, scenario reports and sheets for a terminal."""

from collections.abc import Mapping
from typing import Any

import click

from app.domain.clock import SystemClock, local_day
from app.domain.findings import Severity
from app.domain.languages import Language, choose
from app.linting import LintReport
from app.procedures import ProcedurePackage
from app.scenarios import PackageReport

_COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "info": "cyan"}


def print_findings(report: LintReport, *, error: bool = False) -> None:
    """Print each finding on a line of its own, then how many there are."""
    for finding in report.findings:
        click.secho(str(finding), fg=_COLOURS[finding.severity], err=error)
    counted = {severity: sum(finding.severity == severity for finding in report.findings) for severity in _COLOURS}
    click.echo(
        f"{report.slug}: {counted['error']} errors, {counted['warning']} warnings, {counted['info']} notes.", err=error
    )


def print_report(report: PackageReport, *, error: bool = False) -> None:
    """Print each scenario with its differences, then what none of them reached."""
    for scenario in report.scenarios:
        mark, colour = ("ok    ", "green") if scenario.passed else ("FAILED", "red")
        click.echo(f"{click.style(mark, fg=colour)} {scenario.file}: {scenario.name}", err=error)
        for difference in scenario.differences:
            click.echo(f"         {difference}", err=error)
    for end in report.unreached_ends:
        click.secho(f"No scenario reaches the end “{end}”: write one.", fg="red", err=error)
    failed = sum(not scenario.passed for scenario in report.scenarios)
    total = len(report.scenarios)
    share = f"{report.ratio:.0%} of the diagram reached"
    click.echo(f"{report.slug}: {total - failed} of {total} scenarios pass, {share}.", err=error)


def sheet_of(package: ProcedurePackage, language: Language) -> dict[str, Any]:
    """Return what `show` prints, as JSON."""
    manifest = package.manifest
    return {
        "key": package.key,
        "version": package.version,
        "title": package.text("fiche.title", language),
        "summary": package.text("fiche.summary", language),
        "audience": package.text("fiche.audience", language),
        "channels": list(manifest["channels"]),
        "pieces": [
            {
                "key": piece["key"],
                "name": package.text(f"fiche.pieces.{piece['key']}.name", language),
                "required": piece["required"],
                "legal_ref": piece["legal_ref"],
            }
            for piece in manifest["pieces"]
        ],
        "fees": [{"key": fee["key"], **_value(package, fee["parameter"])} for fee in manifest["fees"]],
        "deadline": _value(package, manifest["deadline"]["parameter"]),
        "silence": package.text("fiche.silence", language) or manifest["silence"]["effect"],
        "appeals": [
            {"key": appeal["key"], "file_within": appeal["file_within"], "reply_within": appeal["reply_within"]}
            for appeal in manifest["appeals"]
        ],
        "start_form": manifest["start_form"],
        "tasks": [
            {
                "id": task.id,
                "title": package.text(f"tasks.{task.id}.title", language) or choose(task.names, language),
                "role": task.role,
                "role_name": choose(package.roles.get(task.role or "", {}), language),
                "form": task.form,
                "target": task.target,
            }
            for task in package.bpmn.user_tasks()
        ],
        "services": [
            {"id": element.id, "name": choose(element.names, language), "operation": element.operation}
            for element in package.bpmn.elements.values()
            if element.operation
        ],
        "ends": [
            {"id": end.id, "name": choose(end.names, language), "outcome": end.outcome}
            for end in package.bpmn.children(None)
            if end.kind == "endEvent"
        ],
        "parameters": [_value(package, declared["key"]) for declared in manifest["parameters"]],
        "scenarios": list(package.scenarios),
    }


def _value(package: ProcedurePackage, key: str) -> dict[str, Any]:
    """Return a parameter with its value of today."""
    parameter = package.parameters[key]
    dated = parameter.value_on(local_day(SystemClock().now()))
    return {
        "parameter": key,
        "value": dated.value,
        "unit": parameter.unit,
        "since": dated.since.isoformat(),
        "legal_ref": dated.legal_ref,
        "source": dated.source,
    }


def print_sheet(sheet: Mapping[str, Any]) -> None:
    """Print a sheet for a person."""
    click.secho(f"{sheet['title']}  ({sheet['key']} {sheet['version']})", bold=True)
    click.echo(sheet["summary"])
    click.echo(f"\nFor: {sheet['audience']}   Channels: {', '.join(sheet['channels'])}")
    _heading("Pieces")
    for piece in sheet["pieces"]:
        need = "required" if piece["required"] is True else f"when {piece['required']}"
        click.echo(f"  {piece['name']} – {need} – {piece['legal_ref']}")
    _heading("Fees")
    for fee in sheet["fees"]:
        click.echo(f"  {fee['key']}: {_amount(fee)}")
    _heading("Period, silence, appeals")
    click.echo(f"  Answer within {_amount(sheet['deadline'])}")
    click.echo(f"  {sheet['silence']}")
    for appeal in sheet["appeals"]:
        within, reply = appeal["file_within"] or "–", appeal["reply_within"] or "–"
        click.echo(f"  Appeal “{appeal['key']}”: file within {within}, reply within {reply}")
    _heading(f"Tasks (the citizen begins with the form “{sheet['start_form']}”)")
    for task in sheet["tasks"]:
        click.echo(f"  {task['id']}: {task['title']} – {task['role_name'] or task['role']}")
    _heading("Automatic steps")
    for service in sheet["services"]:
        click.echo(f"  {service['id']}: {service['name']} – {service['operation']}")
    _heading("Ends")
    for end in sheet["ends"]:
        click.echo(f"  {end['id']}: {end['name']} – {end['outcome']}")
    _heading("Parameters of its own")
    for parameter in sheet["parameters"]:
        doubt = "  (assumed)" if parameter["source"] == "assumed" else ""
        click.echo(f"  {parameter['parameter']}: {_amount(parameter)}{doubt}")


def _heading(text: str) -> None:
    click.echo()
    click.secho(text, bold=True)


def _amount(value: Mapping[str, Any]) -> str:
    return f"{value['value']} {value['unit']} (since {value['since']}: {value['legal_ref']})"
