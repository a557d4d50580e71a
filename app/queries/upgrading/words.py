"""Conflicts and things to read of an upgrade in words, from what was kept in typed form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.languages import LANGUAGES, Language
from app.languages import translate
from app.linting.sentences import say
from app.procedures.tailoring import Operation, operation_from_data
from app.procedures.tailoring.kinds import AddField, AddPiece, SetParameter
from app.queries.tailoring_words import National, keeper, local_value, rule_in_words, tell_operation, thing_name
from app.queries.upgrading.values import part_in_words

LANGUAGE_NAMES: Mapping[str, str] = {"ar": "arabe", "fr": "français", "zgh": "amazighe"}


@dataclass(frozen=True, kw_only=True)
class ConflictWords:
    """One part in conflict: what it is about, why somebody must decide, and its three values.

    `text_language` is the language of the values where they are texts, else "".
    """

    name: str
    reason: str
    before: str
    now: str
    local: str
    text_language: str = ""


def conflict_words(old: National, new: National, kept: Mapping[str, Any], language: Language) -> ConflictWords:
    """Return a kept conflict in words; `old` is the version on which the commune's change stands."""
    operation = operation_from_data(kept["operation"])
    part = str(kept["part"])
    spoken = part if part in LANGUAGES and operation.do in ("change-text", "replace-block") else ""
    named = name_of_change(old, new, operation, language)
    if spoken:
        named = translate(
            language, "%(name)s (%(spoken)s)", name=named, spoken=translate(language, LANGUAGE_NAMES[spoken])
        )
    return ConflictWords(
        name=named,
        reason=reason_in_words(new, operation, kept, language),
        before=part_in_words(old, operation, part, kept["before"], language),
        now=part_in_words(new, operation, part, kept["now"], language),
        local=_local(old, operation, part, kept["local"], language),
        text_language=spoken,
    )


def name_of_change(old: National, new: National, operation: Operation, language: Language) -> str:
    """Return what a change is about, by the version that still has it; of an addition, its own name."""
    if isinstance(operation, AddField | AddPiece):
        return local_value(old, [operation], language)
    holder = new if operation.name in new.base.names(operation.group) else old
    return thing_name(holder, operation.group, operation.name, language)


def tell_kept(national: National, written: Mapping[str, Any], language: Language) -> str:
    """Return a kept operation as a sentence."""
    return tell_operation(national, operation_from_data(written), language)


def attention_words(old: National, new: National, kept: Mapping[str, Any], language: Language) -> str:
    """Return a thing to read in one sentence: what follows, and what is new around it."""
    operation = operation_from_data(kept["operation"])
    name = name_of_change(old, new, operation, language)
    if kept["kind"] == "national":
        told = translate(
            language, "la version nationale dit la même chose, ou la commune n’y avait rien changé : elle s’applique."
        )
    else:
        told = _around(operation, kept, language)
    return translate(language, "%(name)s : %(told)s", name=name, told=told)


def _around(operation: Operation, kept: Mapping[str, Any], language: Language) -> str:
    if operation.do == "set-parameter":
        return _around_value(kept, language)
    if operation.do in ("change-text", "replace-block"):
        return translate(language, "le texte national a changé dans une autre langue.")
    if operation.do in ("require-field", "hide-field"):
        return translate(language, "la question nationale est posée autrement.")
    if operation.do == "add-field":
        return translate(language, "d’autres questions ont changé au même endroit.")
    if operation.do == "add-piece":
        return translate(language, "les pièces demandées par le pays ont changé.")
    if operation.do == "map-role":
        return translate(language, "les étapes de ce rôle ont changé.")
    if operation.do == "switch-step":
        return translate(language, "les étapes qui en dépendent ont changé.")
    return translate(language, "ce qui précède ou ce qui suit les étapes de la commune a changé.")


def _around_value(kept: Mapping[str, Any], language: Language) -> str:
    laws = [kept[side].get("legal_ref") if isinstance(kept[side], Mapping) else None for side in ("before", "now")]
    if laws[0] != laws[1] and laws[1]:
        law = ("، " if language == "ar" else ", ").join(str(one) for one in laws[1])
        return translate(language, "la valeur nationale repose maintenant sur : %(law)s.", law=law)
    return translate(language, "la valeur nationale se nomme ou se compte autrement.")


def reason_in_words(new: National, operation: Operation, kept: Mapping[str, Any], language: Language) -> str:
    """Return why somebody must decide: both changed it, it is gone, or the new policy no longer allows it."""
    if kept["reason"] == "policy":
        return refusal_in_words(new, operation, language)
    if kept["message"]:
        return say(str(kept["message"]), language)
    if kept["reason"] == "gone":
        return translate(language, "La nouvelle version nationale n’a plus cet élément.")
    return translate(language, "Le pays et la commune ont changé la même chose, chacun à sa façon.")


def refusal_in_words(new: National, operation: Operation, language: Language) -> str:
    """Return what the new policy allows instead of a change, and who may move the bound."""
    rule = new.policy.rule_for(operation.group, operation.name)
    return translate(
        language,
        "La nouvelle version ne permet plus ce changement. %(bounds)s Règle fixée par : %(who)s.",
        bounds=" ".join(rule_in_words(new, operation.group, operation.name, rule, language)),
        who=keeper(rule, language),
    )


def _local(old: National, operation: Operation, part: str, value: Any, language: Language) -> str:
    """Return what the commune says; of a value only its own, not the national ones before them."""
    if isinstance(operation, SetParameter):
        return local_value(old, [operation], language)
    return part_in_words(old, operation, part, value, language)
