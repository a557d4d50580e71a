"""Where the options of a choice come from: the form, the case data (`valuesKey`), or an expression."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from app.domain.languages import Text
from app.forms.communes import list_communes
from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds import find_kind
from app.forms.kinds.commune import CommuneCode
from app.forms.structure import FormComponent, Option, option_text
from app.languages import collation_key

MOST_OPTIONS = 5_000


@dataclass(frozen=True, kw_only=True)
class WordedOption:
    """One option as a page offers it: what is posted, what is read."""

    posted: str
    words: str


def list_options(component: FormComponent, filling: Filling) -> tuple[Option, ...]:
    """Return the options offered now. Data: a list of values, or of {value, label} with label text or {fr, ar}."""
    expression = component.settings.get("valuesExpression")
    if isinstance(expression, str):
        return _read_options(filling.evaluate(expression))
    key = options_key(component)
    if key is None:
        return component.options
    found = _look_up({**filling.context, **filling.answers}, key)
    if found is None and component.kind == CommuneCode.name:
        return _every_commune()
    return _read_options(found)


@cache
def _every_commune() -> tuple[Option, ...]:
    communes = sorted(list_communes(), key=lambda commune: collation_key(commune.words("fr")))
    return tuple(
        Option(value=commune.code, label={"fr": commune.words("fr"), "ar": commune.words("ar")}) for commune in communes
    )


def word_options(component: FormComponent, filling: Filling) -> list[WordedOption]:
    """Return the options offered now in the person's language."""
    return [
        WordedOption(posted=option.posted, words=filling.choose(option.label) or option.posted)
        for option in list_options(component, filling)
    ]


def options_key(component: FormComponent) -> str | None:
    """Return the path of the options in the case data, None when the form itself lists them."""
    key = component.settings.get("valuesKey")
    if isinstance(key, str) and key:
        return key
    kind = find_kind(component.kind)
    return kind.options_key if isinstance(kind, CommuneCode) and not component.options else None


def find_option(entered: object, options: Iterable[Option]) -> Option | None:
    """Return the option that a posted text or a JSON value names."""
    if not isinstance(entered, str | int | float):
        return None
    named = option_text(entered)
    return next((option for option in options if option.posted == named), None)


def refuse_option(filling: Filling) -> AnswerRefused:
    """Return the refusal of a value that is not offered."""
    return AnswerRefused("option", filling.say("Ce choix n'est pas proposé. Choisissez une réponse de la liste."))


def _look_up(data: object, path: str) -> object:
    for name in path.split("."):
        data = data.get(name) if isinstance(data, Mapping) else None
    return data


def _read_options(data: object) -> tuple[Option, ...]:
    entries = data[:MOST_OPTIONS] if isinstance(data, list | tuple) else ()
    return tuple(option for entry in entries if (option := _read_option(entry)) is not None)


def _read_option(entry: object) -> Option | None:
    if isinstance(entry, Mapping):
        value = entry.get("value", entry.get("code"))
        label = entry.get("label", value)
    else:
        value = label = entry
    return Option(value=value, label=as_text(label)) if isinstance(value, str | int | float) else None


def as_text(label: object) -> Text:
    """Return a label of the data as a text in languages; one without language stands for all."""
    if isinstance(label, Mapping):
        return {str(language): str(words) for language, words in label.items() if words}
    return {"fr": option_text(label)}
