"""Several lines of text."""

from collections.abc import Mapping

from app.forms.components.textfield import entered_text
from app.forms.filling import Filling
from app.forms.registry import ComponentType, register
from app.forms.rules import check_text, length_limit, read_text
from app.forms.structure import FormComponent
from app.forms.typed_text import DEFAULT_LENGTH, clean_lines


@register
class TextArea(ComponentType):
    """Answer: text, line ends as "\\n"."""

    name = "textarea"
    template = "textarea.html"

    def read(self, entered: object, component: FormComponent, filling: Filling) -> object:
        longest = max(DEFAULT_LENGTH, 2 * length_limit(component, filling))  # HTML counts CRLF as two signs
        return clean_lines(read_text(entered, component, filling, longest=longest)) or None

    def check(self, value: object, component: FormComponent, filling: Filling) -> None:
        check_text(str(value), component, filling)

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        attributes = {"dir": "auto", "rows": "5"}
        if component.rules.max_length is not None:
            attributes["maxlength"] = str(length_limit(component, filling))
        return {"entered": entered_text(value), "attributes": attributes}
