"""Repairs as the operator does them, and what is left of them."""

from typing import Any

from app.commands.bus import execute
from app.commands.filing import Filed
from app.store import cases, incidents
from app.store.models import Incident
from tests.world.journeys import case_of
from tests.world.places import World

WHY = "Le barème ne prévoyait pas ce cas."


def repair(world: World, command: Any, incident: Incident, **values: Any) -> Any:
    """Run a repair as the operator, then let the worker do what is due."""
    given = {"commune_id": incident.commune_id, "incident_id": incident.id, "reason": WHY, **values}
    outcome = execute(command(**given), actor=world.agent("operator", "country"), services=world.services)
    world.run_jobs()
    return outcome


def resolved(incident: Incident) -> Incident:
    """Return the incident as it is now, resolved by the operator with the reason."""
    now = incidents.get_incident(incident.commune_id, incident.id)
    assert now.resolved_at is not None
    assert (now.resolved_by, now.reason) == ("Agent operator", WHY)
    return now


def kinds_of_history(filed: Filed, *, public: bool) -> list[str]:
    return [row.kind for row in cases.list_events(case_of(filed)) if row.public is public]


def facts(filed: Filed, kind: str) -> list[dict[str, Any]]:
    """Return what the history holds of one kind."""
    return [row.data for row in cases.list_events(case_of(filed)) if row.kind == kind]
