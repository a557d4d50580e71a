"""Shows migrations of running cases: versions, what a dry run told, what became of the cases."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from app.commands.migrating.new_timers import NewTimers
from app.commands.migrating.trial import Trial
from app.commands.migrating.versions import Remark
from app.domain.clock import CASABLANCA
from app.store import case_migrations, publication
from app.store.models import CaseMigration, Deployment

_WHAT_TO_DO: Mapping[str, str] = {
    "element-missing": "name the element that stands for it with --map {element}=NEW",
    "kind-differs": "name an element of the same kind with --map {element}=NEW",
    "repetition-differs": "name an element that repeats in the same way with --map {element}=NEW",
    "element-unknown": "the version that cases leave has no such element: correct --map",
    "target-unknown": "the new version has no such element: correct --map",
    "parameter-missing": "declare the parameter in the new version",
}
"""What to do about the code of a remark or of a refusal, where there is one thing to do."""


def find_version(slug: str, wanted: str, *, commune_id: str | None) -> Deployment:
    """Return the deployment of a version (or of an id): of the country, or the commune's own when it is named.

    Raises ClickException with those there are.
    """
    known = [*case_migrations.list_versions(slug, commune_id=None)]
    if commune_id is not None:
        known += case_migrations.list_versions(slug, commune_id=commune_id)
    found = [row for row in known if wanted in (row.id, row.version)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{row.version} ({row.id})" for row in known) or "none"
    problem = "found several" if found else "found none"
    raise click.ClickException(f"Expected one version “{wanted}” of “{slug}”, {problem}: choose among {names}.")


def migration_json(migration: CaseMigration, *, with_outcomes: bool = False) -> dict[str, Any]:
    """Return a migration as machines read it."""
    shown: dict[str, Any] = {
        "id": migration.id,
        "slug": migration.slug,
        "from": publication.get_deployment(migration.source_id).version,
        "to": publication.get_deployment(migration.target_id).version,
        "commune": migration.commune_id,
        "state": migration.state,
        "elements": migration.elements,
        "reason": migration.reason,
        "by": migration.started_by or migration.planned_by,
        "planned_at": migration.planned_at.isoformat(),
        "ended_at": migration.ended_at and migration.ended_at.isoformat(),
        "total": migration.total,
        "cases": case_migrations.count_items(migration.id),
    }
    if with_outcomes:
        shown["outcomes"] = [
            {"state": row.state, "reasons": list(row.reasons), "count": row.count, "examples": list(row.examples)}
            for row in case_migrations.list_outcomes(migration.id)
        ]
    return shown


def print_remarks(remarks: Sequence[Remark]) -> None:
    """Print what is wrong with a migration, and what is worth knowing."""
    for remark in remarks:
        colour = "red" if remark.severity == "error" else "cyan"
        others = f" ({', '.join(remark.others)})" if remark.others else ""
        advice = _advice(remark.code, remark.subject)
        click.secho(f"{remark.severity} {remark.code}: {remark.subject}{others}{advice}", fg=colour)


def print_trial(trial: Trial) -> None:
    """Print what a dry run told."""
    click.echo(f"{trial.movable} of {trial.tried} cases can move; {trial.refused} cannot.")
    for group in trial.groups:
        _print_group(group.count, group.reason.to_json(), group.examples)
    for timers in trial.timers:
        click.echo(f"  {timers.count} would start the timer “{timers.element}”, due {_between(timers)}.")
    if trial.busy:
        click.echo(f"{trial.busy} wait for a job at work: they move once it is over.")
    if trial.concerning:
        click.echo(f"{trial.concerning} citizens see a change.")


def _between(timers: NewTimers) -> str:
    first, last = (moment.astimezone(CASABLANCA) for moment in (timers.first, timers.last))
    if first == last:
        return f"on {first:%Y-%m-%d %H:%M}"
    return f"between {first:%Y-%m-%d %H:%M} and {last:%Y-%m-%d %H:%M}"


def print_outcomes(migration: CaseMigration) -> None:
    """Print what became of the cases of a batch."""
    click.echo(f"Migration {migration.id}: {migration.state}.")
    for outcome in case_migrations.list_outcomes(migration.id):
        if not outcome.reasons:
            click.echo(f"  {outcome.count} {outcome.state}")
        for reason in outcome.reasons:
            _print_group(outcome.count, reason, outcome.examples, state=outcome.state)


def _print_group(count: int, reason: Mapping[str, str], examples: Sequence[str], *, state: str = "refused") -> None:
    place = f" at “{reason['element']}”" if reason["element"] else ""
    advice = _advice(reason["code"], reason["element"])
    click.echo(f"  {count} {state}: {reason['code']}{place} (for example {', '.join(examples)}){advice}")


def _advice(code: str, element: str) -> str:
    return f": {_WHAT_TO_DO[code].format(element=element)}" if code in _WHAT_TO_DO else ""
