"""The forms of a package, read with their texts."""

from app.forms.blocks import read_blocks
from app.forms.definition import FormDefinition, read_form
from app.procedures import ProcedurePackage


def read_forms(package: ProcedurePackage) -> dict[str, FormDefinition]:
    """Return the package's forms by name; their own findings stay in each of them."""
    texts = {str(language): file for language, file in package.form_translations.items()}
    blocks = read_blocks(package.files)
    return {
        name: read_form(raw, translations=texts, file=f"forms/{package.key}/{name}.json", blocks=blocks)
        for name, raw in package.forms.items()
    }
