"""Why a file is no scenario, in the language of the page: what was expected of each key that goes wrong."""

from collections.abc import Mapping

from app.domain.errors import MastaraError
from app.languages import isolate
from app.procedures.showing import SHOWN
from app.scenarios.reading import Fault, ScenarioRefused
from app.web.interface import gettext
from app.web.studio.finding_words import in_words

PLACES = ("steps", "mistakes")
"""Keys that hold a list whose entries are told by their number."""


def say_faults(refused: MastaraError) -> str:
    """Return all that is wrong with a scenario, each with its place; what has no words of its own as the check said."""
    faults = refused.faults if isinstance(refused, ScenarioRefused) else ()
    return " ".join(_say(fault) for fault in faults) or in_words(refused.message)


def _say(fault: Fault) -> str:
    path, message = fault
    expected = _expected().get(_key(path)) or in_words(message)
    return gettext("%(place)s : %(expected)s", place=_place(path), expected=expected)


def _key(path: tuple[str | int, ...]) -> str:
    """Return the key that is faulty, with the list in which it stands: `mistakes.refused`, `shows`."""
    return ".".join(str(part) for part in path[:3] if isinstance(part, str))


def _place(path: tuple[str | int, ...]) -> str:
    number = path[1] + 1 if len(path) > 1 and path[0] in PLACES and isinstance(path[1], int) else None
    rest = isolate(".".join(str(part) for part in (path if number is None else path[2:])))
    if number is None:
        return rest
    titles = {
        "steps": gettext("Étape %(number)s", number=number),
        "mistakes": gettext("Erreur de saisie %(number)s", number=number),
    }
    return gettext("%(place)s, %(key)s", place=titles[str(path[0])], key=rest) if path[2:] else titles[str(path[0])]


def _expected() -> Mapping[str, str]:
    """Return what is expected of the keys that say what goes wrong."""
    refused = gettext(
        "les champs que le formulaire doit refuser sont attendus, %(list)s, ou chacun avec sa phrase, %(map)s ; "
        "à une étape, seulement à côté de « complete ».",
        list=isolate("[birth_date]"),
        map=isolate("{birth_date: '…'}"),
    )
    return {
        "shows": gettext("les mots attendus sont %(words)s.", words=isolate(", ".join(SHOWN))),
        "mistakes": gettext("une liste d’erreurs de saisie est attendue, chacune avec « answers » et « refused »."),
        "mistakes.answers": gettext("les réponses fausses sont attendues, chacune par le nom de son champ."),
        "mistakes.refused": refused,
        "steps.refused": refused,
        "steps.ignored": gettext("« again » ou « late » est attendu, à côté d’un message."),
    }
