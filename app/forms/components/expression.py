"""A value that the form computes (FEEL); never taken from the request, never shown."""

from app.forms.registry import ComponentType, register


@register
class Expression(ComponentType):
    """Answer: whatever the expression gives, computed from the answers before it."""

    name = "expression"
    is_computed = True
