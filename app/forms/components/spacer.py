"""Room between two parts of the form."""

from app.forms.registry import ComponentType, register


@register
class Spacer(ComponentType):
    """Not a field."""

    name = "spacer"
    template = "spacer.html"
    is_field = False
