"""What an operation changes, told as one row of a comparison: the thing, the national value, the local one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.languages import Language, choose
from app.languages import translate
from app.procedures import ProcedurePackage
from app.procedures.comparison.vocabulary import form_text
from app.procedures.tailoring import Base, Operation
from app.procedures.tailoring.base import plain_text
from app.procedures.tailoring.kinds import (
    AddField,
    AddPiece,
    ChangeText,
    HideField,
    MapRole,
    PlugProcedure,
    ReplaceBlock,
    RequireField,
    SetParameter,
    SwitchStep,
    Words,
)
from app.procedures.tailoring.kinds.step import switched_by
from app.queries.differences.nouns import TEXT_AREAS, TEXT_KINDS
from app.queries.differences.values import plain, quantity

GROUP_TITLES: Mapping[str, str] = {
    "parameters": "Délais, montants et seuils",
    "pieces": "Pièces",
    "fields": "Questions des formulaires",
    "steps": "Étapes",
    "roles": "Rôles",
    "elements": "Étapes propres à la commune",
    "texts": "Textes",
    "documents": "Documents",
}
"""Groups in the order in which a comparison shows them: what weighs on people first."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """In which language, of which national version: as overlays see it, and as people read it."""

    base: Base
    package: ProcedurePackage
    language: Language

    def say(self, text: str, **values: object) -> str:
        """Return a French source text in the language."""
        return translate(self.language, text, **values)


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One thing that communes may have otherwise. `number` is the local value where it can be counted."""

    group: str
    identity: str
    title: str
    national: str
    local: str
    number: float | None = None


def thing_of(operation: Operation, telling: Telling) -> Thing:
    """Return what an operation changes on its base, in words."""
    title, national, local = _TELL[type(operation)](operation, telling)
    return Thing(
        group=operation.group,
        identity=_identity(operation),
        title=title,
        national=national,
        local=local,
        number=_number(operation),
    )


def _identity(operation: Operation) -> str:
    """Return what makes the same row: to require a field and to hide it are two."""
    return f"{operation.identity}:{operation.do}" if operation.group == "fields" else operation.identity


def _number(operation: Operation) -> float | None:
    if not isinstance(operation, SetParameter):
        return None
    value = max(operation.values, key=lambda one: one.since).value
    return float(value) if isinstance(value, int | float) else None


Told = tuple[str, str, str]


def _parameter(operation: SetParameter, telling: Telling) -> Told:
    row = telling.base.find_parameter(operation.parameter) or {}
    national = [one["value"] for one in row.get("values") or ()]
    local = max(operation.values, key=lambda one: one.since).value

    def words(value: Any) -> str:
        return quantity(value, str(row.get("unit") or ""), str(row.get("kind") or ""), telling.language)

    title = choose(row.get("title") or {}, telling.language) or operation.parameter
    return title, words(national[-1] if national else None), words(local)


def _text(operation: ChangeText, telling: Telling) -> Told:
    national = {code: telling.base.find_text(code, operation.text) or "" for code in operation.to.by_language}
    return _place(operation.text, telling), _short(national, telling), _words(operation.to, telling)


def _place(path: str, telling: Telling) -> str:
    """Return where a text stands: "Statuts › Prêt à retirer › Explication"."""
    area, *inner = path.split(".")
    kind = inner.pop() if inner else ""
    named = [
        telling.package.text(".".join([area, *inner[:count], "title"]), telling.language) or inner[count - 1]
        for count in range(1, len(inner) + 1)
    ]
    first = telling.say(TEXT_AREAS[area]) if area in TEXT_AREAS else area
    last = telling.say(TEXT_KINDS[kind]) if kind in TEXT_KINDS else kind
    return " › ".join(word for word in (first, *named, last) if word)


def _added_field(operation: AddField, telling: Telling) -> Told:
    title = telling.say("Question ajoutée : « %(name)s »", name=_words(operation.label, telling))
    return title, telling.say("non posée"), telling.say(_OBLIGATORY[operation.required])


def _required_field(operation: RequireField, telling: Telling) -> Told:
    title = telling.say("Question « %(name)s »", name=_field(operation.form, operation.field, telling))
    return title, telling.say(_OBLIGATORY[False]), telling.say(_OBLIGATORY[True])


def _hidden_field(operation: HideField, telling: Telling) -> Told:
    title = telling.say("Question « %(name)s »", name=_field(operation.form, operation.field, telling))
    return title, telling.say("posée"), telling.say("non posée")


def _field(form: str, key: str, telling: Telling) -> str:
    found = telling.base.find_field(form, key) or {}
    source, identity = str(found.get("label") or key), str(found.get("id") or key)
    texts = form_text(telling.package, form, "components", identity, "label", source=source)
    return choose(texts, telling.language) or key


def _piece(operation: AddPiece, telling: Telling) -> Told:
    title = telling.say("Pièce ajoutée : « %(name)s »", name=_words(operation.title, telling))
    return title, telling.say("non demandée"), telling.say(_OBLIGATORY[operation.required])


def _role(operation: MapRole, telling: Telling) -> Told:
    roles = telling.base.roles
    before, after = (choose(roles.get(key) or {}, telling.language) or key for key in (operation.role, operation.to))
    return telling.say("Qui fait le travail de « %(role)s »", role=before), before, after


def _block(operation: ReplaceBlock, telling: Telling) -> Told:
    blocks = telling.base.blocks(operation.document)
    national = {code: plain_text(blocks.get((operation.block, code), "")) for code in operation.to.by_language}
    named = telling.package.text(f"documents.{operation.document}.title", telling.language)
    document = named or (telling.say("En-tête") if operation.document == "letterhead" else operation.document)
    return f"{document} › {operation.block}", _short(national, telling), _words(operation.to, telling)


def _step(operation: SwitchStep, telling: Telling) -> Told:
    steps = switched_by(telling.base, operation.step)
    named = [
        telling.package.text(f"tasks.{one.id}.title", telling.language) or choose(one.names, telling.language) or one.id
        for one in steps
    ]
    states = {True: telling.say("a lieu"), False: telling.say("n’a pas lieu")}
    title = telling.say("Étape « %(name)s »", name=_listed(named, telling) or operation.step)
    return title, states[bool(steps and steps[0].optional_on)], states[operation.turn]


def _plugged(operation: PlugProcedure, telling: Telling) -> Told:
    element = telling.base.model.elements.get(operation.element)
    name = (choose(element.names, telling.language) if element else "") or operation.element
    texts = operation.texts.get(telling.language) or operation.texts.get("fr") or {}
    tasks = [str(one.get("title") or key) for key, one in texts.items()]
    local = _listed(tasks, telling) or telling.say("étapes de la commune")
    return telling.say("Étapes locales à « %(name)s »", name=name), telling.say("aucune"), local


_OBLIGATORY: Mapping[bool, str] = {True: "obligatoire", False: "facultative"}


def _listed(words: Sequence[str], telling: Telling) -> str:
    return ("، " if telling.language == "ar" else ", ").join(words)


def _words(words: Words, telling: Telling) -> str:
    return _short(words.by_language, telling)


def _short(texts: Mapping[str, str], telling: Telling) -> str:
    return plain(dict(texts), telling.language)


_TELL: Mapping[type, Callable[[Any, Telling], Told]] = {
    SetParameter: _parameter,
    ChangeText: _text,
    AddField: _added_field,
    RequireField: _required_field,
    HideField: _hidden_field,
    AddPiece: _piece,
    MapRole: _role,
    ReplaceBlock: _block,
    SwitchStep: _step,
    PlugProcedure: _plugged,
}
