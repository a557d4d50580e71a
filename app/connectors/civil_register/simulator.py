"""A register to search in: the shipped acts, those declared since, and what a demonstration changed in them."""

from app.connectors.civil_register.matching import match_act, rank
from app.connectors.civil_register.port import Act, ActCandidate, ActQuery, ActState, DeclaredActs
from app.connectors.civil_register.shipped_acts import list_shipped_acts
from app.connectors.records import SimulatedRecords
from app.connectors.switches import pass_switches

CONNECTOR = "civil-register"
STATES = "civil-register-states"
MOST_CANDIDATES = 20


class SimulatedCivilRegister:
    """Implements the port over shipped and declared acts; a changed state is a record `civil-register-states`."""

    def __init__(self, records: SimulatedRecords, declared: DeclaredActs | None = None) -> None:
        self._records = records
        self._declared = declared

    def search(self, query: ActQuery) -> tuple[ActCandidate, ...]:
        pass_switches(self._records, CONNECTOR)
        declared = self._declared.list_acts(query) if self._declared is not None else ()
        matched = (match_act(self._as_it_stands(act), query) for act in (*list_shipped_acts(), *declared))
        return tuple(sorted((found for found in matched if found is not None), key=rank)[:MOST_CANDIDATES])

    def find_act(self, act_id: str) -> Act | None:
        pass_switches(self._records, CONNECTOR)
        found = next((act for act in list_shipped_acts() if act.id == act_id), None)
        if found is None and self._declared is not None:
            found = self._declared.find_act(act_id)
        return None if found is None else self._as_it_stands(found)

    def set_state(self, act_id: str, state: ActState) -> None:
        """Freeze an act, leave a mention pending, or clear it: the register's side, for demonstrations."""
        self._records.put(STATES, act_id, {"act_id": act_id, "state": state})

    def _as_it_stands(self, act: Act) -> Act:
        changed = self._records.find(STATES, act.id)
        if changed is None:
            return act
        state: ActState = _STATES[str(changed["state"])]
        return Act(
            id=act.id,
            kind=act.kind,
            state=state,
            commune_code=act.commune_code,
            year=act.year,
            number=act.number,
            register=act.register,
            entry={**act.entry, "state": state},
        )


_STATES: dict[str, ActState] = {
    "found": "found",
    "frozen": "frozen",
    "pending_mention": "pending_mention",
}
