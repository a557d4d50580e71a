"""Measures of one package: steps, hand-overs, pieces, questions, days, minutes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.forms.packages import read_forms
from app.forms.structure import FormComponent
from app.procedures import ProcedurePackage
from app.procedures.parameters import ParameterMissing
from app.queries.measures.filling import minutes_to_fill
from app.queries.measures.paths import USERS, models_of, person_steps, successions

CHOICES = frozenset({"exclusiveGateway", "inclusiveGateway", "eventBasedGateway"})
COUNTER = "agent_guichet"
"""The role of whoever receives people at the counter."""


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Figures of one package. The less of each, the simpler for people; `legal_days` is in the unit of `legal_unit`.

    `visits` counts steps at the counter, and the deposit where there is no other way than the counter.
    `minutes_user` and `minutes_agent` are estimates by assumed values.
    """

    steps: int
    handovers: int
    pieces: int
    fields_user: int
    fields_agent: int
    visits: int
    legal_days: float | None
    legal_unit: str
    legal_kind: str
    minutes_user: float
    minutes_agent: float
    messages: int
    gateways: int


def measure(package: ProcedurePackage, *, day: date) -> Measures:
    """Return the measures with the values of the law in force on `day`."""
    users, agents = list(_fields(package, users=True)), list(_fields(package, users=False))
    steps = person_steps(package)
    pairs = {
        (one.id, two.id) for model in models_of(package) for one, two in successions(model) if one.role != two.role
    }
    value, unit, kind = _legal_period(package, day)
    at_counter = sum(1 for step in steps if step.role == COUNTER)
    return Measures(
        steps=len(steps),
        handovers=len(pairs),
        pieces=sum(1 for piece in package.manifest["pieces"] if piece["provided_by"] == "user"),
        fields_user=len(users),
        fields_agent=len(agents),
        visits=at_counter + ("portal" not in package.manifest["channels"]),
        legal_days=value,
        legal_unit=unit,
        legal_kind=kind,
        minutes_user=minutes_to_fill(users, day),
        minutes_agent=minutes_to_fill(agents, day),
        messages=len(package.manifest["messages"]),
        gateways=sum(1 for model in models_of(package) for one in model.elements.values() if one.kind in CHOICES),
    )


def user_forms(package: ProcedurePackage) -> tuple[str, ...]:
    """Return the forms that people fill for themselves: the request, then those of their own steps."""
    own = [step.form for step in person_steps(package) if step.role in USERS and step.form]
    return tuple(dict.fromkeys([package.manifest["start_form"], *own]))


def _fields(package: ProcedurePackage, *, users: bool) -> Iterator[FormComponent]:
    forms, asked = read_forms(package), user_forms(package)
    for name, form in forms.items():
        if (name in asked) is users:
            yield from (field for field in form.fields if field.readonly is not True)


def _legal_period(package: ProcedurePackage, day: date) -> tuple[float | None, str, str]:
    try:
        parameter = package.parameters[package.manifest["deadline"]["parameter"]]
        value = parameter.value_on(day).value
    except ParameterMissing:
        return None, "", ""
    return (float(value) if isinstance(value, int | float) else None), parameter.unit, parameter.kind
