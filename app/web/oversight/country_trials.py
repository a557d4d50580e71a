"""The trial of a version over the country: figures by region, examples in plain words, each commune, a table."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.upgrading.trials import StopCountryTrial
from app.domain.languages import choose
from app.domain.permissions import STEER_TAILORING
from app.queries.upgrading.trials import figures_by_region, item_sentences, list_examples
from app.store import country_trials, modelling, publication, territory
from app.store.country_trials import TriedCommune
from app.store.models import CountryTrial
from app.web.access import current_actor, permission
from app.web.csv_files import csv_answer
from app.web.interface import gettext, language, name_of
from app.web.oversight import oversight
from app.web.oversight.upgrade_words import OUTCOME_TONES, outcome_words


@oversight.get("/trials/<trial_id>")
@permission(STEER_TAILORING)
def country_trial(trial_id: str) -> ResponseReturnValue:
    """How far the trial is and what it found; of one region (`region`), every commune."""
    trial = country_trials.get_trial(trial_id)
    figures = figures_by_region(trial_id)
    counts = {outcome: sum(one.counts.get(outcome, 0) for one in figures) for outcome in outcome_words()}
    region = request.args.get("region", "")
    chosen = next((one for one in figures if one.code == region), None)
    if region and chosen is None:
        raise NotFound
    listed = country_trials.list_items(trial_id, region_code=region, limit=None) if chosen else []
    return render_template(
        "oversight/country_trial.html",
        trial=trial,
        procedure=_title(trial),
        words=outcome_words(),
        tones=OUTCOME_TONES,
        figures=[{"name": name_of(one), "row": one} for one in figures],
        counts=counts,
        done=trial.total - counts["waiting"],
        region=chosen,
        region_name=name_of(chosen) if chosen else "",
        communes=[_line(trial_id, one) for one in listed],
        examples=[] if chosen else [_example(one, told) for one, told in list_examples(trial_id, language())],
        draft=_draft(trial),
    )


@oversight.get("/trials/<trial_id>.csv")
@permission(STEER_TAILORING)
def country_trial_table(trial_id: str) -> ResponseReturnValue:
    """Every commune of the trial as a table: region, commune, number of changes, outcome, what was found."""
    trial = country_trials.get_trial(trial_id)
    regions = {one.code: name_of(one) for one in territory.list_regions()}
    words = outcome_words()
    rows = (
        (
            regions.get(one.item.region_code, ""),
            name_of(one),
            one.item.commune_id,
            one.item.operations,
            words[one.item.outcome or "waiting"],
            " ".join(item_sentences(trial_id, one.item, language())),
        )
        for one in country_trials.list_items(trial_id, limit=None)
    )
    header = [
        gettext("Région"),
        gettext("Commune"),
        gettext("Code"),
        gettext("Adaptations"),
        gettext("Résultat"),
        gettext("Ce qui a été trouvé"),
    ]
    return csv_answer(f"{trial.slug}-{trial.version}", header, rows)


@oversight.post("/trials/<trial_id>/stop")
@permission(STEER_TAILORING)
def stop_country_trial(trial_id: str) -> ResponseReturnValue:
    """Let the trial go no further."""
    command = StopCountryTrial(trial_id=trial_id)
    execute(command, actor=current_actor(), services=current_services())
    flash(gettext("L’essai est arrêté. Ce qui a été trouvé reste ici."), "success")
    return redirect(url_for("oversight.country_trial", trial_id=trial_id))


def _line(trial_id: str, one: TriedCommune) -> dict[str, Any]:
    return {
        "name": name_of(one),
        "outcome": one.item.outcome or "waiting",
        "operations": one.item.operations,
        "told": item_sentences(trial_id, one.item, language()),
    }


def _example(one: TriedCommune, told: list[str]) -> dict[str, Any]:
    return {"name": name_of(one), "outcome": one.item.outcome, "told": told}


def _title(trial: CountryTrial) -> str:
    national = publication.find_newest_deployment(trial.slug)
    return (choose(national.titles, language()) if national else "") or trial.slug


def _draft(trial: CountryTrial) -> str | None:
    """Return the address of the page of publication of the draft, None once the draft is gone."""
    try:
        modelling.get_draft(trial.draft_id)
    except modelling.DraftUnknown:
        return None
    return url_for("studio.publish", draft_id=trial.draft_id)
