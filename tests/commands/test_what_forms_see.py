"""The form of a task shows the case, and what only this task knows: its inputs, and which of a list it is about."""

from app.commands.environment import environment_of, seen_by
from app.store import cases
from app.store.models import Case
from tests.world.corresponding import begin, offer
from tests.world.places import World

FLOWS = (
    '<sequenceFlow id="to" sourceRef="start" targetRef="sort"/><sequenceFlow id="on" sourceRef="sort" targetRef="end"/>'
)
ENDS = '<startEvent id="start"/><endEvent id="end"/>' + FLOWS
EACH = '<multiInstanceLoopCharacteristics mastara:collection="=shelves" mastara:item="shelf"/>'
TASK = '<userTask id="{0}" mastara:form="review" mastara:role="librarian">{1}</userTask>'
BODY = (
    f'<subProcess id="sort">{EACH}<startEvent id="in"/>{TASK.format("look", "")}<endEvent id="out"/>'
    '<sequenceFlow id="in-look" sourceRef="in" targetRef="look"/>'
    '<sequenceFlow id="look-out" sourceRef="look" targetRef="out"/></subProcess>'
)
SHELVES = {"shelves": ["A", "B"]}


def seen_at_each_task(world: World, case: Case) -> list[dict[str, object]]:
    deployed = world.services.deployments.get(case.deployment_id)
    environment = environment_of(case, deployed, world.services, case.filed_at)
    return [seen_by(task, case, deployed, world.services, environment) for task in cases.list_open_tasks(case)]


def test_each_task_of_a_repetition_sees_which_one_it_is_about(world: World) -> None:
    offer(world, "each-shelf", ENDS + TASK.format("sort", EACH))

    seen = seen_at_each_task(world, begin(world, "each-shelf", SHELVES))

    assert sorted(str(one["shelf"]) for one in seen) == ["A", "B"]
    assert all(one["shelves"] == ["A", "B"] for one in seen)


def test_a_task_inside_a_repeated_sub_process_sees_it_too(world: World) -> None:
    offer(world, "each-room", ENDS + BODY)

    seen = seen_at_each_task(world, begin(world, "each-room", SHELVES))

    assert sorted(str(one["shelf"]) for one in seen) == ["A", "B"]


def test_a_plain_task_sees_the_case_and_nothing_else(world: World) -> None:
    offer(world, "no-shelf", ENDS + TASK.format("sort", ""))
    case = begin(world, "no-shelf", SHELVES)

    assert seen_at_each_task(world, case) == [case.document]
