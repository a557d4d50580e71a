"""The words of the values of a procedure: units, ways of counting, sources, and why a value cannot stand."""

from app.procedures.authoring.sheet_writing import Problem
from app.web.interface import gettext


def units() -> dict[str, str]:
    """Return the units that a value may have."""
    return {
        "day": gettext("jours"),
        "working_day": gettext("jours ouvrables"),
        "month": gettext("mois"),
        "year": gettext("années"),
        "hour": gettext("heures"),
        "centime": gettext("centimes"),
        "dirham": gettext("dirhams"),
        "dirham_per_m2": gettext("dirhams par mètre carré"),
        "percent": gettext("pour cent"),
        "ratio": gettext("part, de 0 à 1"),
        "count": gettext("nombre"),
        "month_day": gettext("jour de l’année (mois-jour)"),
        "quarter": gettext("trimestre"),
        "text": gettext("texte court"),
    }


def kinds() -> dict[str, str]:
    """Return the ways in which a unit counts."""
    return {
        "franc": gettext("francs : ni le premier ni le dernier jour ne comptent"),
        "calendar": gettext("de calendrier"),
        "working": gettext("ouvrables"),
        "amount": gettext("montant"),
        "ratio": gettext("proportion"),
        "count": gettext("nombre"),
        "text": gettext("texte"),
    }


def sources() -> dict[str, str]:
    """Return how sure a value is."""
    return {
        "sourced": gettext("Lue dans le texte"),
        "known": gettext("Établie, à relire"),
        "assumed": gettext("Hypothèse, à confirmer"),
    }


def sheet_places() -> dict[str, str]:
    """Return the parts of the sheet that may name a value or a message."""
    return {
        "deadline": gettext("Fiche : délai légal"),
        "deadline.extension": gettext("Fiche : prolongation"),
        "retention": gettext("Fiche : conservation"),
        "silence": gettext("Fiche : silence"),
    }


def file_words(path: str) -> str:
    """Return a file of a procedure as an analyst calls it."""
    name, _, kind = path.rpartition("/")[2].rpartition(".")
    return {
        "dmn": gettext("Décision %(name)s", name=name),
        "json": gettext("Formulaire %(name)s", name=name),
        "typ": gettext("Document %(name)s", name=name),
    }.get(kind, path)


def problem_words(problem: Problem) -> str:
    """Return why a value cannot stand."""
    found = problem.detail[:120]
    return {
        "required": gettext("À remplir."),
        "key": gettext("Écrivez deux mots ou plus joints par des points : watiqa.stamp_fee."),
        "twice": gettext("Cette clé sert déjà : choisissez-en une autre."),
        "shared": gettext("Cette clé est une valeur commune de la loi : lisez-la sans la redéfinir."),
        "group": gettext("« %(found)s » existe déjà : l’une des deux clés contient l’autre.", found=found),
        "choice": gettext("Choisissez dans la liste."),
        "kind": gettext("Cette unité ne se compte pas ainsi."),
        "day": gettext("Choisissez un jour du calendrier."),
        "absurd-day": gettext("Cette date est trop loin : de 1900 à 2100."),
        "same-day": gettext("Deux valeurs commencent ce jour-là : gardez-en une."),
        "number": gettext("Écrivez un nombre, sans unité ni signe."),
        "whole": gettext("Écrivez un nombre entier."),
        "absurd": gettext("Cette valeur n’est pas vraisemblable : %(found)s au plus.", found=found),
        "reference": gettext("Citez le texte qui fixe la valeur, avec l’article."),
    }[problem.code]
