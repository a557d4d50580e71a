"""No piece is asked for as a certified copy or with a legalised signature.

Why: a plain copy is enough; whoever doubts one may ask, once and with reasons, to see the original.
Wrong: pieces.identity-card.note: “Copie certifiée conforme à l'original”; “Demande signée et légalisée”.
Right: “Copie de la carte nationale d'identité”; “aucune copie certifiée n'est demandée”.
Source: law 55-19 art. 7 (no certified copies, no legalised signatures on pieces of the file).
"""

import re
from collections.abc import Iterator

from app.linting.citizens import demanded, piece_wordings
from app.linting.registry import Remark, rule
from app.linting.wording import wording_remark
from app.procedures import ProcedurePackage

WORDS = re.compile(
    r"certifi(?:ée?s?|er)\s+conformes?|copies?\s+certifiées?|conformes?\s+à\s+l['’]original|légalis(?:ée?s?|ation|er)"
    r"|مصادق\s+علي(?:ه|ها|هما)|مشهود\s+بمطابقت\w+|مطابقت?ة?\w*\s+ل?ل?(?:أ|ا)صل\w*|(?:تصحيح|مصحح\w*)\s+ال(?:إ|ا)مضاء",
    re.IGNORECASE,
)


@rule("certified-copy", severity="error", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for wording in piece_wordings(package):
        found = demanded(WORDS, wording.text)
        if found:
            message = f"Expected a plain copy to be enough (law 55-19 art. 7), found “{found}”: ask for a plain copy."
            yield wording_remark(package, wording, message)
