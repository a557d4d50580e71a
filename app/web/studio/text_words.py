"""The words of the table of texts: its parts, and what each kind of text is."""

from app.procedures.authoring.texts import TextPlace
from app.web.interface import gettext


def part_titles() -> dict[str, str]:
    """Return the parts of the table."""
    return {
        "fiche": gettext("Fiche"),
        "tasks": gettext("Tâches"),
        "statuses": gettext("États du dossier"),
        "outcomes": gettext("Issues"),
        "documents": gettext("Documents"),
        "decisions": gettext("Décisions"),
        "reasons": gettext("Motifs"),
        "forms": gettext("Formulaires"),
        "messages": gettext("Messages"),
        "values": gettext("Valeurs"),
    }


def kind_of(place: TextPlace) -> str:
    """Return what a text is to its reader, "" where its place says enough."""
    if place.home == "parameters":
        return gettext("Nom de la valeur")
    if place.home == "messages":
        return gettext("Objet du message")
    if "options" in place.path[3:4]:
        return gettext("Choix proposé")
    if "errors" in place.path[3:4]:
        return gettext("Message d’erreur")
    return {
        "title": gettext("Titre"),
        "action": gettext("Bouton"),
        "hint": gettext("Aide"),
        "explanation": gettext("Explication"),
        "label": gettext("Libellé"),
        "description": gettext("Aide"),
        "text": gettext("Texte"),
        "name": gettext("Nom"),
        "note": gettext("Précision"),
    }.get(place.path[-1], "")


def views() -> dict[str, str]:
    """Return which texts may be shown."""
    return {
        "all": gettext("Tous"),
        "missing": gettext("Seulement ceux qui manquent"),
        "unread": gettext("Ceux que rien ne lit plus"),
    }
