"""Several choices as tags in form-js; here boxes to tick, which need no script."""

from app.forms.components.checklist import CheckList
from app.forms.registry import register


@register
class TagList(CheckList):
    """Answer: the list of chosen values, in the order of the options, each once."""

    name = "taglist"
