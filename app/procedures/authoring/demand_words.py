"""What article 6 of law 55-19 wants on a sheet, in words: the studio, the catalogue and `sheet.check` say the same."""

from collections.abc import Mapping

from app.domain.languages import Language
from app.languages import translate


def demand_words(chosen: Language) -> Mapping[str, str]:
    """Return the words of each demand by its code."""
    return {
        "title-fr": translate(chosen, "Intitulé en français"),
        "title-ar": translate(chosen, "Intitulé en arabe"),
        "legal-basis": translate(chosen, "Références juridiques"),
        "responsible": translate(chosen, "Administration chargée du dossier, dans les deux langues"),
        "audience": translate(chosen, "Qui peut la demander, dans les deux langues"),
        "pieces": translate(chosen, "Pièces nommées dans les deux langues"),
        "pieces-law": translate(chosen, "Texte qui prévoit chaque pièce"),
        "channels": translate(chosen, "Modes de dépôt"),
        "fees": translate(chosen, "Frais, avec leur montant et leur texte"),
        "period": translate(chosen, "Délai de réponse"),
        "period-end": translate(chosen, "Étape qui donne la décision"),
        "silence": translate(chosen, "Effet du silence et son texte"),
        "silence-text": translate(chosen, "Effet du silence expliqué dans les deux langues"),
        "appeals": translate(chosen, "Voies de recours, avec leur texte"),
    }
