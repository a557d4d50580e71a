"""Shared registers (`processes/_shared/registers.yaml`): what each holds, and what may be written into it."""

from app.procedures.registers.entries import (
    RegisterRefused,
    amended,
    label_of,
    matches,
    new_entry,
    reserved,
    search_key,
)
from app.procedures.registers.kinds import (
    REGISTERS,
    RESERVED,
    RegisterField,
    RegisterKind,
    Reservation,
    read_registers,
)

__all__ = [
    "REGISTERS",
    "RESERVED",
    "RegisterField",
    "RegisterKind",
    "RegisterRefused",
    "Reservation",
    "amended",
    "label_of",
    "matches",
    "new_entry",
    "read_registers",
    "reserved",
    "search_key",
]
