"""A voted budget opens its lines in the register, and an expense of the year finds its credit there."""

from collections.abc import Mapping
from typing import Any

from app.commands.bus import execute
from app.commands.publishing import OfferProcedure, PublishProcedure
from app.domain.actors import SYSTEM
from app.procedures import load_package
from app.scenarios.reading import Scenario, read_scenario
from app.store import cases
from app.store.database import database, transaction
from app.store.models import Case, Inscription, UserTask
from tests.world.asking import answer
from tests.world.corresponding import begin, cases_of
from tests.world.places import AZROU, World, add_agent
from tests.world.playing import fill_and_complete

EXPENSE = {"estimate": 90_000_00, "budget_code": "30.20.10.21", "fiscal_year": 2027, "service_name": "Moyens généraux"}


def publish(world: World, slug: str) -> None:
    """Publish a procedure of the library and offer it in Azrou."""
    settings = world.services.settings
    package = load_package(settings.processes_root, settings.forms_root, slug)
    command = PublishProcedure(package=package, published_by="test")
    deployment_id = execute(command, actor=SYSTEM, services=world.services).deployment_id
    offered = OfferProcedure(deployment_id=deployment_id, slug=slug, communes=[(AZROU, None)])
    execute(offered, actor=SYSTEM, services=world.services)


def appoint(world: World, *roles: str) -> None:
    """Give Azrou one agent of each role."""
    with transaction():
        for role in roles:
            add_agent(role, AZROU, world.services)


def scenario_of(world: World, slug: str, name: str) -> Scenario:
    """Return a scenario of the library, as its package tells it."""
    settings = world.services.settings
    package = load_package(settings.processes_root, settings.forms_root, slug)
    return read_scenario(package.scenarios[f"scenarios/{name}.yaml"], file=name)


def open_case(world: World, slug: str, answers: Mapping[str, Any]) -> Case:
    """Begin a case and let the worker take it to its first task."""
    case = begin(world, slug, answers)
    world.run_jobs()
    return case


def now(case: Case) -> Case:
    return next(each for each in cases_of(case.slug) if each.id == case.id)


def waiting(case: Case) -> list[UserTask]:
    return list(cases.list_open_tasks(now(case)))


def lines() -> list[tuple[str, object, object, str]]:
    """Return code, credit, committed and state of each line that the register holds."""
    found = database.session.query(Inscription).filter_by(register="budget-lines").order_by(Inscription.sequence)
    return [(row.data["budget_code"], row.data["credit"], row.data["committed"], row.state) for row in found]


def vote_budget(world: World) -> Case:
    """Take the budget of the scenario “voted” to its end, by its people and the governor."""
    scenario = scenario_of(world, "budget-vote", "voted")
    case = open_case(world, "budget-vote", scenario.start)
    for step in scenario.steps:
        if step.kind == "complete":
            (task,) = [each for each in waiting(case) if each.element == step.name]
            fill_and_complete(world, task, step.data)
        elif step.name == "external-answered" and step.ignored is None:
            answer(world, str(now(case).document["visa"]["reference"]), visa_number="G-2026-311")
            world.run_jobs()
    return now(case)


def test_a_voted_budget_opens_each_of_its_lines_once_and_an_expense_finds_its_credit(world: World) -> None:
    appoint(world, "president", "president_commission", "secretaire_conseil")
    publish(world, "budget-vote")
    publish(world, "purchase-order")
    early = open_case(world, "purchase-order", EXPENSE)
    assert [task.element for task in waiting(early)] == ["correct-line"]

    voted = vote_budget(world)

    assert (voted.state, voted.outcome) == ("closed", "voted")
    assert lines() == [
        ("10.10.10.11", 4_000_000_00, 0, "open"),
        ("30.20.10.21", 300_000_00, 0, "open"),
        ("30.40.10.12", 2_200_000_00, 0, "open"),
    ]
    expense = open_case(world, "purchase-order", EXPENSE)
    assert [task.element for task in waiting(expense)] == ["compare-offers"]
    again = open_case(world, "budget-vote", {"fiscal_year": 2027})
    assert (now(again).outcome, len(lines())) == ("already-open", 3)
