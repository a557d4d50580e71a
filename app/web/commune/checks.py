"""What the checks say of the changes: findings in words, and the trials of the national version played again."""

import json
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.tailoring.changing import SaveOperations
from app.commands.tailoring.checking import OWN, CheckedOverlay, check_overlay
from app.commands.tailoring.errors import OperationsRefused
from app.domain.findings import Finding
from app.domain.permissions import SEE_TAILORING, TAILOR
from app.linting.sentences import say
from app.procedures import ProcedurePackage
from app.procedures.tailoring import Overlay
from app.procedures.tailoring.overlay_file import MOST_SCENARIOS
from app.queries.tailoring import Workshop
from app.scenarios import ScenarioReport
from app.store.tailoring import TailoringMoved
from app.web.access import current_actor, permission
from app.web.commune import commune
from app.web.commune.frame import opened, show, today
from app.web.interface import gettext, language
from app.web.studio.play_words import outcome_title, say_difference

ORDER = ("error", "warning", "info")


@commune.get("/procedures/<slug>/checks")
@permission(SEE_TAILORING)
def checks(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Findings, the heaviest first; then every trial: as in the country, otherwise here, or failing everywhere."""
    workshop = opened(slug)
    checked = check_overlay(workshop.base, tried_overlay(workshop))
    return show("commune/checks.html", workshop, "commune.checks", **check_view(checked))


@commune.post("/procedures/<slug>/checks")
@permission(TAILOR)
def keep_trial(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Keep a trial that goes otherwise as one of the commune's own, ending as it does here; or take an own one away."""
    workshop, file = opened(slug), request.form.get("file", "")
    checked = check_overlay(workshop.base, tried_overlay(workshop))
    scenarios = list(workshop.scenarios)
    if request.form.get("action") == "drop":
        kept = [raw for number, raw in enumerate(scenarios, start=1) if f"{OWN}{number}" != file]
    else:
        report = next((one for one in checked.changed if one.file == file and not file.startswith(OWN)), None)
        if checked.package is None or report is None or len(scenarios) >= MOST_SCENARIOS:
            raise NotFound
        kept = [*scenarios, _as_it_goes(checked.package, report)]
    _save(workshop, kept)
    return redirect(url_for("commune.checks", commune_slug=commune_slug, slug=slug))


def _as_it_goes(package: ProcedurePackage, report: ScenarioReport) -> dict[str, Any]:
    """Return a national scenario that demands what it came to in the commune."""
    raw: dict[str, Any] = json.loads(json.dumps(package.scenarios[report.file], default=str))
    expect: dict[str, Any] = {"ends": list(report.ends), "waiting": list(report.waiting)}
    expect |= {"status": report.status} if report.status else {}
    expect |= {"outcome": report.outcome} if report.outcome else {}
    return {**raw, "name": gettext("%(name)s, dans la commune", name=report.name), "expect": expect}


def _save(workshop: Workshop, scenarios: list[Any]) -> None:
    command = SaveOperations(
        commune_id=workshop.row.commune_id,
        slug=workshop.row.slug,
        seen=workshop.row.revision,
        operations=workshop.operations,
        details={"scenarios": scenarios},
    )
    try:
        execute(command, actor=current_actor(), services=current_services())
    except TailoringMoved:
        flash(gettext("L’atelier vient de changer : relisez, puis recommencez."), "warning")
    except OperationsRefused as refused:
        flash(" ".join(said_findings(refused.findings)), "danger")
    else:
        flash(gettext("Les essais de la commune sont enregistrés."), "success")


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
        "own_trials": _own_trials(checked),
        "changed": [row for row in (*_trials(checked), *_own_trials(checked)) if row["state"] == "changed"],
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


def _own_trials(checked: CheckedOverlay) -> list[dict[str, Any]]:
    package = checked.package
    if package is None:
        return []
    return [_trial(package, one, {report.file for report in checked.own}) for one in checked.own]


def _trial(package: ProcedurePackage, report: ScenarioReport, changed: set[str]) -> dict[str, Any]:
    state = "passed" if report.passed else ("changed" if report.file in changed else "failing")
    return {
        "file": report.file,
        "name": report.name,
        "may_keep": state == "changed" and not any(one.kind in ("step", "refused") for one in report.found),
        "state": state,
        "outcome": outcome_title(package, report.outcome),
        "differences": [say_difference(package, one) for one in report.found],
    }
