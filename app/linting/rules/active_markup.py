"""No text holds a script, a frame or a handler.

Why: what an author writes is shown to citizens and agents; markup that acts is either an attack or a mistake.
Wrong: a label “<script>…</script>”; “<b onclick=…>”; a link “javascript:…”; “<iframe src=…>”.
Right: plain words; **bold**, lists and links of the form's own small language.
Source: law 05-20 and decree 2-21-406 (security of information systems); the platform shows such markup as words.
"""

import re
from collections.abc import Iterator

from app.linting.registry import Remark, rule
from app.linting.wording import Wording
from app.linting.written import remarks_on, written_texts
from app.procedures import ProcedurePackage

ACTIVE = re.compile(
    r"<\s*/?\s*(?:script|iframe|object|embed|form|meta|link|base|svg|style)\b|<[^>]{0,200}\son[a-z]{3,20}\s*="
    r"|\b(?:javascript|vbscript)\s*:|\bdata\s*:\s*text/html",
    re.IGNORECASE,
)
SHOWN = 40


@rule("active-markup", severity="error", family="security")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    return remarks_on(package, written_texts(package), _of_text)


def _of_text(wording: Wording) -> Iterator[str]:
    found = ACTIVE.search(wording.text)
    if found:
        yield f"Expected words, found markup that acts: “{found.group()[:SHOWN]}”: remove it."
