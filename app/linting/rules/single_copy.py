"""A piece is asked for in one copy.

Why: the administration copies what it needs several times; the citizen gives a file once.
Wrong: pieces.plan.note: “Plan de situation en trois exemplaires”.
Right: “Plan de situation”.
Source: law 55-19 art. 7 (one copy of the file only).
"""

import re
from collections.abc import Iterator

from app.linting.citizens import demanded, piece_wordings
from app.linting.registry import Remark, rule
from app.linting.wording import wording_remark
from app.procedures import ProcedurePackage

WORDS = re.compile(
    r"\b(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|[2-9]|[1-9][0-9])\s+(?:exemplaires|copies)\b"
    r"|\ben\s+(?:double|triple|plusieurs)(?:\s+exemplaires?)?\b"
    r"|نسختان|نسختين|نظيران|نظيرين|(?:ثلاث|أربع|خمس|ست|عدة|[2-9])\s+(?:نسخ|نظائر)",
    re.IGNORECASE,
)


@rule("single-copy", severity="error", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for wording in piece_wordings(package):
        found = demanded(WORDS, wording.text)
        if found:
            message = f"Expected the piece once (law 55-19 art. 7), found “{found}”: ask for one copy."
            yield wording_remark(package, wording, message)
