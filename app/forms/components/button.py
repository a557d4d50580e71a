"""Buttons of form-js: ignored, since each page of the platform brings its own, named after what it does."""

from collections.abc import Iterator, Mapping

from app.forms.registry import AuthorMistake, ComponentType, register


@register
class Button(ComponentType):
    """Not a field, not rendered."""

    name = "button"
    is_field = False

    def inspect(self, raw: Mapping[str, object]) -> Iterator[AuthorMistake]:
        yield AuthorMistake(
            rule="form-button-ignored",
            severity="info",
            message="Buttons of a form are not shown: the page brings its own. Remove it.",
        )
