"""A birth that one procedure declares is the act that another delivers copies of."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from app.connectors.civil_register.port import ActQuery
from app.documents.typesetting import read_libraries, render_pdf
from app.store.models import Case
from tests.world.places import AZROU, CASABLANCA, World
from tests.world.registering import BIRTH, fields_from, run, task

ADD = task("inscribe", "register.add", register="births", **fields_from({**BIRTH, "birth_time": ""}))
AMEND = task("amend", "register.amend", register="births", entry="=act", mention="زواج", state="pending-mention")
QUERY = ActQuery(kind="birth", commune_code=AZROU, last_name="Amziane", first_name="تيزيري")


@pytest.fixture
def declared(world: World) -> Case:
    """The case that declared a birth."""
    return run(world, "births", ADD, values={**BIRTH, "birth_time": "13:50"})


def test_a_declared_birth_is_found_by_name_and_by_number_in_its_commune(world: World, declared: Case) -> None:
    register = world.services.connectors.civil_register
    [candidate] = register.search(QUERY)
    assert (candidate.year, candidate.number, candidate.born_on) == (2026, 1, date(2026, 3, 1))
    assert [found.act_id for found in register.search(ActQuery(kind="birth", commune_code=AZROU, year=2026, number=1))]
    assert register.search(replace(QUERY, commune_code=CASABLANCA)) == ()
    assert register.search(replace(QUERY, kind="death")) == ()


def test_the_search_of_a_procedure_finds_it(world: World, declared: Case) -> None:
    find = task("find", "civil-register.search", act_type="birth", subject_last_ar="=name", birth_date="=day")
    case = run(world, "copy", find, name="امزيان", day="2026-03-01")
    [candidate] = case.document["find"]["candidates"]
    assert candidate["label"].startswith("تيزيري أمزيان – Tiziri AMZIANE · 2026-03-01")


def test_a_mention_stands_in_the_margin_and_the_act_keeps_its_first_day(world: World, declared: Case) -> None:
    first_id = declared.document["inscribe"]["id"]
    run(world, "mention", AMEND, act=first_id)
    act = world.services.connectors.civil_register.find_act(first_id)
    assert act is not None and act.state == "pending_mention"
    assert act.entry["mentions"] == [{"on": "2026-03-03", "ar": "زواج", "fr": "زواج"}]
    assert act.entry["drawn_up_on"] == "2026-03-03" and act.entry["person"]["born_at"] == "2026-03-01T13:50"  # type: ignore[index]


def test_its_copy_prints(world: World, declared: Case) -> None:
    act = world.services.connectors.civil_register.find_act(declared.document["inscribe"]["id"])
    assert act is not None
    root = world.services.settings.processes_root
    template = (root / "civil-status-copy/documents/copy.typ").read_text()
    data = {
        "language": "fr",
        "commune": {
            "name_ar": "أزرو",
            "name_fr": "Azrou",
            "region_ar": "فاس",
            "region_fr": "Fès",
            "province_ar": "إفران",
            "province_fr": "Ifrane",
            "kind": "urban",
        },
        "case": {"reference": "R", "filed_on_ar": "", "filed_on_fr": "", "applicant": "Y"},
        "document": {"key": "copy", "draft": True},
        "answers": {},
        "act": dict(act.entry),
    }
    pdf = render_pdf(template, data, libraries=read_libraries(root), moment=world.services.clock.now(), name="copy.typ")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "Tiziri" in text and "AMZIANE" in text
