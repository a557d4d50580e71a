"""The trial over the country, as the page of publication starts it and tells where it stands."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.upgrading.errors import TrialNotPossible
from app.commands.upgrading.trials import StartCountryTrial
from app.domain.permissions import STEER_TAILORING
from app.procedures import ProcedurePackage
from app.queries.studio import read_draft
from app.store import country_trials
from app.web.access import current_actor, permission
from app.web.interface import gettext
from app.web.studio import studio
from app.web.studio.frame import opened
from app.web.studio.scope import country_only


@studio.post("/<draft_id>/publish/trial")
@permission(STEER_TAILORING)
@country_only
def start_country_trial(draft_id: str) -> ResponseReturnValue:
    """Begin the dry run of the draft over all communes."""
    package = read_draft(opened(draft_id)).package
    if package is None:
        flash(gettext("Le brouillon ne peut pas être lu : corrigez d’abord ses constats."), "warning")
        return redirect(url_for("studio.publish", draft_id=draft_id))
    try:
        command = StartCountryTrial(draft_id=draft_id, package=package)
        trial_id = execute(command, actor=current_actor(), services=current_services())
    except TrialNotPossible:
        flash(gettext("Cette démarche n’a jamais été publiée : aucune commune ne l’a adaptée."), "warning")
        return redirect(url_for("studio.publish", draft_id=draft_id))
    return redirect(url_for("oversight.country_trial", trial_id=trial_id))


def trial_standing(draft_id: str, package: ProcedurePackage | None) -> dict[str, Any] | None:
    """Return the newest trial of a draft with its figures, None where there is none.

    `stale`: the draft is no longer what was tried.
    """
    trial = country_trials.find_last_trial(draft_id)
    if trial is None:
        return None
    counts: dict[str, int] = {}
    for region in country_trials.count_outcomes(trial.id).values():
        for outcome, count in region.items():
            counts[outcome] = counts.get(outcome, 0) + count
    return {
        "trial": trial,
        "counts": counts,
        "done": trial.total - counts.get("waiting", 0),
        "stale": package is None or package.digest != trial.digest,
    }
