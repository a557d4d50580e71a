"""Small procedures that write into the shared registers: each a row of service tasks."""

from itertools import pairwise
from xml.sax.saxutils import quoteattr

from app.procedures.registers import REGISTERS, RegisterKind, read_registers
from app.settings import ROOT
from app.store.models import Case
from tests.world.corresponding import begin, cases_of, offer
from tests.world.places import AZROU, World

SOURCE = (ROOT / REGISTERS).read_bytes()
LINE = {
    "budget_code": "10.20.30.14",
    "line_title": "Fournitures",
    "budget_part": "operating",
    "fiscal_year": 2026,
    "credit": 1_000_00,
}
BIRTH = {
    "child_first_ar": "تيزيري",
    "child_first_lat": "Tiziri",
    "family_name_ar": "أمزيان",
    "family_name_lat": "AMZIANE",
    "sex": "F",
    "birth_date": "2026-03-01",
    "birth_place_ar": "المستشفى المحلي، أزرو",
    "birth_place_fr": "Hôpital local, Azrou",
    "mother_first_ar": "يسرى",
    "mother_last_ar": "أمزيان",
}


def shipped(register: str) -> RegisterKind:
    """Return a register as the library declares it."""
    return read_registers(SOURCE, file=REGISTERS).kinds[register]


def task(identity: str, operation: str, **inputs: str) -> str:
    """Return a service task whose result stands under its own id."""
    given = "".join(f"<mastara:input name={quoteattr(name)} value={quoteattr(each)}/>" for name, each in inputs.items())
    return (
        f'<serviceTask id="{identity}" name="Registre&#10;سجل" mastara:operation="{operation}" '
        f'mastara:result="{identity}"><extensionElements>{given}</extensionElements></serviceTask>'
    )


def row_of(*tasks: str) -> str:
    """Return a process that does the tasks one after the other."""
    names = ["start", *(each.split('id="')[1].split('"')[0] for each in tasks), "end"]
    flows = "".join(
        f'<sequenceFlow id="{one}-{two}" sourceRef="{one}" targetRef="{two}"/>' for one, two in pairwise(names)
    )
    return f'<startEvent id="start"/>{"".join(tasks)}<endEvent id="end"/>{flows}'


def fields_from(values: dict[str, object], name: str = "values") -> dict[str, str]:
    """Return the inputs that give each field from the variable `name` of the case."""
    return {key: f"={name}.{key}" for key in values}


def run(world: World, slug: str, *tasks: str, commune_id: str = AZROU, **answers: object) -> Case:
    """Publish the row of tasks, run one case of it and return the case."""
    offer(world, slug, row_of(*tasks), commune_id=commune_id, others={REGISTERS: SOURCE})
    return again(world, slug, commune_id=commune_id, **answers)


def again(world: World, slug: str, *, commune_id: str = AZROU, **answers: object) -> Case:
    """Run one more case of a procedure that `run` has published."""
    case = begin(world, slug, answers, commune_id=commune_id)
    world.run_jobs()
    return next(each for each in cases_of(slug) if each.id == case.id)
