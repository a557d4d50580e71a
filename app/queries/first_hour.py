"""The first hour of a new analyst: what a draft already shows of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.linting.linter import LintReport
from app.queries.studio import OpenDraft
from app.store import modelling, publication


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One step of the hour; `path` is the room where it is done."""

    key: str
    path: str
    done: bool


def lessons(draft: OpenDraft, report: LintReport) -> tuple[Lesson, ...]:
    """Return the steps in order, each done or still to do, from what the draft holds."""
    changed = {path for row in modelling.list_revisions(draft.id) if row.number > 1 for path in row.changed}
    checks: Mapping[str, tuple[str, Callable[[], bool]]] = {
        "fiche": ("fiche", lambda: _any(changed, "procedure.yaml", f"processes/{draft.slug}/translations/")),
        "diagram": ("diagram", lambda: _any(changed, ".bpmn")),
        "form": ("forms/request", lambda: _any(changed, f"forms/{draft.slug}/")),
        "texts": ("texts", lambda: _any(changed, "/translations/")),
        "findings": ("findings", lambda: report.passed),
        "play": ("play", lambda: _any(changed, "/scenarios/")),
        "publish": ("publish", lambda: publication.find_newest_deployment(draft.slug, draft.commune_id) is not None),
    }
    return tuple(Lesson(key=key, path=path, done=done()) for key, (path, done) in checks.items())


def _any(changed: set[str], *parts: str) -> bool:
    return any(part in path for path in changed for part in parts)
