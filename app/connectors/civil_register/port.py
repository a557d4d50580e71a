"""The national register of civil status: what the application asks of it (law 36-21, articles 14 and 43)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, get_args

ActKind = Literal["birth", "death", "marriage"]
ACT_KINDS: tuple[ActKind, ...] = get_args(ActKind)

ActState = Literal["found", "frozen", "pending_mention"]
"""`frozen`: no copy may be delivered (law 36-21, article 23). `pending_mention`: a mention must be entered first."""
ACT_STATES: tuple[ActState, ...] = get_args(ActState)


@dataclass(frozen=True, kw_only=True)
class ActQuery:
    """What is known of an act. Names may be in Arabic or Latin letters; whatever is unknown is None.

    An act is found by its year and number, or by the family name together with the first name or the day or year of
    birth; with less than that, nothing is found.
    """

    kind: ActKind
    commune_code: str
    year: int | None = None
    number: int | None = None
    register: str | None = None
    last_name: str | None = None
    first_name: str | None = None
    birth_date: date | None = None
    birth_year: int | None = None
    father_first_name: str | None = None
    mother_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act. `entry` is the whole JSON object of app/documents/README.md, as documents print it."""

    id: str
    kind: ActKind
    state: ActState
    commune_code: str
    year: int
    number: int
    register: str
    entry: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class ActCandidate:
    """An act that may be the one; `agreeing` and `differing` name the criteria of the query (`year`, `last_name`…).

    For a marriage, the names and the birth are those of the spouse who agrees best.
    """

    act_id: str
    kind: ActKind
    state: ActState
    commune_code: str
    year: int
    number: int
    register: str
    name_ar: str
    name_lat: str
    born_on: date
    agreeing: tuple[str, ...]
    differing: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Return the candidate as a JSON object; with `value` and `label` it is also an option of a form's list."""
        return {
            "value": self.act_id,
            "label": f"{self.name_ar} – {self.name_lat} · {self.born_on.isoformat()} · "
            f"\u2066{self.number}/{self.year} ({self.register})\u2069",
            "kind": self.kind,
            "state": self.state,
            "year": self.year,
            "number": self.number,
            "register": self.register,
            "name_ar": self.name_ar,
            "name_lat": self.name_lat,
            "born_on": self.born_on.isoformat(),
            "agreeing": list(self.agreeing),
            "differing": list(self.differing),
        }


class CivilRegister(Protocol):
    """Searches and reads acts."""

    def search(self, query: ActQuery) -> tuple[ActCandidate, ...]:
        """Return at most 20 candidates, the most likely first. Raises ConnectorFailed."""
        ...

    def find_act(self, act_id: str) -> Act | None:
        """Return an act, or None. Raises ConnectorFailed."""
        ...


class DeclaredActs(Protocol):
    """Acts that communes declare on the platform: the national register knows them from then on."""

    def list_acts(self, query: ActQuery) -> Iterable[Act]:
        """Return the acts of the kind and commune that the query may mean."""
        ...

    def find_act(self, act_id: str) -> Act | None:
        """Return an act, or None."""
        ...
