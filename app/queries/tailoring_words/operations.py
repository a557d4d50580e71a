"""One change of a commune in a sentence: "Délai de retrait : 120 jours au lieu de 90 jours"."""

from datetime import date

from app.domain.languages import Language, choose
from app.languages import format_day, isolate_latin, translate
from app.procedures.tailoring import Operation
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
from app.procedures.tailoring.kinds.parameter import LocalValue
from app.queries.tailoring_words.names import component_title, element_name, form_title, role_name, thing_name
from app.queries.tailoring_words.national import National
from app.queries.tailoring_words.values import national_dated, quantity_of, value_on

LONGEST = 160
"""Signs of a text that a sentence quotes."""


def tell_operation(national: National, operation: Operation, language: Language) -> str:
    """Return what an operation does, in a sentence, with the national value where there is one."""
    match operation:
        case SetParameter():
            return " ".join(_value(national, operation.parameter, one, language) for one in operation.values)
        case ChangeText() | ChangeMessage() | ReplaceBlock():
            named = thing_name(national, operation.group, operation.name, language)
            words = _cut(choose(dict(operation.to.by_language), language))
            return translate(language, "%(name)s : « %(words)s »", name=named, words=words)
        case RequireField(form=form, field=field):
            return translate(
                language,
                "La question « %(name)s » devient obligatoire (formulaire « %(form)s »).",
                name=component_title(national, form, field, language),
                form=form_title(national, form, language),
            )
        case HideField(form=form, field=field):
            return translate(
                language,
                "La question « %(name)s » n’est plus posée (formulaire « %(form)s »).",
                name=component_title(national, form, field, language),
                form=form_title(national, form, language),
            )
    return _tell_addition(national, operation, language)


def _tell_addition(national: National, operation: Operation, language: Language) -> str:
    match operation:
        case AddField(form=form, label=label):
            return translate(
                language,
                "Question ajoutée : « %(name)s » (formulaire « %(form)s »).",
                name=choose(dict(label.by_language), language),
                form=form_title(national, form, language),
            )
        case AddPiece(title=title, required=required):
            named = choose(dict(title.by_language), language)
            if required:
                return translate(language, "Pièce obligatoire ajoutée : « %(name)s ».", name=named)
            return translate(language, "Pièce facultative ajoutée : « %(name)s ».", name=named)
        case MapRole(role=role, to=other):
            return translate(
                language,
                "Le travail de « %(role)s » est fait par « %(other)s ».",
                role=role_name(national, role, language),
                other=role_name(national, other, language),
            )
        case SwitchStep(step=step, turn=turn):
            named = thing_name(national, "steps", step, language)
            if turn:
                return translate(language, "L’étape « %(name)s » a lieu.", name=named)
            return translate(language, "L’étape « %(name)s » n’a pas lieu.", name=named)
        case PlugProcedure(element=element):
            named = element_name(national, element, language)
            return translate(language, "La commune place ses propres étapes à « %(name)s ».", name=named)
    return operation.identity


def _value(national: National, parameter: str, local: LocalValue, language: Language) -> str:
    before = value_on(national_dated(national, parameter), local.since)
    return translate(
        language,
        "%(name)s : %(value)s au lieu de %(national)s, à partir du %(day)s (%(law)s).",
        name=thing_name(national, "parameters", parameter, language),
        value=quantity_of(national, parameter, local.value, language),
        national=quantity_of(national, parameter, before, language),
        day=format_day(local.since, language),
        law=isolate_latin(local.legal_ref),
    )


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def told_by_day(operation: SetParameter, day: date) -> LocalValue:
    """Return the value of a commune that counts on a day, its first one before all of them."""
    ordered = sorted(operation.values, key=lambda value: value.since)
    in_force = [value for value in ordered if value.since <= day]
    return in_force[-1] if in_force else ordered[0]
