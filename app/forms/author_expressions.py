"""Finds the FEEL expressions that an author wrote in a component, and says which cannot be read."""

from collections.abc import Iterator, Mapping

from app.feel import FeelError, check
from app.forms.feelers import read_template
from app.forms.registry import AuthorMistake

_ALWAYS = ("expression", "valuesExpression", "columnsExpression")
_TEXTS = ("label", "dateLabel", "timeLabel", "description", "text", "content", "alt", "source", "url")


def find_unreadable(raw: Mapping[str, object]) -> Iterator[AuthorMistake]:
    """Give a mistake for each expression that cannot be read, and for each section of a text that is not closed."""
    for place, expression in list_expressions(raw):
        try:
            check(expression)
        except FeelError as error:
            yield AuthorMistake(rule="form-feel", message=f"The expression of {place} cannot be read: {error}")
    for place, text in _texts(raw):
        if not text.startswith("="):
            for mistake in read_template(text).mistakes:
                yield AuthorMistake(rule="form-template", message=f"In {place}, {mistake}.")


def list_expressions(raw: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Give every FEEL expression of a component with the place where it stands."""
    computed = {
        "conditional.hide": _mapping(raw.get("conditional")).get("hide"),
        **{name: raw.get(name) for name in _ALWAYS},
    }
    for place, expression in computed.items():
        if isinstance(expression, str) and expression:
            yield place, expression
    settings: dict[str, object] = {"readonly": raw.get("readonly"), "dataSource": raw.get("dataSource")}
    settings |= {
        f"validate.{name}": value for name, value in _mapping(raw.get("validate")).items() if name != "pattern"
    }
    settings |= {f"properties.{name}": value for name, value in _mapping(raw.get("properties")).items()}
    for place, setting in settings.items():
        if isinstance(setting, str) and setting.startswith("="):
            yield place, setting
    for place, text in _texts(raw):
        yield from (
            (place, expression) for expression in ([text] if text.startswith("=") else read_template(text).expressions)
        )


def _texts(raw: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    appearance = _mapping(raw.get("appearance"))
    found = {name: raw.get(name) for name in _TEXTS}
    found |= {f"appearance.{name}": appearance.get(name) for name in ("prefixAdorner", "suffixAdorner")}
    yield from ((place, text) for place, text in found.items() if isinstance(text, str) and text)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
