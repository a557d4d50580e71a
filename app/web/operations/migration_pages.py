"""What the pages about migrations show: versions to choose, the map as a table, a batch with its figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.commands.migrating.trial import Trial
from app.commands.migrating.versions import remarks_on
from app.commands.services import current_services
from app.deployments import Deployed
from app.domain.clock import local_day
from app.domain.languages import choose
from app.engine import choices_for, elements_of
from app.languages import isolate
from app.store import case_migrations, publication, territory
from app.store.case_migrations import Outcome
from app.store.models import CaseMigration, Commune, Deployment
from app.web.interface import gettext, language, name_of
from app.web.operations.migration_words import (
    kind_title,
    reason_text,
    remark_text,
    result_title,
    state_words,
    step_name,
    timers_text,
)

RESULTS = ("waiting", "moved", "refused", "skipped", "reverted", "kept")
CLOSABLE = ("boundaryEvent", "startEvent", "intermediateCatchEvent")
"""Events that only watch: without a follower they stop to wait, and keep no case from moving."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A version with open cases, and those to which they may move, the newest first."""

    deployment: Deployment
    cases: int
    targets: Sequence[Deployment]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One element of the new version that may stand for an old one."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class MapRow:
    """One line of the map; `target` is empty when nothing stands for the element. `keeps` excludes that choice."""

    id: str
    name: str
    kind: str
    target: str
    choices: tuple[Choice, ...]
    keeps: bool
    watches: bool


def list_sources() -> list[Source]:
    """Return the versions with open cases that have somewhere to go."""
    found = []
    for deployment, count in case_migrations.list_sources():
        targets = case_migrations.list_targets(deployment)
        if targets:
            found.append(Source(deployment=deployment, cases=count, targets=targets))
    return found


def version_label(deployment: Deployment) -> str:
    """Return a version as people tell it from others: its number, its day, whether communes made it."""
    number, day = isolate(deployment.version), f"{local_day(deployment.published_at):%d/%m/%Y}"
    if deployment.base_id is not None:
        return gettext("variante communale de la version %(version)s du %(day)s", version=number, day=day)
    return gettext("version %(version)s du %(day)s", version=number, day=day)


def map_rows(source: Deployed, target: Deployed, elements: Mapping[str, str]) -> list[MapRow]:
    """Return the lines of the map where tokens may rest, those without a follower first."""
    known, choices = elements_of(source.definition), choices_for(source.definition, target.definition)
    rows = [
        MapRow(
            id=key,
            name=step_name(key, source),
            kind=kind_title(known[key].kind),
            target=elements.get(key, "") if elements.get(key) in possible else "",
            choices=tuple(Choice(id=other, name=step_name(other, target)) for other in possible),
            keeps=key in possible,
            watches=known[key].kind in CLOSABLE,
        )
        for key, possible in choices.items()
    ]
    return sorted(rows, key=lambda row: bool(row.target))


def batch_view(migration: CaseMigration) -> dict[str, Any]:
    """Return everything that the page of a batch shows."""
    services = current_services()
    source, target = services.deployments.get(migration.source_id), services.deployments.get(migration.target_id)
    counts = case_migrations.count_items(migration.id)
    trial = Trial.from_json(migration.trial) if migration.trial else None
    remarks = remarks_on(migration, services) if migration.state in ("planned", "trying") else ()
    return {
        "migration": migration,
        "state": state_words(migration.state),
        **versions_view(migration),
        "trial": trial,
        "groups": _groups(trial, source, target),
        "timers": _timers(trial, target),
        "errors": [remark_text(row, source, target) for row in remarks if row.severity == "error"],
        "notes": [remark_text(row, source, target) for row in remarks if row.severity == "info"],
        "counts": [(key, result_title(key), counts[key]) for key in RESULTS if counts.get(key)],
        "done": migration.total - counts.get("waiting" if migration.state != "reverting" else "moved", 0),
        "outcomes": _outcomes(case_migrations.list_outcomes(migration.id), source, target),
        "moved": counts.get("moved", 0),
    }


def versions_view(migration: CaseMigration) -> dict[str, Any]:
    """Return the names of both versions and of the commune."""
    source, target = publication.get_deployment(migration.source_id), publication.get_deployment(migration.target_id)
    commune = None if migration.commune_id is None else territory.get_commune_by_id(migration.commune_id)
    return {
        "procedure": choose(source.titles, language()),
        "source": source,
        "target": target,
        "source_label": version_label(source),
        "target_label": version_label(target),
        "place": place_name(commune),
    }


def place_name(commune: Commune | None) -> str:
    """Return where a batch takes its cases."""
    return gettext("Tout le pays") if commune is None else name_of(commune)


def _groups(trial: Trial | None, source: Deployed, target: Deployed) -> list[dict[str, Any]]:
    return [
        {
            "text": reason_text(group.reason.to_json(), source, target),
            "count": group.count,
            "examples": group.examples,
        }
        for group in (trial.groups if trial else ())
    ]


def _timers(trial: Trial | None, target: Deployed) -> list[dict[str, Any]]:
    return [
        {"text": timers_text(timers, target), "count": timers.count, "examples": timers.examples}
        for timers in (trial.timers if trial else ())
    ]


def _outcomes(outcomes: Iterable[Outcome], source: Deployed, target: Deployed) -> list[dict[str, Any]]:
    return [
        {
            "state": outcome.state,
            "title": result_title(outcome.state),
            "texts": [reason_text(reason, source, target) for reason in outcome.reasons],
            "count": outcome.count,
            "examples": outcome.examples,
        }
        for outcome in outcomes
        if outcome.reasons
    ]
