"""Timers of the diagram: one alone, or many of different cases in one transaction."""

from dataclasses import dataclass

from app.commands.applying import Application
from app.commands.bus import Unit, require
from app.commands.environment import environment_of
from app.commands.jobs import LeaseLost, OnLease
from app.commands.surroundings import read_surroundings
from app.deadlines import past_last_second
from app.store import cases, work
from app.store.models import Case
from app.store.timers import HeldTimer, lock_held_timers


@dataclass(frozen=True, kw_only=True)
class FireTimer(OnLease):
    """A timer of the diagram is due."""

    def handle(self, unit: Unit) -> None:
        held = lock_held_timers([(self.job_id, self.lease_token)])
        if not held:
            raise LeaseLost(f"Expected to hold the timer {self.job_id}, found that its lease is over.")
        _fire(held[0], unit)


@dataclass(frozen=True, kw_only=True)
class FireTimers:
    """Let many timers happen in one transaction, one a case; returns the ids of those that did.

    All or none: a fault of one undoes the others too, and the worker then fires each alone.
    """

    timers: tuple[tuple[str, str], ...]
    """Job id and lease token of each."""

    def authorise(self, unit: Unit) -> None:
        """The platform itself."""
        require(unit.actor.kind == "system", "Expected the worker.")

    def handle(self, unit: Unit) -> frozenset[str]:
        first_of_case: dict[str, HeldTimer] = {}
        for timer in lock_held_timers(self.timers):
            first_of_case.setdefault(timer.case.id, timer)
        read_surroundings([timer.case for timer in first_of_case.values()], unit)
        for timer in first_of_case.values():
            _fire(timer, unit)
        return frozenset(timer.job_id for timer in first_of_case.values())


def _fire(timer: HeldTimer, unit: Unit) -> None:
    case: Case = timer.case
    deployed = unit.services.deployments.get(case.deployment_id)
    environment = environment_of(case, deployed, unit.services, past_last_second(unit.now))
    result = unit.services.engine.fire_timer(
        deployed.definition, case.engine_state, case.document, timer.engine_key, environment
    )
    cases.record_event(
        case,
        "TimerFired",
        at=unit.now,
        actor_kind="system",
        actor_name=unit.actor.name,
        data={"element": timer.element},
    )
    if timer.attempts > 1:
        work.resolve_incidents(case, job_id=timer.job_id, at=unit.now, resolution="The job succeeded.")
    finished = ((timer.job_id, timer.lease_token),)
    applied = Application(case=case, deployed=deployed, result=result, unit=unit, finished_jobs=finished)
    applied.write(expected_version=case.version)
