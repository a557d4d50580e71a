"""Words of the form: paragraphs, bold, lists and links."""

from collections.abc import Mapping

from markupsafe import Markup

from app.forms.filling import Filling
from app.forms.markdown import Take, mark_values, render_markdown, render_words
from app.forms.registry import ComponentType, register
from app.forms.structure import FormComponent


@register
class Text(ComponentType):
    """Not a field. `=…` shows the words that an expression gives; `{{…}}` inserts a value into the text."""

    name = "text"
    template = "text.html"
    is_field = False

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        source = filling.choose(component.text)
        if source.startswith("="):
            words = filling.evaluate(source)
            return {"body": render_words("" if words is None else str(words))}
        return {"body": render_markdown(source, filling.evaluate, filling.in_words)}


def render_live_text(component: FormComponent, filling: Filling, take: Take) -> Markup:
    """Return the words with the values that the browser can compute marked by their expressions."""
    source = filling.choose(component.text)
    if not source.startswith("="):
        return mark_values(source, filling.evaluate, take, filling.in_words)
    words = filling.evaluate(source)
    value = "" if words is None else str(words)
    if take(source) is None:
        return render_words(value)
    return Markup('<p><output data-feel="{}">{}</output></p>').format(source, value)
