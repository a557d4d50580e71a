"""The rule of a policy in words: what a commune may do, within which bounds, who may move them."""

from collections.abc import Callable, Iterator, Mapping

from app.domain.languages import Language
from app.languages import format_number, isolate_latin, translate, translate_plural
from app.procedures.tailoring import Group, Rule
from app.procedures.tailoring.policy import NATIONAL
from app.queries.differences.values import quantity
from app.queries.tailoring_words.names import role_name
from app.queries.tailoring_words.national import National


def rule_in_words(national: National, group: Group, name: str, rule: Rule, language: Language) -> list[str]:
    """Return the bounds of a rule, one sentence each; of a lock, that it is one."""
    if rule.mode == "locked":
        return [translate(language, "Fixé pour tout le pays.")]
    told = list(_TOLD[group](national, name, rule, language)) if rule.mode == "bounded" else []
    return told or [translate(language, "La commune en décide librement.")]


def keeper(rule: Rule, language: Language) -> str:
    """Return who may move the bound of a rule."""
    return translate(language, "la DGCT") if rule.changed_by == NATIONAL else rule.changed_by


def _parameter(national: National, name: str, rule: Rule, language: Language) -> Iterator[str]:
    row = national.base.find_parameter(name) or {}

    def said(value: object) -> str:
        return quantity(value, str(row.get("unit", "")), str(row.get("kind", "")), language)

    if rule.minimum is not None and rule.maximum is not None:
        yield translate(language, "Entre %(low)s et %(high)s.", low=said(rule.minimum), high=said(rule.maximum))
    elif rule.minimum is not None:
        yield translate(language, "Au moins %(low)s.", low=said(rule.minimum))
    elif rule.maximum is not None:
        yield translate(language, "Au plus %(high)s.", high=said(rule.maximum))
    if rule.one_of:
        yield translate(
            language, "Une de ces valeurs : %(choices)s.", choices=_listed(map(said, rule.one_of), language)
        )
    if rule.may_only_shorten:
        yield translate(language, "Le délai peut seulement être raccourci.")
    if rule.may_only_lower:
        yield translate(language, "Le montant peut seulement être baissé.")


def _text(national: National, name: str, rule: Rule, language: Language) -> Iterator[str]:
    if rule.maximum is not None:
        yield translate(
            language, "%(most)s signes au plus dans chaque langue.", most=format_number(rule.maximum, language)
        )


def _field(national: National, name: str, rule: Rule, language: Language) -> Iterator[str]:
    if rule.may_add:
        yield translate_plural(
            language,
            "La commune peut y ajouter %(num)s question.",
            "La commune peut y ajouter %(num)s questions au plus.",
            rule.may_add,
        )
    if "require" in rule.may:
        yield translate(language, "La commune peut la rendre obligatoire.")
    if "hide" in rule.may:
        yield translate(language, "La commune peut ne pas la poser.")


def _piece(national: National, name: str, rule: Rule, language: Language) -> Iterator[str]:
    yield translate_plural(
        language,
        "La commune peut demander %(num)s pièce de plus, sur un texte de loi.",
        "La commune peut demander %(num)s pièces de plus au plus, sur un texte de loi.",
        rule.may_add,
    )


def _role(national: National, name: str, rule: Rule, language: Language) -> Iterator[str]:
    roles = (role_name(national, str(one), language) for one in rule.one_of)
    yield translate(language, "Ce travail peut être confié à : %(roles)s.", roles=_listed(roles, language))


def _step(national: National, name: str, rule: Rule, language: Language) -> Iterator[str]:
    if False in rule.one_of and True not in rule.one_of:
        yield translate(language, "La commune peut s’en passer.")
    elif True in rule.one_of and False not in rule.one_of:
        yield translate(language, "La commune peut la mettre en place.")


def _element(national: National, name: str, rule: Rule, language: Language) -> Iterator[str]:
    yield translate(language, "La commune peut y placer ses propres étapes.")


def _listed(words: Iterator[str], language: Language) -> str:
    return ("، " if language == "ar" else ", ").join(words)


_TOLD: Mapping[Group, Callable[[National, str, Rule, Language], Iterator[str]]] = {
    "parameters": _parameter,
    "texts": _text,
    "messages": _text,
    "documents": _text,
    "fields": _field,
    "pieces": _piece,
    "roles": _role,
    "steps": _step,
    "elements": _element,
}


def legal_ground(rule: Rule) -> str:
    """Return the text of law that a rule names, isolated for Arabic lines; "" where it names none."""
    return isolate_latin(rule.legal_ref) if rule.legal_ref else ""
