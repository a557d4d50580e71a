"""What the seal of a document is worth, in the words that people read."""

from app.documents.sealing import SealReport
from app.domain.languages import Language
from app.languages import translate

NO_SEAL_TEXT = "Ce fichier ne porte pas de cachet électronique."
CHANGED_TEXT = "Ce fichier a été modifié après avoir été scellé : il ne fait pas foi."
UNTRUSTED_TEXT = "Ce fichier n’a pas été modifié, mais son cachet ne vient pas d’une autorité reconnue ici."
GOOD_TEXT = "Ce fichier porte un cachet valable et n’a pas été modifié depuis."


def explain_seal(report: SealReport, language: Language) -> str:
    """Return one sentence on the seal of a file."""
    if not report.sealed:
        return translate(language, NO_SEAL_TEXT)
    if not report.intact:
        return translate(language, CHANGED_TEXT)
    return translate(language, GOOD_TEXT if report.trusted else UNTRUSTED_TEXT)
