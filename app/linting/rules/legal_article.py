"""The article that a reference names is listed with its text of law.

Why: the published sheet shows the articles of each text; a reference beyond them sends the reader to nothing.
Wrong: legal_ref: law-36-21 a.43 while legal_basis lists law-36-21 with the articles 19 and 22.
Right: articles: ["19", "22", "43"]. A text without articles is referred to as a whole.
Source: law 55-19 art. 3 and 6-1 (each requirement rests on a text that the sheet names).
"""

import re
from collections.abc import Iterator

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage

ARTICLE = re.compile(r"\ba\.\s*([0-9]+(?:-[0-9]+)?)")


@rule("legal-article", severity="warning", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    listed = {text["key"]: frozenset(text["articles"]) for text in package.manifest["legal_basis"]}
    for group in ("pieces", "fees", "appeals"):
        for index, entry in enumerate(package.manifest[group]):
            key, _, rest = entry["legal_ref"].partition(" ")
            article = ARTICLE.search(rest)
            articles = listed.get(key)
            if article and articles and article[1] not in articles and article[1].partition("-")[0] not in articles:
                message = f"Expected the article {article[1]} among those of “{key}” in legal_basis: list it there."
                yield manifest_remark(package, entry["key"], group, index, "legal_ref", message=message)
