"""A piece that the user supplies has a file field on a form; one that the administration fetches names its source.

Why: a piece of the sheet that no form asks for can never be supplied, and a form may ask for no other piece.
Wrong: pieces: [{key: identity-card, provided_by: user}] without `field`; field: cin_copy when no form has it.
Right: field: identity_card, and the form has a filepicker with that key and properties.piece: identity-card.
Source: law 55-19 art. 6-3, 7 and 23-24 (no other piece than those of the sheet).
"""

from collections.abc import Iterator

from app.forms import FormDefinition
from app.forms.packages import read_forms
from app.linting.places import form_file, manifest_remark
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("piece-field", severity="error", family="legal")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    forms = read_forms(package)
    yield from _pieces(package, forms)
    yield from _fields(package, forms)


def _pieces(package: ProcedurePackage, forms: dict[str, FormDefinition]) -> Iterator[Remark]:
    files = {field.key for form in forms.values() for field in form.fields if field.type == "filepicker"}
    for index, piece in enumerate(package.manifest["pieces"]):
        if piece["provided_by"] == "user" and piece["field"] not in files:
            found = f"“{piece['field']}”" if piece["field"] else "none"
            yield manifest_remark(
                package,
                piece["key"],
                "pieces",
                index,
                message=f"Expected a file field of a form for the piece “{piece['key']}”, found {found}: "
                "add a filepicker with that key.",
            )
        if piece["provided_by"] == "administration" and not piece["source_administration"]:
            yield manifest_remark(
                package,
                piece["key"],
                "pieces",
                index,
                message=f"Expected source_administration of the piece “{piece['key']}”, found none: "
                "name the administration that holds it.",
            )


def _fields(package: ProcedurePackage, forms: dict[str, FormDefinition]) -> Iterator[Remark]:
    known = {piece["key"] for piece in package.manifest["pieces"]}
    for name, form in forms.items():
        for field in form.fields:
            piece = field.properties.get("piece")
            if field.type == "filepicker" and piece is not None and piece not in known:
                yield Remark(
                    file=form_file(package, name),
                    element=field.key,
                    message=f"Expected a piece of the sheet for the file field “{field.key}”, found “{piece}”: "
                    "list it under pieces with its legal reference.",
                )
