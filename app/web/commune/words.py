"""Why an act of the workshop is refused, and what is told of its history, in the language of the page."""

from collections.abc import Mapping

from app.domain.errors import MastaraError
from app.store.models import TailoringAct
from app.web.interface import gettext


def refusal_words(error: MastaraError) -> str:
    """Return what stands in the way of an act and what to do."""
    known = {
        "tailoring-nothing-national": gettext("La procédure nationale n’est plus proposée : rien ne peut être publié."),
        "tailoring-not-prepared": gettext("L’atelier a changé depuis les vérifications : vérifiez de nouveau."),
        "tailoring-outcomes-unread": gettext("Lisez les essais qui se passent autrement, puis cochez que c’est voulu."),
        "tailoring-waits-already": gettext(
            "Un autre changement attend son jour : retirez-le d’abord, dans l’histoire."
        ),
        "tailoring-on-other-base": gettext(
            "Une nouvelle version nationale est en vigueur : reportez d’abord vos changements sur elle."
        ),
        "tailoring-effect-refused": gettext(
            "Le premier jour est dans trois ans au plus tard ; le dernier ne vient ni avant lui ni dans le passé."
        ),
        "tailoring-nothing-to-leave": gettext("C’est déjà ce que suit la commune."),
        "tailoring-not-scheduled": gettext("Aucun changement n’attend son jour."),
    }
    return known.get(error.code) or gettext("Cela n’a pas pu être fait : relisez la page et recommencez.")


def act_words(act: TailoringAct) -> str:
    """Return what an act of the history was."""
    known = {
        "adopted": gettext("Démarche prise dans l’atelier"),
        "opened": gettext("Démarche ouverte aux usagers"),
        "closed": gettext("Démarche fermée aux usagers"),
        "published": gettext("Changements publiés"),
        "scheduled": gettext("Changements publiés pour un jour à venir"),
        "in-effect": gettext("Changements entrés en vigueur"),
        "ended": gettext("Changements arrivés à leur dernier jour"),
        "withdrawn": gettext("Changements retirés avant leur jour"),
        "returned-to-national": gettext("Retour à la version nationale"),
        "rebased": gettext("Changements reportés sur une nouvelle version nationale"),
        "prepared": gettext("Démarche préparée pour la commune"),
    }
    return known.get(act.kind) or gettext("Autre acte : %(kind)s", kind=act.kind)


def overlay_states() -> Mapping[str, tuple[str, str]]:
    """Return the title and the tone of each state of a published overlay."""
    return {
        "in-effect": (gettext("En vigueur"), "success"),
        "scheduled": (gettext("Attend son jour"), "info"),
        "ended": (gettext("N’est plus en vigueur"), "neutral"),
        "withdrawn": (gettext("Retiré"), "neutral"),
    }
