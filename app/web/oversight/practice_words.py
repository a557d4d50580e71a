"""Words of the register of practices: states, acts, texts to write."""

from collections.abc import Mapping
from typing import Any

from app.commands.practices.noting import PracticeRefused, WordsMissing
from app.domain.languages import choose
from app.queries.variants.results import results_from_data
from app.store.models import Practice, PracticeAct
from app.web.interface import gettext, language

TEXTS = ("title", "problem", "solution", "lessons", "conditions")


def state_of(state: str) -> tuple[str, str]:
    """Return the title and the tone of a state."""
    states = {
        "offered": (gettext("Proposée, attend la DGCT"), "waiting"),
        "returned": (gettext("Renvoyée pour précisions"), "waiting"),
        "accepted": (gettext("Retenue"), "success"),
        "promoted": (gettext("Devenue nationale"), "success"),
        "declined": (gettext("Non retenue"), "neutral"),
        "withdrawn": (gettext("Retirée par la commune"), "neutral"),
    }
    return states[state]


def act_words(act: PracticeAct) -> str:
    """Return what happened."""
    acts = {
        "offered": gettext("Pratique proposée au pays"),
        "returned": gettext("Pratique renvoyée à la commune"),
        "accepted": gettext("Pratique retenue par la DGCT"),
        "declined": gettext("Pratique non retenue"),
        "withdrawn": gettext("Pratique retirée par la commune"),
        "promoted": gettext("Brouillon national commencé"),
        "taken": gettext("Pratique reprise par une commune"),
    }
    return acts[act.kind]


def text_labels() -> Mapping[str, tuple[str, str]]:
    """Return the label and the hint of each text of a practice."""
    return {
        "title": (gettext("Titre"), gettext("En quelques mots : ce que fait la pratique.")),
        "problem": (gettext("Le problème"), gettext("Ce qui n’allait pas, et pour qui.")),
        "solution": (gettext("Ce que la commune a fait"), gettext("Assez précisément pour qu’une autre le refasse.")),
        "lessons": (
            gettext("Leçons apprises"),
            gettext("Facultatif : ce que vous feriez autrement."),
        ),
        "conditions": (
            gettext("Conditions de réussite"),
            gettext("Facultatif : moyens, effectifs, accords."),
        ),
    }


def refusal_words(refused: PracticeRefused) -> str:
    """Return why something about a practice was refused."""
    words = {
        "practice-words-missing": gettext("Des textes manquent ou sont trop courts."),
        "practice-nothing-to-offer": gettext("La commune suit la version nationale : il n’y a rien à proposer."),
        "practice-offered-already": gettext("La commune propose déjà cette démarche : retirez d’abord l’offre."),
        "practice-reason-missing": gettext("Écrivez le motif, de 10 signes au moins : la commune le lira."),
        "practice-state-refused": gettext("Ce n’est plus possible : la pratique a changé d’état entre-temps."),
        "practice-not-carried-over": gettext(
            "Ces changements ne tiennent pas sur la version nationale en vigueur, ou sortent de ses limites."
        ),
        "practice-name-taken": gettext("Une démarche ou un brouillon porte déjà ce nom : choisissez-en un autre."),
    }
    return words[refused.code]


def missing_words(refused: WordsMissing) -> dict[str, str]:
    """Return the error of each text that is missing or too short, by field."""
    return {
        name: gettext("Écrivez au moins %(count)s signes, dans cette langue aussi.", count=fewest)
        for name, fewest in refused.fields.items()
    }


def shown_practice(row: Practice) -> dict[str, Any]:
    """Return a practice as a page shows it."""
    title, tone = state_of(row.state)
    return {
        "row": row,
        "state": title,
        "tone": tone,
        "kind": gettext("Adaptation") if row.kind == "tailoring" else gettext("Démarche propre à la commune"),
        "words": {name: choose(row.words.get(name, {}), language()) for name in TEXTS},
        "under": results_from_data(row.results.get("under", {})),
        "before": results_from_data(row.results.get("before", {})),
    }
