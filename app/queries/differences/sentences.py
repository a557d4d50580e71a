"""Tells one difference in one sentence that a lawyer understands, in French or Arabic."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.languages import Language, choose
from app.languages import format_number, translate
from app.procedures.comparison import Difference
from app.queries.differences.nouns import (
    ASPECTS,
    ELEMENTS,
    LANGUAGE_NAMES,
    OTHER_ASPECT,
    OTHER_ELEMENT,
    TEXT_AREAS,
    TEXT_KINDS,
    THINGS,
)
from app.queries.differences.templates import CHANGED, GAINED, LOST, SENTENCES
from app.queries.differences.values import day, in_telling_language, plain, quantity, shown_value

NOTHING: tuple[Any, ...] = (None, "", [], {})


def sentence(difference: Difference, language: Language) -> str:
    """Return the sentence of a difference."""
    key = _special(difference) or difference.kind
    if difference.thing == "scenario" and difference.change == "changed":
        key = "scenario-changed"
    template = SENTENCES.get(key)
    if template is None:
        template = LOST if difference.after in NOTHING else GAINED if difference.before in NOTHING else CHANGED
    return translate(language, template, **_words(difference, language))


def _special(difference: Difference) -> str:
    """Return the kind of sentence that depends on the values, "" when the kind of the difference says it all."""
    special = _SPECIAL.get(difference.kind)
    return special(difference) if special else ""


def _required(thing: str) -> Callable[[Difference], str]:
    def kind(difference: Difference) -> str:
        if isinstance(difference.after, str):
            return f"{thing}-depends"
        return f"{thing}-required" if difference.after else f"{thing}-optional"

    return kind


def _first_value(difference: Difference) -> str:
    return "value-first" if difference.hints.get("earlier") is None else ""


_SPECIAL: Mapping[str, Callable[[Difference], str]] = {
    "piece-required-changed": _required("piece"),
    "field-required-changed": _required("field"),
    "value-added": _first_value,
    "procedure-version-changed": lambda difference: "version",
}


def _words(difference: Difference, language: Language) -> dict[str, str]:
    values = _name_words(difference, language) | _value_words(difference, language)
    return {**values, "subject": subject(difference, language), "aspect": _aspect(difference, language)}


def _value_words(difference: Difference, language: Language) -> dict[str, str]:
    if difference.part == "parameters" and difference.aspect in ("", "value"):
        return _quantities(difference, language)
    if difference.thing in ("translation", "rule") or difference.kind == "procedure-version-changed":
        return {
            "before": plain(_cells(difference.before, difference), language),
            "after": plain(_cells(difference.after, difference), language),
        }
    aspect = difference.aspect
    before, after = in_telling_language(difference.before, difference.after, language)
    return {
        "before": shown_value(before, difference.before_names, aspect, language),
        "after": shown_value(after, difference.after_names, aspect, language),
    }


def _cells(value: Any, difference: Difference) -> Any:
    """Return the cells of a rule under the labels of their columns."""
    if not isinstance(value, Mapping) or difference.thing != "rule":
        return value
    labels = difference.hints.get("labels", {})
    return {labels.get(column) or column: text or "–" for column, text in value.items()}


def _quantities(difference: Difference, language: Language) -> dict[str, str]:
    unit, kind = str(difference.hints.get("unit") or ""), str(difference.hints.get("kind") or "")
    before, after = (quantity(value, unit, kind, language) for value in (difference.before, difference.after))
    number, other = difference.before, difference.after
    if language == "fr" and _same_unit(before, after) and isinstance(number, int | float) and number != other:
        before = format_number(number, language)  # “passe de 10 à 8 jours francs”
    return {
        "before": before,
        "after": after,
        "earlier": quantity(difference.hints.get("earlier"), unit, kind, language),
        "since": day(difference.hints.get("since"), language),
    }


def _same_unit(before: str, after: str) -> bool:
    """Tell whether two quantities are a number and the same words behind it."""
    left, right = before.partition(" ")[2], after.partition(" ")[2]
    return bool(left) and left == right and left.isascii() and left != "DH"


def _name_words(difference: Difference, language: Language) -> dict[str, str]:
    hints = difference.hints
    words = {
        "name": _name(difference, language),
        "within": choose(difference.within, language) or difference.within_key,
        "within_language": translate(language, LANGUAGE_NAMES.get(difference.within_key, difference.within_key)),
        "number": str(hints.get("number", "")),
        "since": day(hints.get("since"), language),
    }
    for name in ("field", "from", "to"):
        words[name] = choose(hints.get(name, {}), language)
    return words


def _name(difference: Difference, language: Language) -> str:
    if difference.thing == "translation":
        return _place_of_text(difference, language)
    if difference.part == "files":
        return difference.key
    return choose(difference.names, language) or difference.key


def _place_of_text(difference: Difference, language: Language) -> str:
    """Return where a text stands: "Fiche › Titre", "Formulaire « Demande » › age › Libellé"."""
    area, _, rest = difference.key.partition(".")
    if difference.hints.get("form"):
        form = choose(difference.within, language) or area
        title = translate(language, TEXT_AREAS["form"], form=form)
        rest = rest.removeprefix("components.")
    else:
        title = translate(language, TEXT_AREAS[area]) if area in TEXT_AREAS else area
    words = rest.split(".") if rest else []
    kind = [translate(language, TEXT_KINDS[word]) if word in TEXT_KINDS else word for word in words[-1:]]
    return " › ".join((title, *words[:-1], *kind))


def subject(difference: Difference, language: Language) -> str:
    """Return what a difference is about, as the beginning of a sentence."""
    if difference.thing == "element":
        template = ELEMENTS.get(str(difference.hints.get("type")), OTHER_ELEMENT)
    else:
        template = THINGS.get(difference.thing, OTHER_ELEMENT)
    return translate(language, template, **_name_words(difference, language))


def _aspect(difference: Difference, language: Language) -> str:
    aspect, _, rest = difference.aspect.partition(":")
    if difference.thing == "rule":
        rest = str(difference.hints.get("labels", {}).get(rest) or rest)
    template = ASPECTS.get(aspect)
    if template is None:
        return translate(language, OTHER_ASPECT, rest=aspect)
    return translate(language, template, rest=rest) if "%(rest)s" in template else translate(language, template)
