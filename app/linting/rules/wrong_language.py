"""A text is written in the language of its file.

Why: a French sentence copied into the Arabic file counts as a translation and tells its readers nothing.
Wrong: translations/ar.yaml with title: “Carte de bibliothèque”.
Right: title: “بطاقة المكتبة”. Codes, addresses and expressions are not sentences.
Source: Constitution art. 5; law 55-19 art. 26.
"""

import re
from collections.abc import Iterator

from app.linting.registry import Remark, rule
from app.linting.wording import Wording
from app.linting.written import remarks_on, translated_texts
from app.procedures import ProcedurePackage

ARABIC = re.compile("[\u0620-\u064a]")
LATIN_WORDS = re.compile(r"[A-Za-zÀ-ÿ]{3,}(?:['’ ]+[A-Za-zÀ-ÿ]+)+")
"""Two words at least: a single one may be a name or a code."""


@rule("wrong-language", severity="warning", family="translation")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    return remarks_on(package, translated_texts(package), _of_text)


def _of_text(wording: Wording) -> Iterator[str]:
    if wording.text.startswith("="):
        return
    wanted = "Arabic" if wording.file.endswith("/ar.yaml") else "French"
    if _is_foreign(wording, wanted):
        yield f"Expected {wanted} at {wording.element}, found another language: translate it."


def _is_foreign(wording: Wording, wanted: str) -> bool:
    if wording.file.endswith("/zgh.yaml"):
        return False
    has_arabic = ARABIC.search(wording.text) is not None
    has_latin = LATIN_WORDS.search(wording.text) is not None
    return (has_latin and not has_arabic) if wanted == "Arabic" else (has_arabic and not has_latin)
