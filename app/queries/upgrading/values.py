"""The value of one part of a change, as it was kept, in words: a period, a text, a role, a switch."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.languages import Language, choose
from app.languages import format_day, translate
from app.procedures.tailoring import Operation, operation_from_data
from app.procedures.tailoring.found import ABSENT_WORD
from app.procedures.tailoring.kinds import MapRole, SetParameter, SwitchStep
from app.queries.tailoring_words import National, local_value
from app.queries.tailoring_words.names import role_name
from app.queries.tailoring_words.values import quantity_of

ALWAYS_HIDDEN = "=true"


def part_in_words(national: National, operation: Operation, part: str, value: Any, language: Language) -> str:
    """Return the value of a part; `value` as `procedures/tailoring/found` writes it."""
    if _is_absent(value):
        return translate(language, "n’existe pas")
    if isinstance(value, Mapping) and "operation" in value:
        return local_value(national, [operation_from_data(value["operation"])], language)
    if isinstance(operation, SetParameter):
        return _dated(national, operation.parameter, value, language)
    if isinstance(operation, MapRole):
        return role_name(national, str(value), language)
    if isinstance(operation, SwitchStep):
        return translate(language, "a lieu") if value else translate(language, "n’a pas lieu")
    if part == "required":
        return translate(language, "obligatoire") if value else translate(language, "facultative")
    if part == "hidden":
        return _hidden(value, language)
    if part in ("field", "piece"):
        return _component(value, language)
    return translate(language, "rien") if value is None else str(value)


def _is_absent(value: Any) -> bool:
    return isinstance(value, Mapping) and value.get(ABSENT_WORD) is True


def _dated(national: National, parameter: str, rows: Any, language: Language) -> str:
    told = [
        translate(
            language,
            "%(value)s à partir du %(day)s",
            value=quantity_of(national, parameter, value, language),
            day=format_day(date.fromisoformat(since), language),
        )
        for since, value in rows
    ]
    return ("، " if language == "ar" else ", ").join(told) or translate(language, "rien")


def _hidden(condition: Any, language: Language) -> str:
    if condition is None:
        return translate(language, "toujours posée")
    if condition == ALWAYS_HIDDEN:
        return translate(language, "n’est plus posée")
    return translate(language, "posée dans certains cas seulement")


def _component(found: Any, language: Language) -> str:
    """Return a field or a piece that the country added under the same name."""
    named = found.get("label") or found.get("title") or found.get("key") if isinstance(found, Mapping) else found
    name = choose(dict(named), language) if isinstance(named, Mapping) else str(named or "")
    return translate(language, "le pays a la sienne : « %(name)s »", name=name)
