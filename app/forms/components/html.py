"""HTML of the form's author, cleaned: no script, no style, no form, no foreign picture."""

from collections.abc import Iterator, Mapping

from markupsafe import escape

from app.forms.feelers import read_template
from app.forms.filling import Filling
from app.forms.registry import AuthorMistake, ComponentType, register
from app.forms.safe_html import LONGEST_SOURCE, clean_html
from app.forms.structure import FormComponent


@register
class Html(ComponentType):
    """Not a field. `{{…}}` inserts values as words, never as tags."""

    name = "html"
    text_name = "content"
    template = "text.html"
    is_field = False

    def inspect(self, raw: Mapping[str, object]) -> Iterator[AuthorMistake]:
        content = str(raw.get("content") or "")
        if len(content) > LONGEST_SOURCE:
            message = f"Expected at most {LONGEST_SOURCE} signs of HTML, found {len(content)}: shorten it."
            yield AuthorMistake(rule="form-too-large", message=message)
        if "<style" in content.lower() or "<script" in content.lower():
            message = "Styles and scripts are left out of a page: remove them."
            yield AuthorMistake(rule="form-html-left-out", severity="warning", message=message)

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        source = filling.choose(component.text)
        if source.startswith("="):
            found = filling.evaluate(source)
            source = "" if found is None else str(found)
        elif "{{" in source:
            source = read_template(source).fill(filling.evaluate, lambda inserted: str(escape(str(inserted))))
        return {"body": clean_html(source)}
