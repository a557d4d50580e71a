"""One choice among options that are all in sight."""

from app.forms.components.select import Select
from app.forms.registry import register


@register
class Radio(Select):
    """Answer: the value of one option."""

    name = "radio"
    template = "choices.html"
