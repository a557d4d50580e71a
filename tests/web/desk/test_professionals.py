"""An architect who signs her part of a case has a desk: her tasks, the cases that asked her, and nothing else."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.store import cases
from app.store.database import transaction
from app.store.models import UserTask
from tests.web.desk.addresses import case_page, task_page
from tests.world.journeys import Filed, file_request, open_task
from tests.world.places import AZROU, World, add_agent

SignIn = Callable[[str], FlaskClient]
ARCHITECT = f"architect@{AZROU}"


@pytest.fixture
def architect(world: World, sign_in: SignIn) -> FlaskClient:
    with transaction():
        add_agent("architect", AZROU, world.services)
    return sign_in(ARCHITECT)


def _asked_of_the_architect(world: World) -> tuple[Filed, UserTask]:
    """File a request and let its first task wait for the architect."""
    filed = file_request(world)
    with transaction():
        cases.get_task(AZROU, open_task(filed).id).role = "architect"
    return filed, open_task(filed)


def test_a_professional_finds_and_does_the_task_that_a_case_asks_of_her(world: World, architect: FlaskClient) -> None:
    filed, task = _asked_of_the_architect(world)

    assert filed.reference in architect.get("/desk/?tab=all").text
    page = architect.get(task_page(task)).text
    version = re.search(r'name="case_version" value="([^"]*)"', page)
    assert version is not None
    architect.post(task_page(task), data={"completeness": "complete", "case_version": version[1]})

    assert cases.get_task(AZROU, task.id).state == "completed"
    case = architect.get(case_page(filed))
    assert case.status_code == 200 and "/desk/search" not in case.text


def test_a_case_that_never_asked_a_professional_is_unknown_to_her(world: World, architect: FlaskClient) -> None:
    other = file_request(world)

    assert other.reference not in architect.get("/desk/?tab=all").text
    assert architect.get(case_page(other)).status_code == 404
    assert architect.get(task_page(open_task(other))).status_code == 404


@pytest.mark.parametrize("path", ["/desk/search?q=2026", "/desk/c/azrou/new", "/oversight/c/azrou/registers"])
def test_what_the_commune_does_is_closed_to_professionals(world: World, architect: FlaskClient, path: str) -> None:
    assert architect.get(path).status_code == 403
