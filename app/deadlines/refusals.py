"""Says in the user's language why a clock refuses an event, and what to do."""

from datetime import datetime

from app.deadlines.errors import ClockRefused
from app.deadlines.explanation import period_in_words
from app.deadlines.periods import Period
from app.domain.languages import Language
from app.languages import format_moment, translate

REFUSALS = {
    "suspension-ends-before-start": (
        "La reprise du délai (%(found)s) précède sa suspension (%(expected)s) : corrigez la date."
    ),
    "wrong-order": (
        "Cet événement (%(found)s) précède le dernier événement du dossier (%(expected)s) : corrigez la date."
    ),
    "filed-late": "La demande est déjà déposée : ce dépôt (%(found)s) ne peut pas être ajouté.",
    "after-stop": "Le délai a pris fin le %(expected)s : plus rien ne peut le suspendre, le reprendre ou le prolonger.",
    "started-twice": "Le délai court déjà depuis le %(expected)s : il ne peut pas commencer deux fois.",
    "not-started": "Le délai n’a pas encore commencé : attendez l’événement qui le fait courir.",
    "reason-unknown": "Ce motif ne permet pas de suspendre le délai : le délai continue de courir.",
    "already-suspended": "Le délai est déjà suspendu depuis le %(expected)s : reprenez-le d’abord.",
    "asked-twice": (
        "Cette demande a déjà été faite une fois, et ne peut l’être qu’une fois : décidez sur le dossier tel qu’il est."
    ),
    "second-half": (
        "La première moitié du délai est passée : aucune pièce ni information ne peut plus être demandée. "
        "Décidez sur le dossier tel qu’il est."
    ),
    "after-end": "Le délai est déjà écoulé : il ne peut plus être ni suspendu ni prolongé.",
    "resume-without-suspension": "Le délai n’est pas suspendu : il n’y a rien à reprendre.",
    "extension-not-allowed": "La loi ne permet pas de prolonger ce délai pour ce motif : le délai reste le même.",
    "extended-twice": "Le délai a déjà été prolongé le %(expected)s, et ne peut l’être qu’une fois.",
    "extension-measure": "La prolongation se compte de la même manière que le délai : corrigez son unité.",
    "extension-too-long": "La prolongation (%(found)s) dépasse le maximum permis (%(expected)s) : raccourcissez-la.",
    "stopped-twice": "Le délai a déjà pris fin le %(expected)s.",
}


def explain_refusal(refused: ClockRefused, language: Language) -> str:
    """Return one or two sentences: what was found, what the law expects, what to do."""
    values = {key: _in_words(value, language) for key, value in refused.details.items()}
    return translate(language, REFUSALS[refused.problem], **values)


def _in_words(value: object, language: Language) -> str:
    if isinstance(value, datetime):
        return format_moment(value, language)
    if isinstance(value, Period):
        return period_in_words(value, language)
    return str(value)
