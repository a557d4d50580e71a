"""Acts of civil status that communes have written into their shared registers, as the national register gives them.

What a register's fields mean in an act is declared with it (`act` in registers.yaml): no register has code of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.connectors.civil_register.port import ACT_STATES, Act, ActKind, ActQuery, ActState
from app.domain.clock import local_day
from app.procedures.library import Library
from app.procedures.registers import RegisterKind
from app.store import inscriptions, territory
from app.store.models import Inscription

MENTION, TIME = "mention", "birth_time"
PAIRS = ("birth_place", "place")
"""Parts of an act that documents print in Arabic and in French: the one that is missing is read from the other."""


@dataclass(frozen=True, kw_only=True)
class _Found:
    kind: RegisterKind
    act_kind: ActKind
    entry: Inscription


class RegisteredActs:
    """Implements `DeclaredActs` over the shared registers that say how their entries become acts."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def list_acts(self, query: ActQuery) -> Iterator[Act]:
        """Yield the acts in force of the commune that have the number, or else the family name, of the query."""
        for kind, act_kind in self._kinds():
            if act_kind != query.kind:
                continue
            words = query.last_name or query.first_name or ""
            if query.number is not None and query.year is not None and not words:
                words = kind.number(query.commune_code, query.year, query.number)
            for entry in inscriptions.search(query.commune_code, kind.key, words):
                yield _act(_Found(kind=kind, act_kind=act_kind, entry=entry), ())

    def find_act(self, act_id: str) -> Act | None:
        """Return the act with its mentions as it stands today, whichever version the id names."""
        named = inscriptions.find_anywhere(act_id)
        known = {kind.key: (kind, act_kind) for kind, act_kind in self._kinds()}
        if named is None or named.register not in known:
            return None
        kind, act_kind = known[named.register]
        versions = inscriptions.list_versions(named.commune_id, named.register, named.year, named.sequence)
        rows = [row for row, _case in versions]
        return _act(_Found(kind=kind, act_kind=act_kind, entry=rows[0]), tuple(reversed(rows)))

    def _kinds(self) -> Iterator[tuple[RegisterKind, ActKind]]:
        kinds: dict[str, ActKind] = {"birth": "birth", "death": "death", "marriage": "marriage"}
        for kind in self._library.registers().values():
            if kind.act_kind in kinds:
                yield kind, kinds[kind.act_kind]


def _act(found: _Found, versions: Sequence[Inscription]) -> Act:
    """Return the act of an entry; `versions` are all of it, oldest first, for the mentions in its margin."""
    entry, commune = found.entry, territory.get_commune_by_id(found.entry.commune_id)
    state = _state(entry.state)
    head = {
        "id": entry.id,
        "kind": found.act_kind,
        "state": state,
        "commune_code": entry.commune_id,
        "bureau": {"ar": commune.name_ar, "fr": commune.name_fr},
        "register": found.kind.prefix,
        "year": entry.year,
        "number": entry.sequence,
        "drawn_up_on": local_day(versions[0].at if versions else entry.at).isoformat(),
        "mentions": _mentions(versions),
    }
    return Act(
        id=entry.id,
        kind=found.act_kind,
        state=state,
        commune_code=entry.commune_id,
        year=entry.year,
        number=entry.sequence,
        register=found.kind.prefix,
        entry=head | _parts(found.kind, entry.data),
    )


def _state(state: str) -> ActState:
    return next((known for known in ACT_STATES if known == state.replace("-", "_")), "found")


def _mentions(versions: Sequence[Inscription]) -> list[dict[str, str]]:
    """Return each mention on the day on which it was entered; one text stands for both languages."""
    found: list[dict[str, str]] = []
    before = ""
    for version in versions:
        text = str(version.data.get(MENTION) or "")
        if text and text != before:
            found.append({"on": local_day(version.at).isoformat(), "ar": text, "fr": text})
        before = text
    return found


def _parts(kind: RegisterKind, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the persons, days and places of the act, by the paths that the register declares."""
    parts: dict[str, Any] = {}
    for path, field in kind.act.items():
        value = data.get(field)
        if value in (None, ""):
            continue
        *groups, leaf = path.split(".")
        place = parts
        for group in groups:
            place = place.setdefault(group, {})
        place[leaf] = value
    for part in parts.values():
        _complete(part, data)
    return parts


def _complete(part: dict[str, Any], data: Mapping[str, Any]) -> None:
    for name in PAIRS:
        pair = part.get(name)
        if isinstance(pair, dict):
            part[name] = {"ar": pair.get("ar") or pair["fr"], "fr": pair.get("fr") or pair["ar"]}
    if "born_at" in part and data.get(TIME):
        part["born_at"] = f"{part['born_at']}T{data[TIME]}"
