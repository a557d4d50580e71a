"""What may be written into a register: values by the type of their field, changes of state, sums within a ceiling.

Pure: the store keeps what these functions return, scenarios keep it in memory.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from app.domain.errors import MastaraError
from app.languages import collation_key, isolate
from app.procedures.declared_fields import read_value, whole_number
from app.procedures.registers.kinds import RegisterField, RegisterKind

LONGEST_SEARCH_KEY = 1_000


class RegisterRefused(MastaraError):
    """What was to be written does not fit the register."""

    code: ClassVar[str] = "register-refused"


def new_entry(kind: RegisterKind, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a new entry from values by field. Raises RegisterRefused with every fault."""
    data = _checked(kind, given)
    missing = [one.key for one in kind.fields if one.required and one.key not in data]
    if missing:
        raise RegisterRefused(
            f"Expected {', '.join(missing)} for the register “{kind.key}”, found none: give these inputs.",
            register=kind.key,
        )
    return data


def amended(
    kind: RegisterKind, data: Mapping[str, Any], given: Mapping[str, Any], *, state: str | None
) -> tuple[dict[str, Any], str | None]:
    """Return the data of the entry that supersedes another, and its state. Raises RegisterRefused."""
    changes = _checked(kind, given)
    if state is not None and state not in kind.states:
        known = ", ".join(kind.states)
        raise RegisterRefused(
            f"Expected one of the states {known} of the register “{kind.key}”, found “{state}”.", register=kind.key
        )
    if not changes and state is None:
        raise RegisterRefused(
            f"Expected a field or a state to change in the register “{kind.key}”, found none.", register=kind.key
        )
    return {**data, **changes}, state


def reserved(
    kind: RegisterKind, data: Mapping[str, Any], *, field: str, amount: object
) -> tuple[dict[str, Any], bool, int]:
    """Return the data after a sum was added to `field` (taken off when negative), whether it fits, and what is left.

    The sum fits when the field stays between nothing and its ceiling; otherwise the data come back as they were.
    Raises RegisterRefused when the register has no such reservation, or the sum is no whole number.
    """
    found = next((one for one in kind.reservations if one.field == field), None)
    if found is None:
        known = ", ".join(one.field for one in kind.reservations) or "none"
        raise RegisterRefused(
            f"Expected one of the reserved sums of the register “{kind.key}” ({known}), found “{field}”.",
            register=kind.key,
        )
    held, ceiling = _centimes(data.get(found.field) or 0), _centimes(data.get(found.within) or 0)
    wanted = held + _centimes(amount)
    if not 0 <= wanted <= ceiling:
        return dict(data), False, ceiling - held
    return {**data, found.field: wanted}, True, ceiling - wanted


def matches(kind: RegisterKind, data: Mapping[str, Any], criteria: Mapping[str, Any]) -> bool:
    """Tell whether an entry has the values of the criteria, whatever their case, accents and spaces.

    Criteria without a value ask for nothing. Raises RegisterRefused for a field that is not searchable.
    """
    for key, wanted in criteria.items():
        field = kind.find_field(key)
        if field is None or not field.searchable:
            known = ", ".join(one.key for one in kind.fields if one.searchable)
            raise RegisterRefused(
                f"Expected one of {known} to search the register “{kind.key}” by, found “{key}”.", register=kind.key
            )
        if wanted not in (None, "") and _plain(data.get(key)) != _plain(wanted):
            return False
    return True


def search_key(kind: RegisterKind, data: Mapping[str, Any], number: str) -> str:
    """Return the words by which an entry is found, bare of case and accents: number, searchable values, their names."""
    words = [
        word
        for one in kind.fields
        if one.searchable and data.get(one.key) not in (None, "")
        for word in (str(data[one.key]), *one.choices.get(str(data[one.key]), {}).values())
    ]
    return collation_key(" ".join([number, *words]))[:LONGEST_SEARCH_KEY]


def label_of(kind: RegisterKind, data: Mapping[str, Any], number: str) -> str:
    """Return what names an entry in a list of choices: the fields of its label, then its number."""
    words = [str(data[key]) for key in kind.label if data.get(key) not in (None, "")]
    return f"{' · '.join(words)} ({isolate(number)})" if words else number


def _plain(value: object) -> str:
    return " ".join(collation_key(str("" if value is None else value)).split())


def _checked(kind: RegisterKind, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that are there, each by its type."""
    data: dict[str, Any] = {}
    for key, value in given.items():
        field = kind.find_field(key)
        if field is None:
            known = ", ".join(one.key for one in kind.fields)
            raise RegisterRefused(
                f"Expected one of the fields {known} of the register “{kind.key}”, found “{key}”.", register=kind.key
            )
        if value not in (None, ""):
            data[key] = _typed(kind, field, value)
    return data


def _typed(kind: RegisterKind, field: RegisterField, value: object) -> Any:
    try:
        return read_value(field, value)
    except ValueError as fault:
        raise RegisterRefused(
            f"Expected {fault} for “{field.key}” of the register “{kind.key}”, found “{value}”.", register=kind.key
        ) from fault


def _centimes(value: object) -> int:
    try:
        return whole_number(value)
    except ValueError:
        raise RegisterRefused(f"Expected a whole number of centimes, found “{value}”.") from None
