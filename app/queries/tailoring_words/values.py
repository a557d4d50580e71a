"""What the national version says of a thing, and what an operation of a commune makes of it, as short values."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.domain.languages import Language, choose
from app.languages import format_day, translate
from app.procedures.tailoring import Group, Operation
from app.procedures.tailoring.base import plain_text
from app.procedures.tailoring.kinds import (
    AddField,
    AddPiece,
    ChangeMessage,
    ChangeText,
    HideField,
    MapRole,
    PlugProcedure,
    ReplaceBlock,
    RequireField,
    SetParameter,
    SwitchStep,
)
from app.procedures.tailoring.kinds.parameter import Dated
from app.procedures.tailoring.kinds.step import switched_by
from app.procedures.tailoring.kinds.words import Words
from app.queries.differences.values import quantity
from app.queries.tailoring_words.names import role_name
from app.queries.tailoring_words.national import National


def value_on(dated: Dated, day: date) -> object:
    """Return the value in force on a day, the first one before all of them; None where there is none."""
    rows = sorted(dated)
    in_force = [value for since, value in rows if since <= day]
    return in_force[-1] if in_force else (rows[0][1] if rows else None)


def national_dated(national: National, parameter: str) -> Dated:
    """Return the national values of a parameter by day."""
    found = SetParameter(parameter=parameter, values=()).before(national.base)
    dated: Dated = found["values"]
    return dated


def quantity_of(national: National, parameter: str, value: object, language: Language) -> str:
    """Return a value of a parameter with its unit."""
    row = national.base.find_parameter(parameter) or {}
    return quantity(value, str(row.get("unit", "")), str(row.get("kind", "")), language)


def national_texts(national: National, group: Group, name: str) -> Mapping[str, str]:
    """Return a national text or text block by language."""
    if group == "texts":
        found = {code: national.base.find_text(code, name) for code in national.base.languages()}
        return {code: text for code, text in found.items() if text is not None}
    if group == "messages":
        message, _, part = name.partition(".")
        parts = {code: national.base.message_parts(message, code) for code in national.base.languages()}
        return {code: said[part].strip() for code, said in parts.items() if part in said}
    document, _, block = name.partition(".")
    blocks = national.base.blocks(document)
    return {code: plain_text(text) for (named, code), text in blocks.items() if named == block}


def national_value(national: National, group: Group, name: str, language: Language, *, today: date) -> str:
    """Return what the national version says of a thing today; "" of places where things are only added."""
    if group == "parameters":
        return quantity_of(national, name, value_on(national_dated(national, name), today), language)
    if group in ("texts", "messages", "documents"):
        return choose(dict(national_texts(national, group, name)), language)
    if group == "fields":
        return _national_field(national, name, language)
    if group == "roles":
        return role_name(national, name, language)
    if group == "steps":
        steps = switched_by(national.base, name)
        return _turned(steps[0].optional_on if steps else False, language)
    return ""


def local_value(national: National, operations: Sequence[Operation], language: Language) -> str:
    """Return what the operations of a commune on one thing make of it; "" without any."""
    said = (_local(national, one, language) for one in operations)
    return ("، " if language == "ar" else ", ").join(one for one in said if one)


def _local(national: National, operation: Operation, language: Language) -> str:
    match operation:
        case SetParameter():
            return _dated_values(national, operation, language)
        case ChangeText(to=words) | ChangeMessage(to=words) | ReplaceBlock(to=words):
            return _chosen(words, language)
        case AddField(label=words) | AddPiece(title=words):
            return _chosen(words, language)
        case RequireField():
            return translate(language, "obligatoire")
        case HideField():
            return translate(language, "n’est plus posée")
        case MapRole(to=role):
            return role_name(national, role, language)
        case SwitchStep(turn=turn):
            return _turned(turn, language)
        case PlugProcedure():
            return translate(language, "étapes de la commune")
    return operation.identity


def _dated_values(national: National, operation: SetParameter, language: Language) -> str:
    told = [
        translate(
            language,
            "%(value)s à partir du %(day)s",
            value=quantity_of(national, operation.parameter, one.value, language),
            day=format_day(one.since, language),
        )
        for one in sorted(operation.values, key=lambda value: value.since)
    ]
    return ("، " if language == "ar" else ", ").join(told)


def _national_field(national: National, name: str, language: Language) -> str:
    form, _, key = name.partition(".")
    found = national.base.find_field(form, key)
    if found is None:
        return ""
    required = bool((found.get("validate") or {}).get("required"))
    return translate(language, "obligatoire") if required else translate(language, "facultative")


def _turned(turn: bool, language: Language) -> str:
    return translate(language, "a lieu") if turn else translate(language, "n’a pas lieu")


def _chosen(words: Words, language: Language) -> str:
    return choose(dict(words.by_language), language)
