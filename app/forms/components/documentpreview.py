"""Documents of the case, as links that the browser opens: the page frames nothing."""

from collections.abc import Iterator, Mapping

from app.forms.filling import Filling
from app.forms.registry import AuthorMistake, ComponentType, register
from app.forms.safe_html import safe_link
from app.forms.structure import FormComponent

MOST_DOCUMENTS = 50
_IMAGES = ("image/png", "image/jpeg", "image/webp")


@register
class DocumentPreview(ComponentType):
    """Not a field. `dataSource` (FEEL) gives a list of {documentId, endpoint, metadata: {fileName, contentType}}.

    Only addresses of this site are opened; of another, the name alone is shown. `maxHeight` has no meaning for links.
    """

    name = "documentPreview"
    template = "document_preview.html"
    is_field = False

    def inspect(self, raw: Mapping[str, object]) -> Iterator[AuthorMistake]:
        if not raw.get("dataSource"):
            message = "Expected dataSource: the expression that gives the documents."
            yield AuthorMistake(rule="form-document-data", message=message)

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        found = filling.resolve(component.settings.get("dataSource"))
        entries = found[:MOST_DOCUMENTS] if isinstance(found, list) else []
        return {
            "documents": [shown for entry in entries if (shown := _document(entry)) is not None],
            "nothing": filling.say("Aucun document."),
        }


def _document(entry: object) -> dict[str, object] | None:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("metadata"), Mapping):
        return None
    metadata = entry["metadata"]
    name = metadata.get("fileName")
    if not name:
        return None
    link = safe_link(str(entry.get("endpoint") or ""))
    own = link if link and link.startswith("/") else None
    return {"name": str(name), "link": own, "is_image": own is not None and metadata.get("contentType") in _IMAGES}
