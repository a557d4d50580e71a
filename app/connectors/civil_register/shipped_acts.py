"""The invented acts that ship with the product, for the three communes of the demonstration."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from app.connectors.civil_register.port import ACT_KINDS, ACT_STATES, Act

FOLDER = Path(__file__).parent / "acts"


@lru_cache(maxsize=1)
def list_shipped_acts() -> tuple[Act, ...]:
    """Return all shipped acts, by file and by place in the file."""
    return tuple(
        _read_act(entry, file=file.name)
        for file in sorted(FOLDER.glob("*.yaml"))
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
    )


def _read_act(entry: Mapping[str, object], *, file: str) -> Act:
    kind = next((kind for kind in ACT_KINDS if kind == entry.get("kind")), None)
    state = next((state for state in ACT_STATES if state == entry.get("state")), None)
    if kind is None or state is None:
        raise ValueError(f"Expected a known kind and state for the act {entry.get('id')} of {file}. Correct the file.")
    return Act(
        id=str(entry["id"]),
        kind=kind,
        state=state,
        commune_code=str(entry["commune_code"]),
        year=int(str(entry["year"])),
        number=int(str(entry["number"])),
        register=str(entry["register"]),
        entry=entry,
    )
