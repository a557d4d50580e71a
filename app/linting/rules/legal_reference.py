"""Each piece, fee, appeal and the meaning of silence refers to a listed text of law.

Why: an administration may ask only for what a text allows; the sheet must name the text.
Wrong: legal_ref: law-24-09 a.5 while legal_basis has no entry with the key law-24-09.
Right: the first word of legal_ref is the key of an entry of legal_basis: law-36-21 a.43.
Source: law 55-19 art. 6-1 and 7 (pieces without legal basis may not be asked for).
"""

from collections.abc import Iterator

from app.linting.places import manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage

GROUPS = ("pieces", "fees", "appeals")


@rule("legal-reference", severity="error", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    known = {text["key"] for text in package.manifest["legal_basis"]}
    for path, reference in _references(package):
        key = (reference.split() or [""])[0]
        if key not in known:
            yield manifest_remark(
                package,
                ".".join(str(part) for part in path),
                *path,
                message=f"Expected a reference that begins with one of {', '.join(sorted(known))}, "
                f"found “{reference}”: correct it or add the text to legal_basis.",
            )


def _references(package: ProcedurePackage) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for group in GROUPS:
        for index, entry in enumerate(package.manifest[group]):
            yield (group, index, "legal_ref"), entry["legal_ref"]
    yield ("silence", "legal_ref"), package.manifest["silence"]["legal_ref"]
