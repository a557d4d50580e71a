"""History of finished cases: answers of steps are read once cases are closed, and not before."""

from app.store import cases
from app.store.answered_steps import answers_by_step
from app.store.database import transaction
from tests.world.journeys import case_of, complete, file_request, open_task
from tests.world.places import SLUG, World


def test_answers_count_from_the_end_of_their_case(world: World) -> None:
    filed = file_request(world)
    complete(world, open_task(filed, "check-completeness"))
    assert answers_by_step(SLUG) == {}

    with transaction():
        cases.lock_case(filed.commune_id, case_of(filed).id).state = "closed"

    answers = answers_by_step(SLUG)
    assert set(answers) == {"check-completeness"}
    assert answers["check-completeness"][0]["completeness"] == "complete"
    assert answers_by_step("another") == {}
