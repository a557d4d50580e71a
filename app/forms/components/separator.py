"""A line between two parts of the form."""

from app.forms.registry import ComponentType, register


@register
class Separator(ComponentType):
    """Not a field."""

    name = "separator"
    template = "separator.html"
    is_field = False
