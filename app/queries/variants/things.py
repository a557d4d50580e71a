"""What an operation changes, told as one row of a comparison: the thing, the national value, the local one."""

from dataclasses import dataclass
from datetime import date

from app.domain.languages import Language, choose
from app.languages import translate
from app.procedures.tailoring import Group, Operation
from app.procedures.tailoring.kinds import AddField, AddPiece, HideField, PlugProcedure, SetParameter
from app.queries.differences.values import plain
from app.queries.tailoring_words import National, local_value, national_value, thing_name
from app.queries.tailoring_words.values import quantity_of

ORDER: tuple[Group, ...] = (
    "parameters",
    "pieces",
    "fields",
    "steps",
    "roles",
    "elements",
    "texts",
    "messages",
    "documents",
)
"""Groups in the order in which a comparison shows them: what weighs on people first."""
QUOTED = frozenset({"texts", "messages", "documents"})
"""Groups whose values are sentences, which stand in quotation marks."""
OBLIGATORY = {True: "obligatoire", False: "facultative"}


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One thing that communes may have otherwise. `number` is the local value where it can be counted."""

    group: Group
    identity: str
    title: str
    national: str
    local: str
    number: float | None = None


def thing_of(operation: Operation, national: National, language: Language) -> Thing:
    """Return what an operation changes of a national version, in words."""
    title, before, after = _told(operation, national, language)
    return Thing(
        group=operation.group,
        identity=_identity(operation),
        title=title,
        national=plain(before, language),
        local=plain(after, language),
        number=_number(operation),
    )


def in_order(things: list[Thing]) -> list[Thing]:
    """Return things by group, then by title."""
    return sorted(things, key=lambda one: (ORDER.index(one.group), one.title))


def _identity(operation: Operation) -> str:
    """Return what makes the same row: to require a field and to hide it are two."""
    return f"{operation.identity}:{operation.do}" if operation.group == "fields" else operation.identity


def _number(operation: Operation) -> float | None:
    if not isinstance(operation, SetParameter):
        return None
    value = max(operation.values, key=lambda one: one.since).value
    return float(value) if isinstance(value, int | float) else None


def _told(operation: Operation, national: National, language: Language) -> tuple[str, str, str]:
    """Return the name of the thing, what the country says of it, and what the commune says."""

    def say(text: str, **values: object) -> str:
        return translate(language, text, **values)

    match operation:
        case AddField(label=label, required=required):
            title = say("Question ajoutée : « %(name)s »", name=choose(dict(label.by_language), language))
            return title, say("non posée"), say(OBLIGATORY[required])
        case AddPiece(title=words, required=required):
            title = say("Pièce ajoutée : « %(name)s »", name=choose(dict(words.by_language), language))
            return title, say("non demandée"), say(OBLIGATORY[required])
    title = thing_name(national, operation.group, operation.name, language)
    match operation:
        case HideField():
            return title, say("posée"), say("non posée")
        case PlugProcedure(texts=texts):
            tasks = [
                str(one.get("title") or key) for key, one in (texts.get(language) or texts.get("fr") or {}).items()
            ]
            return title, say("aucune étape locale"), ", ".join(tasks) or say("étapes de la commune")
        case SetParameter(parameter=parameter, values=values):
            last = max(values, key=lambda one: one.since)
            before = national_value(national, "parameters", parameter, language, today=last.since)
            return title, before, quantity_of(national, parameter, last.value, language)
    before = national_value(national, operation.group, operation.name, language, today=date.max)
    return title, before, local_value(national, [operation], language)
