"""Measures and suggestions in words, in both languages."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from app.domain.languages import Language, choose
from app.languages import format_number, translate, translate_plural
from app.queries.differences.values import quantity
from app.queries.measures.counting import Measures
from app.queries.measures.suggestions import Suggestion

TITLES: Mapping[str, str] = {
    "steps": "Étapes faites par une personne",
    "handovers": "Passages d’un rôle à un autre",
    "pieces": "Pièces demandées à l’usager",
    "fields_user": "Questions posées à l’usager",
    "fields_agent": "Questions posées aux agents",
    "visits": "Passages au guichet",
    "legal_days": "Délai légal",
    "minutes_user": "Minutes pour remplir, usager (estimation)",
    "minutes_agent": "Minutes pour remplir, agents (estimation)",
    "messages": "Messages envoyés à l’usager",
    "gateways": "Choix dans le déroulement",
}
HELD = "La pièce « %(name)s » est détenue par « %(other)s » : faites-la chercher par l’administration."
TWICE = "« %(name)s » est déjà demandé dans « %(other)s » : ne le demandez qu’une fois."
NEVER = (
    "L’étape « %(name)s » a reçu la même réponse dans le seul dossier clos : elle n’a rien décidé.",
    "L’étape « %(name)s » a reçu la même réponse dans les %(count)s dossiers clos : elle n’a jamais rien décidé.",
)
SAME_ROLE = "Les étapes « %(name)s » et « %(other)s » se suivent et reviennent au même rôle : faites-en une seule."
LONG_FORM = (
    "Le formulaire « %(name)s » pose une question sans groupe : partagez-le en pages courtes.",
    "Le formulaire « %(name)s » pose %(count)s questions sans groupe : partagez-le en pages courtes.",
)
UNREACHED = "Aucun chemin ne mène à « %(name)s » : retirez-le ou reliez-le."
SINGLE: Mapping[str, str] = {"held": HELD, "twice": TWICE, "same-role": SAME_ROLE, "unreached": UNREACHED}
COUNTED: Mapping[str, tuple[str, str]] = {"never-decides": NEVER, "long-form": LONG_FORM}


@dataclass(frozen=True, kw_only=True)
class MeasureRow:
    """One measure in words, with the same of the version in effect; `trend`: better, worse or same ("" alone)."""

    key: str
    title: str
    value: str
    before: str
    trend: str


def measure_rows(measures: Measures, before: Measures | None, language: Language) -> tuple[MeasureRow, ...]:
    """Return the measures side by side with those of another version."""
    now, then = asdict(measures), asdict(before) if before else {}
    return tuple(
        MeasureRow(
            key=key,
            title=translate(language, title),
            value=_shown(key, measures, language),
            before=_shown(key, before, language) if before else "",
            trend=_trend(now[key], then[key]) if before else "",
        )
        for key, title in TITLES.items()
    )


def _trend(now: float | None, then: float | None) -> str:
    if now is None or then is None or now == then:
        return "same"
    return "better" if now < then else "worse"


def _shown(key: str, measures: Measures, language: Language) -> str:
    value = asdict(measures)[key]
    if value is None:
        return "–"
    if key == "legal_days":
        return quantity(int(value), measures.legal_unit, measures.legal_kind, language)
    return format_number(value, language)


def suggestion_text(suggestion: Suggestion, language: Language) -> str:
    """Return a suggestion as a sentence."""
    words = {
        "name": choose(suggestion.names, language) or suggestion.key,
        "other": choose(suggestion.others, language),
    }
    if suggestion.kind in COUNTED:
        one, many = COUNTED[suggestion.kind]
        return translate_plural(language, one, many, suggestion.count, **words)
    return translate(language, SINGLE[suggestion.kind], **words)


def every_text() -> tuple[str, ...]:
    """Return every source text of this module: a test holds each to its Arabic."""
    return (*TITLES.values(), *SINGLE.values(), *(text for pair in COUNTED.values() for text in pair))
