"""A picture: one of this site, or one that the form itself holds as `data:`."""

from collections.abc import Iterator, Mapping

from app.forms.filling import Filling
from app.forms.registry import AuthorMistake, ComponentType, register
from app.forms.safe_html import safe_image
from app.forms.structure import FormComponent


@register
class Image(ComponentType):
    """Not a field. The words for those who do not see it stand in `alt`, translated under `text`."""

    name = "image"
    text_name = "alt"
    template = "image.html"
    is_field = False

    def inspect(self, raw: Mapping[str, object]) -> Iterator[AuthorMistake]:
        source = str(raw.get("source") or "")
        if not source.startswith("=") and "{{" not in source and safe_image(source) is None:
            message = f"Expected a picture of this site (/static/…) or a data: picture, found {source[:80]!r}."
            yield AuthorMistake(rule="form-image-source", message=message)
        if not raw.get("alt"):
            message = "Expected alt: say in words what the picture tells."
            yield AuthorMistake(rule="form-image-alt", severity="warning", message=message)

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        source = filling.word({"fr": str(component.settings.get("source") or "")})
        return {"source": safe_image(source) or "", "alt": filling.word(component.text)}
