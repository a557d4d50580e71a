"""What a completion costs in counted values: statements, rows, bytes. Times are left to `scripts/bench engine`."""

import pytest
from sqlalchemy import event, text

from app.commands.bus import execute
from app.commands.environment import environment_of
from app.commands.tasks import CompleteTask
from app.domain.actors import Actor, Assignment
from app.store import cases
from app.store.database import database, transaction
from app.store.models import Case
from scripts.benchmarks.engine.counting import statements_sent
from tests.costs import at_most_calls
from tests.world.corresponding import begin, offer
from tests.world.databases import on_postgresql
from tests.world.journeys import USUAL, actor_for, case_of, file_request, open_task
from tests.world.places import AZROU, World

LIBRARIAN = Actor(kind="agent", name="Lina", assignments=frozenset({Assignment(role="librarian", commune_id=AZROU)}))
FLOW = '<sequenceFlow id="{0}-{1}" sourceRef="{0}" targetRef="{1}"/>'
TASK = '<userTask id="{0}" mastara:form="review" mastara:role="librarian"/>'
NAMES = [f"step-{number}" for number in range(1, 6)]
FIVE_STEPS = (
    '<startEvent id="start"/><endEvent id="end"/>'
    + "".join(TASK.format(name) for name in NAMES)
    + "".join(FLOW.format(one, other) for one, other in zip(["start", *NAMES], [*NAMES, "end"], strict=True))
)


@pytest.fixture
def case(world: World) -> Case:
    offer(world, "five-steps", FIVE_STEPS)
    return begin(world, "five-steps", {"dossier": "x" * 2_000})


def complete_next(world: World, case: Case) -> list[str]:
    (task,) = cases.list_open_tasks(case)
    database.session.commit()
    command = CompleteTask(commune_id=AZROU, task_id=task.id, answers={"verdict": "accepted"}, language="fr")
    sent: list[str] = []
    with statements_sent(sent.append):
        execute(command, actor=LIBRARIAN, services=world.services)
    return sent


def test_an_ordinary_completion_sends_at_most_four_statements(world: World, case: Case) -> None:
    complete_next(world, case)  # the first one reads the commune's names, once a process

    sent = complete_next(world, case)

    assert 1 < len(sent) <= (2 if on_postgresql() else 4), "\n".join(sent)


def test_a_step_under_a_half_window_reads_the_legal_clock_in_three_statements(world: World) -> None:
    case = case_of(file_request(world))
    deployed = world.services.deployments.get(case.deployment_id)
    sent: list[str] = []

    with statements_sent(sent.append), transaction():
        for _ in range(2):
            environment = environment_of(case, deployed, world.services, case.filed_at)

    assert environment.context["case"]["may_ask"] is True
    asked = [part for part in sent if "deadline" in part or "calendar_order" in part]
    assert len(asked) == 5, "the period and its facts each time, the calendar's state once a transaction"


def test_a_completion_of_a_shipped_procedure_does_without_the_unit_of_work(world: World) -> None:
    file_and_complete(world)

    sent, tracked = file_and_complete(world)

    assert tracked == []
    assert len(sent) <= (5 if on_postgresql() else 8), "\n".join(sent)


def file_and_complete(world: World) -> tuple[list[str], list[str]]:
    """Complete the first task of a copy of an act; return all statements, and those that SQLAlchemy ran itself."""
    task = open_task(file_request(world), "check-completeness")
    database.session.remove()
    actor = actor_for(world, task)
    answers = {key: [str(value)] for key, value in USUAL[task.element].items()}
    command = CompleteTask(commune_id=task.commune_id, task_id=task.id, answers=answers, language="fr")
    sent: list[str] = []
    tracked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        tracked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        with statements_sent(sent.append):
            execute(command, actor=actor, services=world.services)
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return sent, tracked


def test_each_completion_costs_as_many_statements_as_the_one_before(world: World, case: Case) -> None:
    counts = [len(complete_next(world, case)) for _ in range(4)]

    assert len(set(counts[1:])) == 1, counts


def test_a_completion_calls_few_functions(world: World, case: Case) -> None:
    complete_next(world, case)
    (task,) = cases.list_open_tasks(case)
    database.session.remove()
    command = CompleteTask(commune_id=AZROU, task_id=task.id, answers={"verdict": "accepted"}, language="fr")

    with at_most_calls(1_400 if on_postgresql() else 1_250):
        execute(command, actor=LIBRARIAN, services=world.services)


@pytest.mark.skipif(on_postgresql(), reason="pages of SQLite's write-ahead log")
def test_a_completion_writes_few_pages(world: World, case: Case) -> None:
    complete_next(world, case)
    _written_pages()

    complete_next(world, case)

    assert _written_pages() <= 9


def _written_pages() -> int:
    """Return how many pages stand in the write-ahead log, and empty it."""
    _, pages, _ = database.session.execute(text("PRAGMA wal_checkpoint(PASSIVE)")).one()
    database.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    database.session.remove()
    return int(pages)


def test_a_completion_writes_one_fact_that_tells_all(world: World, case: Case) -> None:
    before = len(cases.list_events(case))
    complete_next(world, case)

    (fact,) = cases.list_events(case)[before:]
    assert (fact.kind, fact.actor_name) == ("TaskCompleted", "Lina")
    assert fact.data == {"task": "step-1", "passed": ["step-1"]}


def test_the_engine_keeps_less_than_two_kilobytes_beside_the_document(world: World, case: Case) -> None:
    complete_next(world, case)

    assert len(cases.get_case(AZROU, case.id).engine_state) < 2_048


def test_the_answers_of_a_task_are_read_as_its_submission(world: World, case: Case) -> None:
    complete_next(world, case)

    (submission,) = cases.list_submissions(case)
    assert (submission.form, submission.actor_name) == ("review", "Lina")
    assert submission.answers["verdict"] == "accepted"
