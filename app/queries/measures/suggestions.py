"""How a procedure could ask less: each suggestion names its place and what was seen there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.languages import Text
from app.forms.definition import FormDefinition
from app.forms.packages import read_forms
from app.forms.structure import FormComponent
from app.procedures import ProcedurePackage
from app.procedures.comparison.vocabulary import form_title, texts_of
from app.queries.measures.counting import user_forms
from app.queries.measures.paths import models_of, person_steps, successions, unreached

ENOUGH_CASES = 20
"""Finished cases from which history says something of a step."""
MANY_FIELDS = 12
"""Questions of one page from which groups help."""
CHOICE_TYPES = frozenset({"radio", "select", "checkbox"})

History = Mapping[str, Sequence[Mapping[str, Any]]]
"""Answers of completed steps by element, of finished cases."""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One way to ask less. `kind` is stable; `names` and `others` are what it is about; `count` what was counted."""

    kind: str
    key: str
    names: Text = field(default_factory=dict)
    others: Text = field(default_factory=dict)
    count: int = 0


def list_suggestions(package: ProcedurePackage, history: History) -> tuple[Suggestion, ...]:
    """Return the suggestions, those that spare people most first."""
    forms = read_forms(package)
    return (
        *_held_elsewhere(package),
        *_asked_twice(package, forms),
        *_never_decides(package, forms, history),
        *_same_person_again(package),
        *_long_forms(package, forms),
        *_unreached(package),
    )


def _held_elsewhere(package: ProcedurePackage) -> Iterator[Suggestion]:
    """Pieces asked of people although an administration holds them (law 55-19, article 5)."""
    for piece in package.manifest["pieces"]:
        if piece["provided_by"] == "user" and piece["source_administration"]:
            key = piece["key"]
            names = texts_of(package, f"fiche.pieces.{key}", f"fiche.pieces.{key}.name")
            yield Suggestion(kind="held", key=key, names=names, others={"fr": str(piece["source_administration"])})


def _asked_twice(package: ProcedurePackage, forms: Mapping[str, FormDefinition]) -> Iterator[Suggestion]:
    """Questions with the same label in two forms that people fill.

    Under the same key the known answer is only shown again.
    """
    seen: dict[str, tuple[str, FormComponent]] = {}
    for name in user_forms(package):
        for one in forms[name].fields if name in forms else ():
            label = " ".join(one.label.get("fr", "").casefold().split())
            known = seen.setdefault(label, (name, one)) if label else (name, one)
            asks_anew = known[0] != name and known[1].key != one.key
            if asks_anew and one.readonly is not True and one.type != "filepicker":
                yield Suggestion(
                    kind="twice", key=f"{name}.{one.id}", names=one.label, others=form_title(package, known[0])
                )


def _never_decides(
    package: ProcedurePackage, forms: Mapping[str, FormDefinition], history: History
) -> Iterator[Suggestion]:
    """Steps whose answers to what decides were the same in every finished case."""
    conditions = " ".join(flow.condition or "" for model in models_of(package) for flow in model.flows.values())
    words = frozenset(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", conditions))
    for step in person_steps(package):
        answers, form = history.get(step.id, ()), forms.get(step.form or "")
        if form is None or len(answers) < ENOUGH_CASES:
            continue
        deciding = [one.field_key for one in form.fields if one.type in CHOICE_TYPES and one.field_key in words]
        given = {tuple(str(answer.get(key)) for key in deciding) for answer in answers}
        if deciding and len(given) == 1:
            yield Suggestion(kind="never-decides", key=step.id, names=step.names, count=len(answers))


def _same_person_again(package: ProcedurePackage) -> Iterator[Suggestion]:
    """Two steps of one role that follow each other on a single way."""
    for model in models_of(package):
        for one, two in successions(model, plain=True):
            if one.role == two.role and one.id != two.id:
                yield Suggestion(kind="same-role", key=f"{one.id}+{two.id}", names=one.names, others=two.names)


def _long_forms(package: ProcedurePackage, forms: Mapping[str, FormDefinition]) -> Iterator[Suggestion]:
    for name, form in forms.items():
        if len(form.steps) == 1 and len(form.fields) > MANY_FIELDS:
            yield Suggestion(kind="long-form", key=name, names=form_title(package, name), count=len(form.fields))


def _unreached(package: ProcedurePackage) -> Iterator[Suggestion]:
    for element in unreached(package.bpmn):
        yield Suggestion(kind="unreached", key=element.id, names=element.names or {"fr": element.id})
