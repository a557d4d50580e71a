"""`flask procedures play|decide`: what an analyst does with one model, and what programs do with thousands."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from app.scenarios.exact_json import write_json
from app.scenarios.play import Answer, failed, run_decide, run_interactive, run_play, written

_MODEL = click.Path(path_type=Path, dir_okay=False)


def register(group: click.Group) -> None:
    """Add the commands to the group of procedures."""
    group.add_command(play_command)
    group.add_command(decide_command)


@click.command("play")
@click.argument("model", type=_MODEL, required=False)
@click.option("--steps", type=_MODEL, help="A JSON list of steps.")
@click.option("--data", default="{}", help="JSON object that the case starts with.")
@click.option("--restart", is_flag=True, help="Save and restore the state between steps.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--interactive", is_flag=True, help="One JSON step a line in, one JSON answer a line out.")
def play_command(
    model: Path | None, steps: Path | None, data: str, restart: bool, as_json: bool, interactive: bool
) -> None:
    """Run MODEL.bpmn in memory, with the DMN and called BPMN files beside it."""
    if interactive:
        code = run_interactive(decisions=False, model=model, restart=restart, source=sys.stdin, out=sys.stdout)
        raise SystemExit(code)
    answer = run_play(_required(model), steps=steps, restart=restart, data=data)
    if as_json:
        click.echo(written(answer))
    else:
        _print_case(answer)
    raise SystemExit(1 if failed(answer) else 0)


@click.command("decide")
@click.argument("model", type=_MODEL, required=False)
@click.option("--decision", help="Id or name; not needed when the file has one.")
@click.option("--data", default="{}", help="JSON object of inputs.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--interactive", is_flag=True, help="One JSON question a line in, one JSON answer a line out.")
def decide_command(model: Path | None, decision: str | None, data: str, as_json: bool, interactive: bool) -> None:
    """Take a decision of MODEL.dmn."""
    if interactive:
        code = run_interactive(decisions=True, model=model, restart=False, source=sys.stdin, out=sys.stdout)
        raise SystemExit(code)
    answer = run_decide(_required(model), decision=decision, data=data)
    if as_json:
        click.echo(written(answer, exact=True))
    elif not _print_problem(answer):
        click.echo(f"result  {write_json(answer['result'])}")
        click.echo(f"rules   {_words(answer['rules'])}")
        messages = answer.get("messages")
        for message in messages if isinstance(messages, list) else []:
            click.echo(f"null    {message}", err=True)
    raise SystemExit(1 if failed(answer) else 0)


def _required(model: Path | None) -> Path:
    if model is None:
        raise click.UsageError("Expected a MODEL, found none: name a file.")
    return model


def _print_case(answer: Answer) -> None:
    rows = answer.get("steps")
    for row in rows if isinstance(rows, list) else []:
        click.echo(f"{json.dumps(row['step'], ensure_ascii=False) if row['step'] else 'start'}")
        click.echo(f"  waiting {_words(_counted(row['waiting']))}")
        for timer in row["timers"]:
            click.echo(f"  timer   {timer['element']} due {timer['due']}")
    if "state" in answer:
        for key in ("state", "ends", "trace"):
            value = answer[key]
            click.echo(f"{key:<7} {_words(value) if isinstance(value, list) else value}")
        click.echo(f"data    {json.dumps(answer['data'], ensure_ascii=False, default=str)}")
        incidents = answer.get("incidents")
        for incident in incidents if isinstance(incidents, list) else []:
            click.echo(f"incident at {incident['element']}: {incident['message']}")
    warnings = answer.get("warnings")
    _print_findings(warnings if isinstance(warnings, list) else [])
    _print_problem(answer)


def _print_problem(answer: Answer) -> bool:
    """Print findings or an error on the error stream; tell whether there was one."""
    findings = answer.get("findings")
    _print_findings(findings if isinstance(findings, list) else [])
    if "error" in answer:
        click.echo(f"Error: {_text(answer['error'])}", err=True)
    return failed(answer)


def _text(value: object) -> str:
    """Return text that any terminal takes: half a character, which a step may name, is replaced."""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _print_findings(findings: list[Any]) -> None:
    for finding in findings:
        place = f"{finding['file']}:{finding['line']}" if finding["line"] else finding["file"]
        element = f" [{finding['element']}]" if finding["element"] else ""
        click.echo(f"{place}: {finding['severity']} {finding['rule']}{element}: {finding['message']}", err=True)


def _counted(names: Sequence[str]) -> list[str]:
    """Return each name once, with how often it stands there."""
    return [name if times == 1 else f"{name} ×{times}" for name, times in Counter(names).items()]


def _words(values: object) -> str:
    return ", ".join(str(value) for value in values) if isinstance(values, list) and values else "(none)"
