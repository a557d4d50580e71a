"""A register of a commune and year, searched: its entries, and whether its numbers follow each other without a gap."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.languages import collation_key
from app.store import registers
from app.store.registers import RegisterEntry


@dataclass(frozen=True, kw_only=True)
class RegisterPage:
    """The entries found, of `total`; `last` is the last number given, `missing` the numbers that no entry has."""

    register: str
    year: int
    entries: tuple[RegisterEntry, ...]
    total: int
    last: int
    missing: tuple[int, ...]


def read_register(
    commune_id: str, register: str, year: int, *, search: str, may_read: Callable[[RegisterEntry], bool]
) -> RegisterPage | None:
    """Return a register, or None when the commune has none of that name and year.

    `search` is words of an applicant's name, or parts of numbers and references. Entries that the reader may not read
    keep their number and day; their person is left out, and no search finds them by it.
    """
    counter = next(
        (row for row in registers.list_counters(commune_id) if (row.register, row.year) == (register, year)), None
    )
    if counter is None:
        return None
    entries = [
        entry if may_read(entry) else _without_person(entry)
        for entry in registers.list_entries(commune_id, register, year)
    ]
    present = {sequence_of(entry.number) for entry in entries}
    return RegisterPage(
        register=register,
        year=year,
        entries=tuple(entry for entry in entries if _matches(entry, search)),
        total=len(entries),
        last=counter.last,
        missing=tuple(number for number in range(1, counter.last + 1) if number not in present),
    )


def sequence_of(number: str) -> int:
    """Return 42 of "EC-032710101-2026-00042"; 0 of what does not end in figures."""
    found = re.search(r"(\d+)$", number)
    return int(found[1]) if found else 0


def _without_person(entry: RegisterEntry) -> RegisterEntry:
    return RegisterEntry(
        number=entry.number,
        at=entry.at,
        key=entry.key,
        state=entry.state,
        amount=entry.amount,
        case_id="",
        reference="",
        service_id=entry.service_id,
        applicant="",
        applicant_key="",
        deployment_id=entry.deployment_id,
    )


def _matches(entry: RegisterEntry, search: str) -> bool:
    words: Sequence[str] = collation_key(search).split()
    text = f"{entry.applicant_key} {collation_key(entry.number)} {collation_key(entry.reference)}"
    return all(word in text for word in words)
