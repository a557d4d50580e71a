"""What a decision asks to be told: the data that a person types to try it, with their types and allowed values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.decisions.expressions.box import walk
from app.decisions.expressions.literal import Literal
from app.decisions.graph import DecisionModel, Found
from app.decisions.model import Decision, DecisionService, InputData, Knowledge, Reference
from app.decisions.tables.table import IRRELEVANT, DecisionTable, Input
from app.decisions.types.kinds import BaseType, Named, Restricted, Type
from app.feel import FeelError, names_used

GIVEN = "parameters"
"""The dated values of the law: nobody types them, they are those of the day."""

_PATH = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_CONSTANTS = re.compile(r'\s*(?:"[^"\\]*"|-?\d+(?:\.\d+)?)(?:\s*,\s*(?:"[^"\\]*"|-?\d+(?:\.\d+)?))*\s*')
_CONSTANT = re.compile(r'"([^"\\]*)"|(-?\d+(?:\.\d+)?)')


@dataclass(frozen=True, kw_only=True)
class Question:
    """One value to type: `name` may lead into a context (`entitlement.kind`); `choices` are its only values, if any."""

    name: str
    label: str
    type: str = "Any"
    choices: tuple[str, ...] = ()


def list_questions(model: DecisionModel, decision: str) -> tuple[Question, ...]:
    """Return what a decision, with those that it requires, asks; empty where there is no such decision."""
    found = model.find_askable(decision)
    if found is None:
        return ()
    collected: dict[str, Question] = {}
    computed: set[str] = set()
    for one in _required(found):
        _note(one, collected, computed)
    first_names = {name.partition(".")[0] for name in collected}
    wanted = first_names - computed - {GIVEN}
    named = [question for question in collected.values() if question.name.partition(".")[0] in wanted]
    inner = {question.name.rpartition(".")[0] for question in named if "." in question.name}
    return tuple(question for question in named if question.name not in inner)


def nested(values: Mapping[str, object]) -> dict[str, object]:
    """Return data by dotted name as contexts: {"a.b": 1} is {"a": {"b": 1}}."""
    data: dict[str, object] = {}
    for name, value in values.items():
        *outer, last = name.split(".")
        place = data
        for part in outer:
            inner = place.setdefault(part, {})
            if not isinstance(inner, dict):
                inner = place[part] = {}
            place = inner
        place[last] = value
    return data


def _required(found: Found) -> Iterator[Found]:
    """Give an element and everything that it requires, each once, the nearest first."""
    waiting, seen = [found], set[tuple[str, str]]()
    while waiting:
        one = waiting.pop(0)
        key = (one.model.file, one.element.id)
        if key in seen:
            continue
        seen.add(key)
        yield one
        for reference in _references(one):
            inner = one.model.find(reference)
            if inner is not None:
                waiting.append(inner)


def _references(found: Found) -> Sequence[Reference]:
    element = found.element
    if isinstance(element, Decision):
        return (*element.requires, *element.knowledge)
    if isinstance(element, DecisionService):
        return (*element.outputs, *element.input_data)
    return element.requires if isinstance(element, Knowledge) else ()


def _note(found: Found, collected: dict[str, Question], computed: set[str]) -> None:
    element = found.element
    if isinstance(element, InputData):
        name = element.variable.name
        types = found.model.types
        kind = types.type_of(element.variable.type_name)
        choices = _choices(types.listed_values(element.variable.type_name))
        _add(collected, Question(name=name, label=element.name, type=_base(kind), choices=choices))
    elif isinstance(element, Decision):
        computed.add(element.variable.name)
        for question in _asked_by(found.model, element):
            _add(collected, question)
    else:
        computed.add(element.name)


def _asked_by(model: DecisionModel, decision: Decision) -> Iterator[Question]:
    if decision.logic is None:
        return
    for box, bound in walk(decision.logic, frozenset()):
        if isinstance(box, DecisionTable):
            yield from (_of_column(model, column) for column in box.inputs if _PATH.fullmatch(_subject(column)))
            cells = (cell for rule in box.rules for cell in rule.conditions)
            yield from (question for cell in cells for question in _free(cell, bound, model, unary=True))
        elif isinstance(box, Literal):
            yield from _free(box, bound, model, unary=False)


def _subject(column: Input) -> str:
    return column.expression.text or column.label


def _of_column(model: DecisionModel, column: Input) -> Question:
    types = model.types
    choices = _choices(column.allowed) or _choices(types.listed_values(column.expression.type_name))
    kind = _base(types.type_of(column.expression.type_name))
    return Question(name=_subject(column), label=column.label or _subject(column), type=kind, choices=choices)


def _free(text: Literal, bound: frozenset[str], model: DecisionModel, *, unary: bool) -> Iterator[Question]:
    if text.refused or text.text in IRRELEVANT:
        return
    try:
        names = names_used(text.text, unary=unary, names=model.long_names)
    except FeelError:
        return  # the review of the file says where the text is wrong
    for name in sorted(names):
        if name.partition(".")[0] not in bound and not name.startswith("?"):
            yield Question(name=name, label=name)


def _add(collected: dict[str, Question], question: Question) -> None:
    """Keep what is best known of a value: a column tells more than a name does."""
    known = collected.get(question.name)
    if known is None:
        collected[question.name] = question
        return
    label = question.label if known.label == known.name else known.label
    kind = question.type if known.type == "Any" else known.type
    collected[question.name] = replace(known, label=label, type=kind, choices=known.choices or question.choices)


def _base(kind: Type) -> str:
    """Return the name of the FEEL type behind a type: `Any` where there is no single one."""
    resolved = kind.resolved if isinstance(kind, Named) else kind
    if isinstance(resolved, Restricted):
        return _base(resolved.of)
    return resolved.name if isinstance(resolved, BaseType) else "Any"


def _choices(listed: Literal | None) -> tuple[str, ...]:
    if listed is None or not _CONSTANTS.fullmatch(listed.text):
        return ()
    return tuple(text or number for text, number in _CONSTANT.findall(listed.text))
