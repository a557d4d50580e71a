"""What the checks say of the changes: findings in words, and the trials of the national version played again."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue

from app.commands.tailoring.checking import CheckedOverlay, check_overlay
from app.domain.findings import Finding
from app.domain.permissions import SEE_TAILORING
from app.linting.sentences import say
from app.procedures import ProcedurePackage
from app.procedures.tailoring import Overlay
from app.queries.tailoring import Workshop
from app.scenarios import ScenarioReport
from app.web.access import current_actor, permission
from app.web.commune import commune
from app.web.commune.frame import opened, show, today
from app.web.interface import language
from app.web.studio.play_words import outcome_title, say_difference

ORDER = ("error", "warning", "info")


@commune.get("/procedures/<slug>/checks")
@permission(SEE_TAILORING)
def checks(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Findings, the heaviest first; then every trial: as in the country, otherwise here, or failing everywhere."""
    workshop = opened(slug)
    checked = check_overlay(workshop.base, tried_overlay(workshop))
    return show("commune/checks.html", workshop, "commune.checks", **check_view(checked))


def tried_overlay(workshop: Workshop) -> Overlay:
    """Return what the workshop would publish today."""
    return workshop.overlay(today=today(), author=current_actor().name, details={})


def check_view(checked: CheckedOverlay) -> dict[str, Any]:
    """Return what the checks say as the templates of checking and publishing show it."""
    errors = checked.prepared.errors
    return {
        "checked": checked,
        "blocking": said_findings(errors),
        "notes": said_findings([one for one in checked.findings if one.severity == "warning"]),
        "trials": _trials(checked),
        "changed": [row for row in _trials(checked) if row["state"] == "changed"],
    }


def said_findings(findings: Sequence[Finding]) -> list[str]:
    """Return findings in the language of the page, each once, the heaviest first."""
    ordered = sorted(findings, key=lambda one: ORDER.index(one.severity))
    return list(dict.fromkeys(say(one.message, language()) for one in ordered))


def _trials(checked: CheckedOverlay) -> list[dict[str, Any]]:
    package = checked.package
    if package is None or checked.report is None:
        return []
    changed = {one.file for one in checked.changed}
    return [_trial(package, one, changed) for one in checked.report.scenarios]


def _trial(package: ProcedurePackage, report: ScenarioReport, changed: set[str]) -> dict[str, Any]:
    state = "passed" if report.passed else ("changed" if report.file in changed else "failing")
    return {
        "name": report.name,
        "state": state,
        "outcome": outcome_title(package, report.outcome),
        "differences": [say_difference(package, one) for one in report.found],
    }
