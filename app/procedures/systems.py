"""The outside systems that a procedure may ask: `processes/_shared/systems.yaml`, read once for each content."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields, validate

from app.domain.languages import Language, Text, choose
from app.procedures.declared_fields import (
    DeclaredField,
    DeclaredFieldSchema,
    StrictSchema,
    read_value,
    text_field,
)
from app.procedures.layout import SHARED
from app.procedures.remembered import remembered
from app.procedures.yaml_source import read_mapping

SYSTEMS = f"processes/{SHARED}/systems.yaml"
ANSWERED = "external-answered"
"""The message by which an answer reaches the case; its correlation is the reference of the request."""
OUTCOMES = ("accepted", "refused", "incomplete")
RESERVED = ("system", "kind", "expiry")
"""Inputs of `external.request` that are no field of the request."""
TOLD = ("reference", "system", "kind", "outcome", "comment", "answered_on")
"""What every answer tells: no field of an answer has one of these names."""


@dataclass(frozen=True, kw_only=True)
class RequestKind:
    """One thing that a system is asked: what the request carries, and what the answer brings back."""

    key: str
    title: Text
    asks: tuple[DeclaredField, ...]
    answers: tuple[DeclaredField, ...]


@dataclass(frozen=True, kw_only=True)
class OutsideSystem:
    """One outside system with the kinds of request that it answers, by key."""

    key: str
    title: Text
    legal_ref: str
    kinds: Mapping[str, RequestKind]

    def title_in(self, language: Language) -> str:
        """Return the name of the system."""
        return choose(self.title, language)


@dataclass(frozen=True, kw_only=True)
class SharedSystems:
    """What the file declares, and in `problems` one sentence for each system that cannot be used."""

    systems: Mapping[str, OutsideSystem]
    problems: tuple[str, ...] = ()


_SLUG = validate.Regexp(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", error="Expected lower-case words joined by dashes.")


class _KindSchema(StrictSchema):
    key = fields.String(required=True, validate=_SLUG)
    title = text_field()
    asks = fields.List(fields.Nested(DeclaredFieldSchema), required=True)
    answers = fields.List(fields.Nested(DeclaredFieldSchema), required=True)


class _SystemSchema(StrictSchema):
    key = fields.String(required=True, validate=_SLUG)
    title = text_field()
    legal_ref = fields.String(required=True, validate=validate.Length(min=3))
    kinds = fields.List(fields.Nested(_KindSchema), required=True, validate=validate.Length(min=1))


@remembered()
def read_systems(content: bytes, *, file: str) -> SharedSystems:
    """Return the systems of the file. Raises SourceRefused."""
    listed = read_mapping(content, file=file).data.get("systems") or []
    if not isinstance(listed, list):
        found = type(listed).__name__
        return SharedSystems(systems={}, problems=(f"Expected a list under systems, found {found}.",))
    systems: dict[str, OutsideSystem] = {}
    problems: list[str] = []
    for index, raw in enumerate(listed):
        key = raw.get("key", index) if isinstance(raw, Mapping) else index
        try:
            system = _system(_SystemSchema().load(raw))
        except ValidationError as error:
            problems.append(f"The outside system “{key}” is not usable: {error.messages}.")
            continue
        taken = {field.key for one in system.kinds.values() for field in one.answers} & set(TOLD)
        problems += [f"The outside system “{key}” answers with “{name}”: rename it." for name in sorted(taken)]
        if system.key in systems:
            problems.append(f"The outside system “{key}” stands twice: keep one.")
        systems[system.key] = system
    return SharedSystems(systems=systems, problems=tuple(problems))


def checked_values(declared: tuple[DeclaredField, ...], given: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the values that are there, each by its type, and what speaks against the others."""
    known = {one.key: one for one in declared}
    values: dict[str, Any] = {}
    faults = [f"expected one of {', '.join(known) or 'nothing'}, found “{key}”" for key in given if key not in known]
    for key, field in known.items():
        value = given.get(key)
        if value in (None, ""):
            faults += [f"expected “{key}”, found none"] if field.required else []
            continue
        try:
            values[key] = read_value(field, value)
        except ValueError as fault:
            faults.append(f"expected {fault} for “{key}”, found “{value}”")
    return values, faults


def _system(loaded: Mapping[str, Any]) -> OutsideSystem:
    return OutsideSystem(
        key=loaded["key"],
        title=loaded["title"],
        legal_ref=loaded["legal_ref"],
        kinds={raw["key"]: _kind(raw) for raw in loaded["kinds"]},
    )


def _kind(loaded: Mapping[str, Any]) -> RequestKind:
    return RequestKind(
        key=loaded["key"],
        title=loaded["title"],
        asks=tuple(DeclaredField(**one) for one in loaded["asks"]),
        answers=tuple(DeclaredField(**one) for one in loaded["answers"]),
    )
