"""The registers that every procedure may use: `processes/_shared/registers.yaml`, read once for each content."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError, fields, pre_load, validate

from app.domain.languages import Language, Text, choose
from app.domain.register_numbers import register_number
from app.procedures.declared_fields import DeclaredField, DeclaredFieldSchema, StrictSchema, text_field
from app.procedures.layout import SHARED
from app.procedures.remembered import remembered
from app.procedures.yaml_source import read_mapping

REGISTERS = f"processes/{SHARED}/registers.yaml"
RESERVED = ("register", "entry", "number", "year", "state", "reason", "reserve", "sum", "value", "label", "version")
"""Names that the operations on registers take or give back: no field has one of them."""
LONGEST_KEY = 40


@dataclass(frozen=True, kw_only=True)
class RegisterField(DeclaredField):
    """One column of a register."""

    searchable: bool = False
    personal: bool = False
    """Personal data (law 09-08): hidden from whoever is not among the readers of the register."""


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """A sum that may grow up to another one of the same entry: what is committed, within the credit."""

    field: str
    within: str


@dataclass(frozen=True, kw_only=True)
class RegisterKind:
    """One register. Its first state is that of a new entry; `readers` are the roles that see personal data.

    `act` tells, for registers of civil status, how an entry becomes an act that copies are made from: the path in the
    act for the field that fills it.
    """

    key: str
    prefix: str
    title: Text
    fields: tuple[RegisterField, ...]
    states: Mapping[str, Text]
    readers: tuple[str, ...]
    retention: str
    legal_ref: Text
    label: tuple[str, ...]
    reservations: tuple[Reservation, ...] = ()
    public_state: str = ""
    """The state in which everybody may read an entry; empty where none may. Such a register holds no personal data."""
    act_kind: str = ""
    act: Mapping[str, str] = field(default_factory=dict)

    @property
    def first_state(self) -> str:
        """The state of a new entry."""
        return next(iter(self.states))

    def find_field(self, key: str) -> RegisterField | None:
        """Return a field by its key, or None."""
        return next((one for one in self.fields if one.key == key), None)

    def title_in(self, language: Language) -> str:
        """Return the name of the register."""
        return choose(self.title, language)

    def law_in(self, language: Language) -> str:
        """Return the text of law that keeps the register."""
        return choose(self.legal_ref, language)

    def number(self, commune_id: str, year: int, sequence: int) -> str:
        """Return the number of an entry: prefix, digits of the commune's code, year, place in the year."""
        return register_number(self.prefix, commune_id, year, sequence)

    def may_read_persons(self, roles: frozenset[str]) -> bool:
        """Tell whether one of the roles may see the personal data of an entry."""
        return bool(roles & set(self.readers))


@dataclass(frozen=True, kw_only=True)
class SharedRegisters:
    """What the file declares, and in `problems` one sentence for each register that cannot be used."""

    kinds: Mapping[str, RegisterKind]
    problems: tuple[str, ...] = ()


_SLUG = validate.Regexp(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", error="Expected lower-case words joined by dashes.")


class _FieldSchema(DeclaredFieldSchema):
    searchable = fields.Boolean(load_default=False)
    personal = fields.Boolean(load_default=False)


class _ReservationSchema(StrictSchema):
    field = fields.String(required=True)
    within = fields.String(required=True)


class _ActSchema(StrictSchema):
    kind = fields.String(required=True, validate=validate.OneOf(["birth", "death", "marriage"]))
    paths = fields.Dict(keys=fields.String(), values=fields.String(), required=True, data_key="fields")


class _RegisterSchema(StrictSchema):
    key = fields.String(required=True, validate=[_SLUG, validate.Length(max=LONGEST_KEY)])
    prefix = fields.String(required=True, validate=validate.Regexp(r"^[A-Z]{1,6}$"))
    title = text_field()
    legal_ref = text_field()
    retention = fields.String(required=True)
    readers = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    states = fields.Dict(keys=fields.String(validate=_SLUG), values=text_field(), required=True)
    label = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    columns = fields.List(
        fields.Nested(_FieldSchema), required=True, data_key="fields", validate=validate.Length(min=1)
    )
    reservations = fields.List(fields.Nested(_ReservationSchema), load_default=list)
    public_state = fields.String(load_default="")
    act = fields.Nested(_ActSchema, load_default=None)

    @pre_load
    def _say_law_in_both(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Take one sentence for both languages: versions that are published keep the file of their day."""
        law = data.get("legal_ref")
        return {**data, "legal_ref": {"fr": law, "ar": law}} if isinstance(law, str) else data


@remembered()
def read_registers(content: bytes, *, file: str) -> SharedRegisters:
    """Return the registers of the file. Raises SourceRefused."""
    listed = read_mapping(content, file=file).data.get("registers") or []
    if not isinstance(listed, list):
        found = type(listed).__name__
        return SharedRegisters(kinds={}, problems=(f"Expected a list under registers, found {found}.",))
    kinds: dict[str, RegisterKind] = {}
    problems: list[str] = []
    for index, raw in enumerate(listed):
        key = raw.get("key", index) if isinstance(raw, Mapping) else index
        try:
            kind = _kind(_RegisterSchema().load(raw))
        except ValidationError as error:
            problems.append(f"The register “{key}” is not usable: {error.messages}.")
            continue
        problems += [f"The register “{key}” is not usable: {fault}." for fault in _faults(kind, kinds)]
        kinds[kind.key] = kind
    return SharedRegisters(kinds=kinds, problems=tuple(problems))


def _kind(loaded: Mapping[str, Any]) -> RegisterKind:
    act = loaded["act"] or {"kind": "", "paths": {}}
    return RegisterKind(
        key=loaded["key"],
        prefix=loaded["prefix"],
        title=loaded["title"],
        fields=tuple(RegisterField(**one) for one in loaded["columns"]),
        states=loaded["states"],
        readers=tuple(loaded["readers"]),
        retention=loaded["retention"],
        legal_ref=loaded["legal_ref"],
        label=tuple(loaded["label"]),
        reservations=tuple(Reservation(**one) for one in loaded["reservations"]),
        public_state=loaded["public_state"],
        act_kind=act["kind"],
        act=act["paths"],
    )


def _faults(kind: RegisterKind, known: Mapping[str, RegisterKind]) -> Iterator[str]:
    keys = [one.key for one in kind.fields]
    named = [*kind.label, *(name for one in kind.reservations for name in (one.field, one.within)), *kind.act.values()]
    yield from (f"it stands twice under “{name}”" for name in sorted({key for key in keys if keys.count(key) > 1}))
    yield from (f"it has no field “{name}”" for name in sorted(set(named) - set(keys)))
    yield from (f"the field “{name}” has the name of an input of the operations" for name in keys if name in RESERVED)
    yield from (
        f"the choice “{one.key}” has no values" for one in kind.fields if one.type == "choice" and not one.choices
    )
    yield from _public_faults(kind)
    if kind.key in known:
        yield "another one has its key"
    if any(other.prefix == kind.prefix for other in known.values()):
        yield f"another one has its prefix {kind.prefix}"


def _public_faults(kind: RegisterKind) -> Iterator[str]:
    if not kind.public_state:
        return
    if kind.public_state not in kind.states:
        yield f"it has no state “{kind.public_state}”"
    yield from (f"it is public, and its field “{one.key}” holds personal data" for one in kind.fields if one.personal)
