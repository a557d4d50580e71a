"""User tasks: only those who may, only once, and nothing of the case is written when it is refused."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.commands.attaching import UploadedFile
from app.commands.bus import Forbidden, execute
from app.commands.case_attachments import AttachFiles
from app.commands.filing import AnswersRefused, Filed
from app.commands.tasks import ClaimTask, CompleteTask, ReassignTask, ReleaseTask, TaskHeldByOther, TaskNotOpen
from app.domain.actors import SYSTEM, Actor, Assignment
from app.domain.clock import FixedClock
from app.store import cases, work
from app.store.cases import CaseChanged, CaseUnknown, TaskUnknown
from app.store.database import transaction
from app.store.models import UserTask
from tests.world.colleagues import add_colleague
from tests.world.journeys import actor_for, case_of, complete, file_request, open_task, picture, reach
from tests.world.places import AZROU, TABANT, World
from tests.world.playing import citizen_of, rows_match
from tests.world.together import at_once

COMPLETE = {"completeness": ["complete"]}
MISSING = {"completeness": "missing", "missing_pieces": ["identity-card"], "missing_reasons": ["unreadable"]}


def _completing(task: UserTask, answers: Any = None, version: int | None = None) -> CompleteTask:
    return CompleteTask(
        commune_id=task.commune_id,
        task_id=task.id,
        answers=COMPLETE if answers is None else answers,
        language="fr",
        expected_version=version,
    )


def _complete(world: World, task: UserTask, actor: Actor, answers: Any = None, version: int | None = None) -> None:
    execute(_completing(task, answers, version), actor=actor, services=world.services)


def _claim(world: World, task: UserTask, actor: Actor) -> None:
    execute(ClaimTask(commune_id=task.commune_id, task_id=task.id), actor=actor, services=world.services)


def _traces(filed: Filed) -> dict[str, int]:
    """Return how much a case has of each thing that must not be doubled or appear by mistake."""
    case = case_of(filed)
    return {
        "version": case.version,
        "events": len(cases.list_events(case)),
        "submissions": len(cases.list_submissions(case)),
        "jobs": len(work.list_jobs()),
        "tasks": len(cases.list_open_tasks(case)),
    }


@pytest.fixture
def filed(world: World) -> Filed:
    return file_request(world)


@pytest.fixture
def task(filed: Filed) -> UserTask:
    return open_task(filed, "check-completeness")


@pytest.mark.parametrize("role", ["officier_ec", "agent_guichet", "regisseur", "chef_service"])
def test_another_role_of_the_commune_may_not_do_the_task(world: World, filed: Filed, task: UserTask, role: str) -> None:
    before = _traces(filed)
    for act in (_claim, _complete):
        with pytest.raises(Forbidden):
            act(world, task, world.agent(role))
    assert _traces(filed) == before


def test_the_same_role_of_another_commune_may_not_do_the_task(world: World, filed: Filed, task: UserTask) -> None:
    before = _traces(filed)
    for act in (_claim, _complete):
        with pytest.raises(Forbidden):
            act(world, task, world.agent("agent_ec", TABANT))
    assert _traces(filed) == before


def test_the_role_of_another_service_may_not_do_the_task(world: World, filed: Filed, task: UserTask) -> None:
    stranger = Actor(
        kind="agent",
        name="Autre service",
        id="other",
        assignments=frozenset({Assignment(role="agent_ec", commune_id=AZROU, service_id="another-service")}),
    )
    for act in (_claim, _complete):
        with pytest.raises(Forbidden):
            act(world, task, stranger)


def test_the_role_of_the_very_service_may_do_the_task(world: World, filed: Filed, task: UserTask) -> None:
    _complete(world, task, add_colleague(world, "agent_ec", service_id=case_of(filed).service_id))

    assert cases.get_task(AZROU, task.id).state == "completed"


def test_a_citizen_may_not_do_an_agents_task_nor_the_platform(world: World, filed: Filed, task: UserTask) -> None:
    for actor in (citizen_of(filed), SYSTEM):
        with pytest.raises(Forbidden):
            _complete(world, task, actor)


def test_a_citizens_task_is_for_who_follows_the_case(world: World, filed: Filed, task: UserTask) -> None:
    complete(world, task, MISSING)
    supply = open_task(filed, "supply-pieces")

    for actor in (Actor(kind="citizen", name="citizen"), world.agent("agent_ec"), world.agent("chef_service")):
        with pytest.raises(Forbidden):
            _complete(world, supply, actor, {})


def test_an_id_of_another_commune_is_unknown(world: World, filed: Filed, task: UserTask) -> None:
    foreign = world.agent("agent_ec", TABANT)
    for command in (
        ClaimTask(commune_id=TABANT, task_id=task.id),
        CompleteTask(commune_id=TABANT, task_id=task.id, answers=COMPLETE, language="fr"),
        ReleaseTask(commune_id=TABANT, task_id=task.id),
    ):
        with pytest.raises(TaskUnknown):
            execute(command, actor=foreign, services=world.services)  # type: ignore[arg-type]
    with pytest.raises(CaseUnknown):
        cases.get_case(TABANT, filed.case_id)
    assert cases.find_case_by_reference(filed.reference, TABANT) is None


def test_completing_twice_is_refused_and_leaves_one_of_everything(world: World, filed: Filed, task: UserTask) -> None:
    agent = world.agent("agent_ec")
    _complete(world, task, agent)
    before = _traces(filed)

    with pytest.raises(TaskNotOpen) as refused:
        _complete(world, task, agent)

    assert refused.value.details["state"] == "completed" and refused.value.details["ended_by"] == agent.name
    assert _traces(filed) == before
    rows_match(world, filed)


def test_of_four_who_complete_at_once_one_wins(app: Flask, world: World, filed: Filed, task: UserTask) -> None:
    agent = world.agent("agent_ec")
    before, command = _traces(filed), _completing(task)

    answers = at_once(app, [lambda: execute(command, actor=agent, services=world.services)] * 4)

    lost = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(lost) == 3 and all(isinstance(answer, TaskNotOpen | CaseChanged) for answer in lost), answers
    after = _traces(filed)
    assert after["version"] == before["version"] + 1
    assert after["submissions"] == before["submissions"] + 1
    kinds = [event.kind for event in cases.list_events(case_of(filed))]
    assert kinds.count("TaskCompleted") == 1
    rows_match(world, filed)


def test_a_withdrawal_and_a_completion_at_once_leave_one_outcome(app: Flask, world: World, filed: Filed) -> None:
    from app.commands.messages import NotAwaited, WithdrawCase

    task = reach(world, filed, "sign")
    agent, citizen = world.agent("officier_ec"), citizen_of(filed)
    withdrawal = WithdrawCase(commune_id=AZROU, case_id=filed.case_id)
    signature = _completing(task, {"signature_decision": ["sign"]})

    answers = at_once(
        app,
        [
            lambda: execute(signature, actor=agent, services=world.services),
            lambda: execute(withdrawal, actor=citizen, services=world.services),
        ],
    )

    refusals = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(refusals) == 1 and isinstance(refusals[0], TaskNotOpen | NotAwaited | CaseChanged), answers
    world.run_jobs()
    case = case_of(filed)
    issued = [row for row in cases.list_documents(case) if row.key == "copy" and row.state == "valid"]
    assert (case.outcome or case.status, len(issued)) in (("delivered", 1), ("withdrawn", 0))
    rows_match(world, filed)


def test_one_of_two_claims_at_once_wins(app: Flask, world: World, filed: Filed, task: UserTask) -> None:
    first, second = world.agent("agent_ec"), add_colleague(world, "agent_ec")
    command = ClaimTask(commune_id=AZROU, task_id=task.id)

    answers = at_once(
        app, [lambda actor=actor: execute(command, actor=actor, services=world.services) for actor in (first, second)]
    )

    assert sum(isinstance(answer, TaskHeldByOther) for answer in answers) == 1, answers
    assert cases.get_task(AZROU, task.id).assignee_id in (first.id, second.id)


def test_a_task_held_by_another_can_neither_be_claimed_nor_completed(world: World, task: UserTask) -> None:
    holder, other = world.agent("agent_ec"), add_colleague(world, "agent_ec")
    _claim(world, task, holder)

    with pytest.raises(TaskHeldByOther) as held:
        _claim(world, task, other)
    with pytest.raises(TaskHeldByOther):
        _complete(world, task, other)

    assert held.value.details["holder_fr"] == holder.name
    _complete(world, task, holder)


def test_claiming_ones_own_task_again_changes_nothing(world: World, filed: Filed, task: UserTask) -> None:
    agent = world.agent("agent_ec")
    _claim(world, task, agent)
    before = _traces(filed)

    _claim(world, task, agent)

    assert _traces(filed) == before


def test_a_page_of_an_older_version_is_refused(world: World, filed: Filed, task: UserTask) -> None:
    seen = case_of(filed).version

    with pytest.raises(CaseChanged):
        _complete(world, task, world.agent("agent_ec"), version=seen - 1)

    _complete(world, task, world.agent("agent_ec"), version=seen)


def test_refused_answers_keep_the_task_open_and_write_nothing(world: World, filed: Filed, task: UserTask) -> None:
    before = _traces(filed)

    with pytest.raises(AnswersRefused) as refused:
        _complete(world, task, world.agent("agent_ec"), {"completeness": ["missing"]})

    assert {"missing_pieces", "missing_reasons"} <= refused.value.errors.keys()
    assert _traces(filed) == before
    assert cases.get_task(AZROU, task.id).state == "ready"


def test_answers_outside_the_form_never_reach_the_case(world: World, filed: Filed, task: UserTask) -> None:
    _complete(world, task, world.agent("agent_ec"), {**COMPLETE, "paid": ["true"], "fee": ["0"]})

    document = case_of(filed).document
    assert document["paid"] is False and document["fee"]["total"] == 200


def test_a_submission_is_never_edited(world: World, clock: FixedClock, filed: Filed, task: UserTask) -> None:
    start = dict(cases.list_submissions(case_of(filed))[0].answers)
    clock.advance(timedelta(hours=1))
    complete(world, task, MISSING)
    clock.advance(timedelta(hours=1))
    corrected = open_task(filed, "supply-pieces")
    complete_with_file = _attach(world, filed, corrected)
    complete(world, corrected, {"identity_card": complete_with_file})

    kept = cases.list_submissions(case_of(filed))

    assert [row.form for row in kept] == ["request", "check-completeness", "supply-pieces"]
    assert kept[0].answers == start
    assert kept[2].answers["identity_card"] == complete_with_file != start["identity_card"]
    assert [row.actor_kind for row in kept] == ["citizen", "agent", "citizen"]


def _attach(world: World, filed: Filed, task: UserTask) -> list[str]:
    before = {row.id for row in cases.list_attachments(AZROU, case_id=filed.case_id)}
    command = AttachFiles(
        commune_id=AZROU,
        task_id=task.id,
        field="identity_card",
        uploads=[UploadedFile(filename="recto.png", content=picture())],
        language="fr",
    )
    assert execute(command, actor=citizen_of(filed), services=world.services) is None
    return [row.id for row in cases.list_attachments(AZROU, case_id=filed.case_id) if row.id not in before]


def test_no_file_is_added_to_a_task_that_is_over(world: World, filed: Filed, task: UserTask) -> None:
    complete(world, task, MISSING)
    supply = open_task(filed, "supply-pieces")
    complete(world, supply, {"identity_card": _attach(world, filed, supply)})

    with pytest.raises(TaskNotOpen):
        _attach(world, filed, supply)


def test_a_file_of_another_case_does_not_count_as_ones_own(world: World, filed: Filed, task: UserTask) -> None:
    other = file_request(world)
    foreign = [row.id for row in cases.list_attachments(AZROU, case_id=other.case_id)]
    complete(world, task, MISSING)

    with pytest.raises(AnswersRefused):
        complete(world, open_task(filed, "supply-pieces"), {"identity_card": foreign})


def test_an_agent_gives_a_task_back_and_a_colleague_does_it(world: World, task: UserTask) -> None:
    agent, colleague = world.agent("agent_ec"), add_colleague(world, "agent_ec")
    _claim(world, task, agent)

    execute(ReleaseTask(commune_id=AZROU, task_id=task.id), actor=agent, services=world.services)

    assert (cases.get_task(AZROU, task.id).state, cases.get_task(AZROU, task.id).assignee_id) == ("ready", None)
    _complete(world, task, colleague)


def test_a_colleague_may_not_give_my_task_back_but_the_head_of_the_service_may(world: World, task: UserTask) -> None:
    _claim(world, task, world.agent("agent_ec"))
    release = ReleaseTask(commune_id=AZROU, task_id=task.id)

    with pytest.raises(Forbidden):
        execute(release, actor=add_colleague(world, "agent_ec"), services=world.services)
    with pytest.raises(Forbidden):
        execute(release, actor=world.agent("chef_service", TABANT), services=world.services)
    execute(release, actor=world.agent("chef_service"), services=world.services)

    assert cases.get_task(AZROU, task.id).state == "ready"


def test_the_head_of_the_service_gives_a_task_to_an_agent_of_the_role(world: World, task: UserTask) -> None:
    colleague = add_colleague(world, "agent_ec")
    _claim(world, task, world.agent("agent_ec"))
    reassign = ReassignTask(commune_id=AZROU, task_id=task.id, agent_id=str(colleague.id))

    with pytest.raises(Forbidden):
        execute(reassign, actor=world.agent("agent_ec"), services=world.services)
    execute(reassign, actor=world.agent("chef_service"), services=world.services)

    assert cases.get_task(AZROU, task.id).assignee_id == colleague.id
    with pytest.raises(TaskHeldByOther):
        _complete(world, task, world.agent("agent_ec"))
    _complete(world, task, colleague)


def test_a_task_is_not_given_to_who_could_not_do_it(world: World, filed: Filed, task: UserTask) -> None:
    head = world.agent("chef_service")
    unable = [
        world.agent("officier_ec"),
        world.agent("agent_ec", TABANT),
        add_colleague(world, "agent_ec", active=False),
        _elsewhere(world),
    ]
    for agent in unable:
        command = ReassignTask(commune_id=AZROU, task_id=task.id, agent_id=str(agent.id))
        with pytest.raises(Forbidden):
            execute(command, actor=head, services=world.services)
    assert cases.get_task(AZROU, task.id).state == "ready"


def _elsewhere(world: World) -> Actor:
    """Add an agent of the same role in another service of the commune."""
    from app.store import territory
    from app.store.models import Service

    with transaction():
        territory.add_all(
            [Service(id="azrou-revenue", commune_id=AZROU, key="revenue", name_ar="الجبايات", name_fr="Régie")]
        )
    return add_colleague(world, "agent_ec", service_id="azrou-revenue")


def test_a_finished_task_is_neither_claimed_nor_released_nor_reassigned(world: World, task: UserTask) -> None:
    agent = world.agent("agent_ec")
    _complete(world, task, agent)

    for command, actor in (
        (ClaimTask(commune_id=AZROU, task_id=task.id), agent),
        (ReleaseTask(commune_id=AZROU, task_id=task.id), agent),
        (ReassignTask(commune_id=AZROU, task_id=task.id, agent_id=str(agent.id)), world.agent("chef_service")),
    ):
        with pytest.raises(TaskNotOpen):
            execute(command, actor=actor, services=world.services)  # type: ignore[arg-type]


def test_a_task_carries_its_own_target_and_never_a_date_after_the_legal_one(world: World, filed: Filed) -> None:
    case, task = case_of(filed), open_task(filed, "check-completeness")

    assert task.target_at is not None and case.due_at is not None
    assert task.due_at == min(task.target_at, case.due_at)
    assert task.target_at.date().isoformat() == "2026-03-04"


def test_who_completed_is_written_in_the_history(world: World, filed: Filed, task: UserTask) -> None:
    agent = replace(world.agent("agent_ec"), name="Salma Berrada")
    _complete(world, task, agent)

    event = next(event for event in cases.list_events(case_of(filed)) if event.kind == "TaskCompleted")
    assert (event.actor_kind, event.actor_name) == ("agent", "Salma Berrada")
    assert event.data["task"] == task.element and task.element in event.data["passed"]


def test_the_actor_for_a_task_is_one_who_holds_its_role(world: World, task: UserTask) -> None:
    assert task.role in actor_for(world, task).roles_in(AZROU)
