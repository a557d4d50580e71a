"""What shared registers of the demonstration hold from the start: the lines of the budget, permits, sheets."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.cli.demo.placeholders import filler
from app.cli.demo.places import demo_commune_ids
from app.cli.demo.reading import FOLDER
from app.commands.bus import execute
from app.commands.services import Services
from app.commands.taking_over import TakeOverEntries
from app.domain.actors import SYSTEM
from app.domain.clock import local_day
from app.procedures.yaml_source import read_mapping
from app.store.registers import list_counters


def fill_registers(services: Services) -> int:
    """Fill the registers that are still empty in each demonstration commune; return how many entries were written."""
    content = (FOLDER / "registers.yaml").read_bytes()
    wanted: Mapping[str, list[dict[str, Any]]] = read_mapping(content, file="registers.yaml").data["registers"]
    year = local_day(services.clock.now()).year
    written = 0
    for commune_id in demo_commune_ids():
        kept = {counter.register for counter in list_counters(commune_id)}
        for register, rows in wanted.items():
            if register in kept:
                continue
            for row in rows:
                command = TakeOverEntries(
                    commune_id=commune_id,
                    register=register,
                    entries=list(_entries(row, year)),
                    state=row.get("state"),
                )
                written += len(execute(command, actor=SYSTEM, services=services))
    return written


def _entries(row: Mapping[str, Any], first_year: int) -> Iterator[dict[str, Any]]:
    """Return what a row stands for: a line of each year when it is a line of the budget, else `copies` entries."""
    if "copies" in row:
        for turn in range(1, row["copies"] + 1):
            fill = filler({"turn": f"{turn:03d}", "year": first_year})
            yield {key: fill(value) for key, value in row.items() if key not in ("copies", "state")}
        return
    for fiscal in (first_year, first_year + 1):
        yield {**row, "fiscal_year": fiscal}
