"""What goes wrong on purpose in the scenarios of a draft: said of each, and what none of them shows yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.permissions import MODEL
from app.procedures.showing import ADMINISTRATION_LATE, CITIZEN_ERRS, SHOWN, SYSTEM_FAILS, shown_by
from app.procedures.yaml_source import SourceRefused
from app.scenarios.editing import with_shows
from app.web.access import permission
from app.web.interface import gettext
from app.web.studio import studio
from app.web.studio.scenario_files import open_scenario, save_scenario, say_unreadable


@dataclass(frozen=True, kw_only=True)
class ShownKind:
    """One thing that goes wrong. `how`: how a scenario shows it; `chosen`: whether the one on the page says so."""

    word: str
    title: str
    how: str
    chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    """One thing that goes wrong, with the scenarios that show it: (name, title)."""

    kind: ShownKind
    scenarios: list[tuple[str, str]]


def shown_kinds(chosen: Iterable[object] = ()) -> list[ShownKind]:
    """Return the three things in the language of the page."""
    titles = {
        CITIZEN_ERRS: gettext("Une personne se trompe"),
        ADMINISTRATION_LATE: gettext("L’administration est en retard"),
        SYSTEM_FAILS: gettext("Un système extérieur fait défaut"),
    }
    ways = {
        CITIZEN_ERRS: gettext("Un formulaire refuse des réponses, ou le dossier revient à l’usager."),
        ADMINISTRATION_LATE: gettext("Le temps passe au-delà d’un délai avant que l’administration agisse."),
        SYSTEM_FAILS: gettext("Un service échoue ou se tait, ou son message arrive deux fois ou trop tard."),
    }
    known = {str(word) for word in chosen}
    return [ShownKind(word=word, title=titles[word], how=ways[word], chosen=word in known) for word in SHOWN]


def shown_rows(scenarios: Mapping[str, Mapping[str, Any]]) -> list[ShownRow]:
    """Return the three things with the scenarios that show them, by name; an empty list is what is still missing."""
    files = shown_by(scenarios)
    return [
        ShownRow(
            kind=kind,
            scenarios=[(name, str(scenarios[name].get("name") or name)) for name in files[kind.word]],
        )
        for kind in shown_kinds()
    ]


def posted_words() -> list[str]:
    """Return the words that are ticked on the posted page."""
    return [word for word in SHOWN if word in request.form.getlist("shows")]


@studio.post("/<draft_id>/scenarios/<name>/shows")
@permission(MODEL)
def save_shows(draft_id: str, name: str) -> ResponseReturnValue:
    """Save what goes wrong in the scenario."""
    found = open_scenario(draft_id, name)
    here = redirect(url_for(".scenario", draft_id=draft_id, name=name, _anchor="shows"))
    try:
        if found.raw is not None and save_scenario(
            found, with_shows(found.source, found.path, found.raw, posted_words())
        ):
            flash(gettext("Ce que le scénario montre est enregistré."), "success")
    except SourceRefused as refused:
        say_unreadable(refused)
    return here
