"""Scenarios keep the shared registers in memory: what one step writes, the next finds."""

from typing import Any

from app.procedures.registers import REGISTERS
from app.scenarios import ScenarioReport, run_all
from tests.builders.packages import PackageBuilder
from tests.world.registering import BIRTH, LINE, SOURCE, row_of, task

FIND = task("find", "register.search", register="births", family_name_lat="amziane", birth_date="2026-03-01")
ADD = task("inscribe", "register.add", register="births", **{name: str(value) for name, value in BIRTH.items()})
COMMUNE = "999999999"


class _WithRegisters(PackageBuilder):
    def files(self) -> dict[str, bytes]:
        return {**super().files(), REGISTERS: SOURCE}


def run(*tasks: str, **content: Any) -> ScenarioReport:
    """Return the report of a scenario over a row of service tasks."""
    diagram = f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mastara="urn:mastara:bpmn:1">
<process id="library-card" isExecutable="true">{row_of(*tasks)}</process></definitions>"""
    expect = {"steps": [], "expect": {"ends": ["end"]}}
    package = _WithRegisters().draw(diagram).scenario("tried", **expect | content).build()
    return next(report for report in run_all(package).scenarios if report.file == "scenarios/tried.yaml")


def test_what_is_written_is_found_read_and_amended() -> None:
    read = task("read", "register.read", register="births", entry="=inscribe.number")
    amend = task("amend", "register.amend", register="births", entry="=find.candidates[1].value", state="frozen")
    wanted = {
        "find": {"count": 1},
        "read": {"found": True, "fields": {"child_first_lat": "Tiziri"}},
        "amend": {"state": "frozen", "version": 2, "number": f"N-{COMMUNE}-2026-00001"},
    }
    report = run(ADD, FIND, read, amend, expect={"data": wanted})
    assert report.passed, report.differences


def test_registers_hold_what_the_scenario_says_they_held() -> None:
    reserve = {"register": "budget-lines", "entry": f"BL-{COMMUNE}-2026-00001", "reserve": "committed"}
    report = run(
        task("first", "register.reserve", sum="=60000", **reserve),
        task("second", "register.reserve", sum="=60000", **reserve),
        registers={"budget-lines": [LINE]},
        expect={"data": {"first": {"reserved": True, "left": 40_000}, "second": {"reserved": False, "left": 40_000}}},
    )
    assert report.passed, report.differences


def test_one_scenario_does_not_see_what_another_wrote() -> None:
    assert run(FIND, expect={"data": {"find": {"count": 0}}}).passed


def test_an_entry_that_does_not_exist_stops_the_scenario() -> None:
    report = run(task("amend", "register.amend", register="births", entry="N-1", state="frozen"))
    [difference] = report.differences
    assert "expected an entry of the register “births” (none), found “N-1”" in difference
