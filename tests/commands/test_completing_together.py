"""People who complete tasks of one case at the same moment: nothing is lost, nothing happens twice."""

import pytest
from flask import Flask

from app.commands.bus import execute
from app.commands.tasks import CompleteTask, TaskNotOpen
from app.domain.actors import Actor, Assignment
from app.store import cases
from app.store.database import database
from app.store.models import Case
from tests.world.corresponding import begin, offer
from tests.world.places import AZROU, World
from tests.world.together import at_once

NAMES = ("first", "second", "third")
TASK = '<userTask id="{0}" mastara:form="review" mastara:role="librarian"/>'
FLOW = '<sequenceFlow id="{0}-{1}" sourceRef="{0}" targetRef="{1}"/>'
SIDE_BY_SIDE = (
    '<startEvent id="start"/><parallelGateway id="fork"/><parallelGateway id="join"/><endEvent id="end"/>'
    + "".join(TASK.format(name) for name in NAMES)
    + "".join(FLOW.format("fork", name) + FLOW.format(name, "join") for name in NAMES)
    + FLOW.format("start", "fork")
    + FLOW.format("join", "end")
)


def librarian(name: str) -> Actor:
    return Actor(kind="agent", name=name, assignments=frozenset({Assignment(role="librarian", commune_id=AZROU)}))


@pytest.fixture
def task_ids(world: World) -> list[str]:
    offer(world, "side-by-side", SIDE_BY_SIDE)
    begin(world, "side-by-side", {})
    found = [task.id for task in cases.list_open_tasks(the_case())]
    database.session.remove()
    return found


def the_case() -> Case:
    return database.session.query(Case).populate_existing().one()


def complete(world: World, task_id: str, name: str) -> str:
    command = CompleteTask(commune_id=AZROU, task_id=task_id, answers={"verdict": "accepted"}, language="fr")
    execute(command, actor=librarian(name), services=world.services)
    return name


def test_of_five_who_complete_one_task_one_does(app: Flask, world: World, task_ids: list[str]) -> None:
    people = [f"Agent {number}" for number in range(5)]

    answers = at_once(app, [lambda name=name: complete(world, task_ids[0], name) for name in people])  # type: ignore[misc]

    done = [answer for answer in answers if isinstance(answer, str)]
    assert len(done) == 1, answers
    assert all(isinstance(answer, TaskNotOpen) for answer in answers if answer not in done), answers
    assert [fact.actor_name for fact in cases.list_events(the_case()) if fact.kind == "TaskCompleted"] == done


def test_three_tasks_completed_at_once_all_count(app: Flask, world: World, task_ids: list[str]) -> None:
    answers = at_once(app, [lambda task=task: complete(world, task, "Lina") for task in task_ids])  # type: ignore[misc]

    case = the_case()
    assert answers == ["Lina"] * 3
    assert (case.state, case.document["verdict"]) == ("closed", "accepted")
    assert sum(fact.kind == "TaskCompleted" for fact in cases.list_events(case)) == 3
