"""Words of trials and upgrades: outcomes, states of communes, rings."""

from collections.abc import Mapping

from app.domain.languages import choose
from app.store import territory
from app.store.models import UpgradeRing
from app.web.interface import gettext, language, listed, ngettext

OUTCOME_TONES: Mapping[str, str] = {
    "conflict": "danger",
    "attention": "waiting",
    "clean": "success",
    "failed": "danger",
    "waiting": "neutral",
}
STATE_TONES: Mapping[str, str] = {
    "held": "neutral",
    "waiting": "info",
    "asked": "danger",
    "followed": "success",
    "defaulted": "waiting",
    "kept": "waiting",
    "failed": "danger",
    "superseded": "neutral",
}
MOST_NAMED = 6


def outcome_words() -> dict[str, str]:
    """Return the words of each outcome of a trial, the gravest first."""
    return {
        "conflict": gettext("Conflit"),
        "attention": gettext("À relire"),
        "clean": gettext("Suit sans changement"),
        "failed": gettext("Essai impossible"),
        "waiting": gettext("Pas encore essayée"),
    }


def item_words() -> dict[str, str]:
    """Return the words of each state of a commune in an upgrade, what is to be done first."""
    return {
        "asked": gettext("Réponse attendue"),
        "failed": gettext("Report impossible : à reprendre"),
        "kept": gettext("Garde son ancienne variante"),
        "waiting": gettext("Report en cours"),
        "held": gettext("Étape pas encore ouverte"),
        "defaulted": gettext("Suit par la règle annoncée"),
        "followed": gettext("Suit la nouvelle version"),
        "superseded": gettext("Remplacée par une autre version"),
    }


def upgrade_state(state: str) -> tuple[str, str]:
    """Return the state of an upgrade in words, with its tone."""
    return {
        "planned": (gettext("Prévue"), "neutral"),
        "running": (gettext("En cours"), "info"),
        "closed": (gettext("Terminée"), "success"),
        "superseded": (gettext("Remplacée"), "neutral"),
        "dropped": (gettext("Abandonnée"), "neutral"),
    }[state]


def ring_title(ring: UpgradeRing, count: int) -> str:
    """Return which communes a ring holds, in words."""
    if ring.kind == "all":
        return gettext("Toutes les autres communes") if ring.number > 1 else gettext("Toutes les communes")
    names = [name for code in ring.codes[:MOST_NAMED] if (name := _place(ring.kind, code))]
    rest = len(ring.codes) - len(names)
    told = listed(names)
    if rest:
        told = gettext("%(places)s et %(rest)s autres", places=told, rest=rest)
    if ring.kind == "communes":
        return ngettext("Commune pilote : %(places)s", "Communes pilotes : %(places)s", count, places=told)
    return told


def _place(kind: str, code: str) -> str:
    find = {
        "communes": territory.find_commune_by_id,
        "provinces": territory.find_province,
        "regions": territory.find_region,
    }[kind]
    found = find(code)
    return choose({"ar": found.name_ar, "fr": found.name_fr}, language()) if found else code
