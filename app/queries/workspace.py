"""Everything about a draft on one page: its parts as files have them, so that a damaged draft still shows them all."""

import posixpath
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.languages import Language, choose
from app.linting.linter import LintReport
from app.procedures import ProcedurePackage
from app.queries.studio import OpenDraft
from app.store import modelling, parameter_values, publication

DECISIONS, FORMS, DOCUMENTS, MESSAGES, SCENARIOS = "decisions", "forms", "documents", "messages", "scenarios"
_SUFFIXES = {DECISIONS: ".dmn", FORMS: ".json", DOCUMENTS: ".typ", SCENARIOS: ".yaml"}


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """One file of a kind, or one message: its name in addresses, its title, how many errors stand in it."""

    name: str
    title: str
    path: str
    errors: int
    warnings: int


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """A published version with the cases that are open on it."""

    deployment_id: str
    version: str
    published_at: datetime
    published_by: str
    open_cases: int


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """What a draft is made of, who uses what was published of it, who is editing."""

    parts: Mapping[str, Sequence[PartRow]]
    errors: int
    warnings: int
    version: str
    tasks: int
    elements: int
    versions: Sequence[VersionRow]
    communes: int
    holds: Sequence[tuple[str, str]]
    """Pairs of a part and the name of who has it open."""


def read_workspace(draft: OpenDraft, report: LintReport, language: Language, *, now: datetime) -> Workspace:
    """Return the workspace of a draft in a language."""
    problems: Counter[tuple[str, str]] = Counter((finding.file, finding.severity) for finding in report.findings)
    package = report.package
    return Workspace(
        parts={kind: _rows(kind, draft, package, problems, language) for kind in (*_SUFFIXES, MESSAGES)},
        errors=len(report.errors),
        warnings=sum(finding.severity == "warning" for finding in report.findings),
        version=str(package.version) if package else "",
        tasks=len(package.bpmn.user_tasks()) if package else 0,
        elements=len(package.bpmn.elements) if package else 0,
        versions=_versions(draft),
        communes=len(publication.list_offering_communes(draft.slug)),
        holds=[(row.part, choose(row.agent_names, language)) for row in modelling.list_holds(draft.id, now=now)],
    )


def names_of(kind: str, slug: str, paths: Sequence[str]) -> dict[str, str]:
    """Return the files of a kind: name (without folder and suffix) → path; for messages any one of their files."""
    home = f"forms/{slug}/" if kind == FORMS else f"processes/{slug}/{kind}/"
    found: dict[str, str] = {}
    for path in sorted(paths):
        folder, _, name = path.rpartition("/")
        if f"{folder}/" != home:
            continue
        stem, suffix = posixpath.splitext(name)
        if kind == MESSAGES and suffix == ".txt":
            found.setdefault(stem.rpartition(".")[0] or stem, path)
        elif suffix == _SUFFIXES.get(kind):
            found[stem] = path
    return found


def _rows(
    kind: str,
    draft: OpenDraft,
    package: ProcedurePackage | None,
    problems: Mapping[tuple[str, str], int],
    language: Language,
) -> list[PartRow]:
    return [
        PartRow(
            name=name,
            title=_title(kind, name, package, language),
            path=path,
            errors=problems.get((path, "error"), 0),
            warnings=problems.get((path, "warning"), 0),
        )
        for name, path in names_of(kind, draft.slug, list(draft.files)).items()
    ]


def _title(kind: str, name: str, package: ProcedurePackage | None, language: Language) -> str:
    if package is None:
        return ""
    if kind == SCENARIOS:
        return str(package.scenarios.get(f"scenarios/{name}.yaml", {}).get("name") or "")
    if kind == FORMS:
        texts = package.form_translations
        titles: dict[str, str] = {code: str(texts[code].get(name, {}).get("title") or "") for code in texts}
        return package.text(f"tasks.{name}.title", language) or choose(titles, language)
    return package.text(f"{kind}.{name}.title", language) or package.text(f"{kind}.{name}", language)


def _versions(draft: OpenDraft) -> list[VersionRow]:
    counts = parameter_values.count_open_cases()
    return [
        VersionRow(
            deployment_id=row.id,
            version=row.version,
            published_at=row.published_at,
            published_by=row.published_by,
            open_cases=counts.get(row.id, 0),
        )
        for row in publication.list_versions(draft.slug, draft.commune_id)
    ]
