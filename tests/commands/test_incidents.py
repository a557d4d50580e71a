"""Incidents: they stand as long as something needs a person, and close by themselves when it no longer does."""

from app.commands.filing import Filed
from app.store import cases, work
from app.store.database import database, transaction
from app.store.models import Incident
from tests.world.journeys import case_of, complete, file_request, open_task
from tests.world.places import World
from tests.world.playing import withdraw


def _open(world: World, filed: Filed, *, job_id: str | None = None) -> str:
    with transaction():
        case = case_of(filed)
        stuck = case.engine_state.replace(b'"s":"running"', b'"s":"incident"')
        cases.write_case(case, expected_version=case.version, values={"engine_state": stuck})
        work.open_incident(
            case, kind="no-path", message="x", at=world.services.clock.now(), element="fee", job_id=job_id
        )
        database.session.flush()
        (incident,) = database.session.query(Incident).filter_by(case_id=filed.case_id)
        return incident.id


def _resolution(incident_id: str) -> str | None:
    database.session.rollback()
    incident = database.session.get(Incident, incident_id)
    assert incident is not None
    return incident.resolution if incident.resolved_at else None


def test_an_incident_of_the_process_closes_when_the_case_goes_on(world: World) -> None:
    filed = file_request(world)
    incident_id = _open(world, filed)

    complete(world, open_task(filed, "check-completeness"))

    assert _resolution(incident_id) == "The case went on."


def test_an_incident_of_the_process_closes_when_the_case_is_withdrawn(world: World) -> None:
    filed = file_request(world)
    incident_id = _open(world, filed)

    withdraw(world, filed)

    assert _resolution(incident_id) and case_of(filed).state == "closed"


def test_the_incident_of_one_case_does_not_close_with_another(world: World) -> None:
    standing, other = file_request(world), file_request(world)
    incident_id = _open(world, standing)

    complete(world, open_task(other, "check-completeness"))

    assert _resolution(incident_id) is None
    assert work.list_incident_places(case_of(standing)) == {("no-path", "fee")}


def test_the_incident_of_a_job_does_not_close_with_another_step(world: World) -> None:
    filed = file_request(world)
    incident_id = _open(world, filed, job_id="0" * 32)

    complete(world, open_task(filed, "check-completeness"))

    assert _resolution(incident_id) is None


def test_the_end_of_a_case_is_written_once_with_its_outcome(world: World) -> None:
    filed = file_request(world)

    withdraw(world, filed)

    case = case_of(filed)
    closing = [event for event in cases.list_events(case) if event.kind == "CaseClosed"]
    assert [event.data for event in closing] == [{"ends": ["withdrawal-done", "end-withdrawn"], "outcome": "withdrawn"}]
    assert all(event.public for event in closing)
    assert [(row.state, row.ended_at) for row in cases.list_deadlines(case)] == [("ended", case.closed_at)]
