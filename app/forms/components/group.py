"""Components that belong together; at the top of a form made of groups only, a step."""

from app.forms.registry import ComponentType, register


@register
class Group(ComponentType):
    """Not a field."""

    name = "group"
    template = "group.html"
    is_field = False
