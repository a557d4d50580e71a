"""Words of incidents: what happened, what each repair does, why one was refused."""

from collections.abc import Mapping

from app.domain.errors import MastaraError
from app.web.errors import explanation_of
from app.web.interface import gettext

KIND_TITLES: Mapping[str, str] = {
    "no-path": "Aucun chemin possible",
    "expression-failed": "Condition ou calcul impossible",
    "timer-unreadable": "Délai illisible",
    "period-unknown": "Délai légal inconnu",
    "decision-unknown": "Décision introuvable",
    "decision-failed": "Décision sans résultat",
    "script-without-context": "Calcul sans résultat",
    "correlation-empty": "Clé de message vide",
    "uncaught-error": "Erreur que rien ne traite",
    "uncaught-escalation": "Escalade que rien ne traite",
    "join-never-complete": "Jonction sans issue",
    "too-many-steps": "Boucle sans fin",
    "too-much-work": "Calculs trop lourds",
    "too-many-tokens": "Trop de chemins ouverts",
    "too-many-instances": "Trop de répétitions",
    "repetition-without-list": "Répétition sans liste",
    "repetition-without-number": "Répétition sans nombre",
    "compensation-lost": "Activité que rien n’annule plus",
    "data-too-large": "Données trop lourdes",
    "too-deep": "Sous-processus trop emboîtés",
    "job-failed": "Travail automatique en échec",
}
"""French source title by kind of incident."""

HOW_TITLES: Mapping[str, str] = {
    "retry": "Relancé",
    "skip": "Étape passée",
    "move": "Dossier déplacé",
    "cancel": "Dossier annulé",
}
"""French source title by way in which a person resolved an incident."""

REFUSALS: Mapping[str, str] = {
    "way-needed": "Aucune condition n’est vraie avec ces valeurs : choisissez le chemin par lequel le dossier sort.",
    "unknown-way": "Ce chemin ne part pas de cette étape : choisissez-en un de la liste.",
    "no-choice": "Cette étape n’a qu’une sortie : n’en choisissez pas.",
    "not-in-error": "Cette étape n’est plus en erreur : relisez l’incident.",
    "not-skippable": "Une tâche qui attend une personne ne se passe pas : terminez-la, ou déplacez le dossier.",
    "not-beside": "Le dossier ne se déplace qu’à l’intérieur du même sous-processus : choisissez une autre étape.",
    "beside": "Cet événement surveille seulement une étape : déplacez l’étape, ou passez l’événement.",
    "instance": "C’est une répétition parmi d’autres : déplacez l’activité entière, ou passez cette répétition.",
    "not-begun": "La procédure n’a pas commencé : annulez le dossier.",
    "beside-sub-process": "Ce sous-processus n’est pas sur le chemin du dossier : déplacez ce qui est à l’intérieur.",
    "platform-job": "Ce travail est celui de la plateforme : relancez-le ou passez-le.",
    "case-closed": "Le dossier est clos : il n’y a plus rien à réparer.",
    "job-not-failed": "Ce travail n’est plus en échec : relisez l’incident.",
    "no-values": "Ce travail ne donne aucune valeur au dossier : n’en tapez pas.",
    "no-change": "Rien n’a changé : modifiez au moins une valeur.",
    "path": "Ce nom de variable ne convient pas : écrivez-le comme « fee » ou « children[0].name ».",
    "reserved": "Ce nom est réservé à la plateforme : choisissez-en un autre.",
    "missing": "Rien ne se trouve à cet endroit du dossier : vérifiez le nom.",
    "json": "Cette valeur n’est ni un texte, ni un nombre, ni oui ou non, ni une liste, ni un objet.",
    "depth": "Cette valeur est trop emboîtée.",
    "size": "Les données du dossier deviendraient trop lourdes.",
    "count": "Trop de changements à la fois : faites-les en plusieurs fois.",
}
"""French source sentence by the word with which a repair is refused."""


def kind_title(kind: str) -> str:
    """Return what happened, in a few words."""
    return gettext(KIND_TITLES[kind]) if kind in KIND_TITLES else kind


def how_title(how: str | None) -> str:
    """Return how an incident was resolved; by itself when nobody did it."""
    return gettext(HOW_TITLES[how]) if how is not None and how in HOW_TITLES else gettext("Levé de lui-même")


def refusal(error: MastaraError) -> str:
    """Return in a sentence why a repair was refused."""
    words = (error.details.get(name) for name in ("reason", "why", "rule"))
    found = next((str(word) for word in words if word in REFUSALS), None)
    return gettext(REFUSALS[found]) if found else gettext(explanation_of(error).title)
