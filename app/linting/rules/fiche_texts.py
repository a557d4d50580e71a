"""The sheet is complete in Arabic and in French.

Why: law 55-19 makes the sheet public; what is missing in one language is hidden from its readers.
Wrong: translations/ar.yaml without fiche.pieces.identity-card.name.
Right: fiche has title, summary, audience and silence; each piece, fee, legal text and appeal has its text.
Source: law 55-19 art. 6 and 26 (published sheets).
"""

from collections.abc import Iterator

from app.domain.languages import INTERFACE_LANGUAGES, Language
from app.linting.places import line_of, texts_file
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage

PARTS = ("title", "summary", "audience", "silence")
GROUPS = ("fees", "legal_basis", "appeals")


@rule("fiche-texts", severity="error", family="translation")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for language in INTERFACE_LANGUAGES:
        for path in _expected(package):
            if not _has_text(package, path, language):
                yield _missing(package, path, language)
    if "zgh" in package.translations and not package.has_text("fiche.title", "zgh"):
        yield _missing(package, ("fiche", "title"), "zgh")


def _expected(package: ProcedurePackage) -> Iterator[tuple[str, ...]]:
    for part in PARTS:
        yield ("fiche", part)
    for piece in package.manifest["pieces"]:
        yield ("fiche", "pieces", piece["key"], "name")
    for group in GROUPS:
        for entry in package.manifest[group]:
            yield ("fiche", group, entry["key"])
    for document in package.manifest["documents"]:
        yield ("documents", document["key"], "title")


def _has_text(package: ProcedurePackage, path: tuple[str, ...], language: Language) -> bool:
    """Tell whether the text stands there; an entry with several texts (name, note) has at least one.

    A document of a shared flow has its title there.
    """
    if package.has_text(".".join(path), language):
        return True
    node: object = package.translations.get(language, {})
    for part in path:
        node = node.get(part) if isinstance(node, dict) else None
    if isinstance(node, dict):
        return any(isinstance(text, str) and text.strip() for text in node.values())
    return False


def _missing(package: ProcedurePackage, path: tuple[str, ...], language: Language) -> Remark:
    file = texts_file(package, language)
    return Remark(
        file=file,
        element=".".join(path),
        line=line_of(package, file, *path),
        message=f"Expected the text {'.'.join(path)} in “{language}”, found none: write it.",
    )
