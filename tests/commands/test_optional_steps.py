"""A step that only some communes want takes place in none that has said nothing."""

from itertools import pairwise

import pytest

from app.store import cases
from tests.world.corresponding import begin, offer
from tests.world.places import World

FLOW = '<sequenceFlow id="{0}-{1}" sourceRef="{0}" targetRef="{1}"/>'
TASK = '<userTask id="{0}" name="{0}&#10;{0}" mastara:form="review" mastara:role="librarian" {1}/>'


@pytest.mark.parametrize(
    ("switch", "waiting"),
    [
        ('mastara:optional="second-look" mastara:optionalDefault="off"', "review"),
        ('mastara:optional="second-look"', "look-twice"),
    ],
)
def test_a_case_meets_an_optional_step_only_where_it_is_in(world: World, switch: str, waiting: str) -> None:
    names = ["start", "look-twice", "review", "end"]
    inside = (
        '<startEvent id="start"/><endEvent id="end"/>' + TASK.format("look-twice", switch) + TASK.format("review", "")
    )
    flows = "".join(FLOW.format(one, other) for one, other in pairwise(names))
    offer(world, "optional-look", inside + flows)

    [task] = cases.list_open_tasks(begin(world, "optional-look", {}))

    assert task.element == waiting
