"""Shared registers of a commune as an agent may read them: personal data for the roles that the register names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.clock import CASABLANCA
from app.domain.languages import Language, choose
from app.languages import format_day, format_moment, format_money, format_number, isolate, translate
from app.procedures.declared_fields import DeclaredField
from app.procedures.registers import RegisterField, RegisterKind
from app.store import inscriptions, registers
from app.store.models import Case, Inscription

HIDDEN = "—"
COLUMNS = 3
"""Fields that a list shows beside number, day and state."""


SHORT_NUMBER = 10_000


@dataclass(frozen=True, kw_only=True)
class InscriptionLine:
    """One entry in a list: `values` are the fields of the register's label, as they are read."""

    number: str
    sequence: int
    at: datetime
    state: str
    values: tuple[str, ...]
    version: int


@dataclass(frozen=True, kw_only=True)
class InscriptionPage:
    """A page of a register: `total` entries found, `last` the last number given, `missing` those without an entry."""

    kind: RegisterKind
    year: int
    titles: tuple[str, ...]
    lines: tuple[InscriptionLine, ...]
    total: int
    last: int
    missing: tuple[int, ...]
    whole: bool
    """Whether the reader sees personal data."""


@dataclass(frozen=True, kw_only=True)
class InscriptionVersion:
    """One version of an entry: its state, why it came, and its fields by title as they are read."""

    version: int
    at: datetime
    state: str
    reason: str
    values: tuple[tuple[str, str], ...]
    changed: frozenset[str]
    """Titles of the fields that differ from the version before."""
    case_id: str
    reference: str
    service_id: str | None


def read_page(
    commune_id: str,
    kind: RegisterKind,
    year: int,
    *,
    search: str,
    whole: bool,
    language: Language,
    offset: int = 0,
    limit: int = 100,
) -> InscriptionPage | None:
    """Return entries in force in the order of their numbers; None when the commune keeps no such register that year."""
    counter = next(
        (row for row in registers.list_counters(commune_id) if (row.register, row.year) == (kind.key, year)), None
    )
    if counter is None:
        return None
    rows, total = inscriptions.list_page(
        commune_id, kind.key, year, words=search, offset=offset, limit=limit, by_number=not whole
    )
    present = set(inscriptions.list_present(commune_id, kind.key, year))
    shown = [field for key in kind.label[:COLUMNS] if (field := kind.find_field(key)) is not None]
    return InscriptionPage(
        kind=kind,
        year=year,
        titles=tuple(choose(field.title, language) for field in shown),
        lines=tuple(_line(kind, row, shown, whole=whole, language=language) for row in rows),
        total=total,
        last=counter.last,
        missing=tuple(number for number in range(1, counter.last + 1) if number not in present),
        whole=whole,
    )


def read_versions(
    commune_id: str, kind: RegisterKind, year: int, sequence: int, *, whole: bool, language: Language
) -> tuple[InscriptionVersion, ...]:
    """Return every version of an entry, the newest first; none when there is no such entry."""
    rows = inscriptions.list_versions(commune_id, kind.key, year, sequence)
    older: list[Mapping[str, Any]] = [row.data for row, _case in rows[1:]]
    before = [*older, None]
    return tuple(
        _version(kind, row, case, before[place], whole=whole, language=language)
        for place, (row, case) in enumerate(rows)
    )


def state_title(kind: RegisterKind, state: str, language: Language) -> str:
    """Return the name of a state; its key when the register has given it up."""
    return choose(kind.states.get(state, {}), language) or state


def say_value(field: DeclaredField, value: object, language: Language) -> str:
    """Return a value as people read it."""
    if value in (None, ""):
        return HIDDEN
    if field.choices:
        return choose(field.choices.get(str(value), {}), language) or str(value)
    return _SAYINGS.get(field.type, _as_written)(value, language)


def _as_written(value: Any, _language: Language) -> str:
    return str(value)


def _as_number(value: Any, language: Language) -> str:
    """Return a number; a year or another short one without separators."""
    return str(value) if isinstance(value, int) and abs(value) < SHORT_NUMBER else format_number(value, language)


def _as_boolean(value: Any, language: Language) -> str:
    return translate(language, "Oui") if value else translate(language, "Non")


_SAYINGS = {
    "amount": lambda value, language: format_money(int(value), language),
    "date": lambda value, language: format_day(date.fromisoformat(str(value)), language),
    "moment": lambda value, language: format_moment(
        datetime.fromisoformat(str(value)).astimezone(CASABLANCA), language
    ),
    "number": _as_number,
    "boolean": _as_boolean,
}


def _seen(field: RegisterField, value: object, *, whole: bool, language: Language) -> str:
    return say_value(field, value, language) if whole or not field.personal else HIDDEN


def _line(
    kind: RegisterKind, row: Inscription, shown: list[RegisterField], *, whole: bool, language: Language
) -> InscriptionLine:
    return InscriptionLine(
        number=row.number,
        sequence=row.sequence,
        at=row.at,
        state=state_title(kind, row.state, language),
        values=tuple(_seen(field, row.data.get(field.key), whole=whole, language=language) for field in shown),
        version=row.version,
    )


def _version(
    kind: RegisterKind,
    row: Inscription,
    case: Case | None,
    before: Mapping[str, Any] | None,
    *,
    whole: bool,
    language: Language,
) -> InscriptionVersion:
    changed = [
        field for field in kind.fields if before is not None and before.get(field.key) != row.data.get(field.key)
    ]
    return InscriptionVersion(
        version=row.version,
        at=row.at,
        state=state_title(kind, row.state, language),
        reason=isolate(row.reason) if row.reason else "",
        values=tuple(
            (choose(field.title, language), _seen(field, row.data.get(field.key), whole=whole, language=language))
            for field in kind.fields
            if row.data.get(field.key) not in (None, "")
        ),
        changed=frozenset(choose(field.title, language) for field in changed),
        case_id=case.id if case is not None else "",
        reference=case.reference if case is not None else "",
        service_id=case.service_id if case is not None else None,
    )
