"""What an administration holds already is fetched from it, not asked of the user.

Why: “tell us once”; an extract, a certificate or a tax statement is a copy of what another office keeps.
Wrong: pieces: [{key: birth-certificate, provided_by: user}] named “Extrait d'acte de naissance”.
Right: provided_by: administration with source_administration. The identity card stands apart: it proves who asks.
Source: law 55-19 art. 4, 7 and 23-24 (pieces held by an administration, public documents).
"""

import re
from collections.abc import Iterator

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage

HELD = re.compile(
    r"(?:extraits?|copies?)(?:\s+intégrales?)?\s+d(?:e\s+l)?['’]actes?\s+(?:de\s+naissance|de\s+mariage|de\s+décès|d['’]état\s+civil)"
    r"|^actes?\s+de\s+(?:naissance|décès)|certificat\s+de\s+(?:résidence|vie|célibat|nationalité)|casier\s+judiciaire"
    r"|attestation\s+(?:fiscale|de\s+régularité\s+fiscale|de\s+la\s+cnss)|modèle\s+j|certificat\s+de\s+propriété"
    r"|registre\s+d[eu]\s+commerce|plan\s+d['’]aménagement|bulletin\s+officiel|journal\s+officiel"
    r"|(?:نسخة|مستخرج|ملخص)\S*\s+(?:كاملة\s+)?من\s+(?:رسم|عقد)\s+(?:الولادة|الازدياد|الوفاة|الزواج)|^(?:رسم|عقد)\s+(?:الولادة|الازدياد)"
    r"|شهادة\s+(?:السكنى|الإقامة|الحياة|العزوبة|الجنسية|الملكية)|السجل\s+العدلي|شهادة\s+ضريبية|السجل\s+التجاري|تصميم\s+التهيئة|الجريدة\s+الرسمية",
    re.IGNORECASE,
)
"""Acts of civil status, certificates of residence, nationality, property, the criminal record, tax statements, the
trade register, published documents."""


@rule("piece-already-held", severity="error", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for index, piece in enumerate(package.manifest["pieces"]):
        if piece["provided_by"] != "user":
            continue
        found = _held(package, piece["key"])
        if found:
            message = (
                f"Expected only what no administration holds (law 55-19 art. 23), found “{found}” asked of the user: "
                "set provided_by to administration and name source_administration."
            )
            yield manifest_remark(package, piece["key"], "pieces", index, "provided_by", message=message)


def _held(package: ProcedurePackage, key: str) -> str | None:
    names = (package.text(f"fiche.pieces.{key}.name", language) for language in ("fr", "ar"))
    found = (HELD.search(name) for name in names if name)
    return next((match.group() for match in found if match), None)
