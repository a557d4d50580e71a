"""Who is told that the legal period of a case runs out: the head of its service, near its end the direction too."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.jobs import OnLease, finish_row
from app.domain.codes import new_id
from app.store import cases, people, work
from app.store.models import Agent, Case

ALERT = "clock.alert"
"""The operation of the job that writes to those in charge."""
HEAD, DIRECTION = "chef_service", "dgs"
NEAR_END = 90
"""Per cent of the period from which the direction is told with the head of the service (dossier 06, F5)."""


def queue_alert(case: Case, share: int, last_day: str, unit: Unit) -> None:
    """Leave an alert to a job of the platform. `share` is in per cent, 100 when the period is over."""
    work.new_job(
        case,
        kind="platform",
        engine_key=f"alert-{new_id()}",
        element="legal-period",
        operation=ALERT,
        inputs={"share": share, "last_day": last_day},
        due_at=unit.now,
        now=unit.now,
    )


def list_in_charge(case: Case, share: int) -> Sequence[Agent]:
    """Return who is told of a share of the period; without a head of service it is the direction alone."""
    heads = people.list_agents_with_role(case.commune_id, HEAD, service_id=case.service_id)
    if heads and share < NEAR_END:
        return heads
    direction = people.list_agents_with_role(case.commune_id, DIRECTION, service_id=case.service_id)
    return [*heads, *(agent for agent in direction if agent.id not in {head.id for head in heads})]


@dataclass(frozen=True, kw_only=True)
class FinishAlert(OnLease):
    """Write who was told, and by what: the list of each shows it, an e-mail went to those whose address is known."""

    share: int
    told: tuple[str, ...]
    mailed: tuple[str, ...]

    def handle(self, unit: Unit) -> None:
        job = self.held()
        case = cases.lock_case(job.commune_id, job.case_id)
        finish_row(job, unit)
        cases.record_event(
            case,
            "HeadAlerted",
            at=unit.now,
            actor_kind="system",
            actor_name="notification",
            data={"share": self.share, "told": list(self.told), "mailed": list(self.mailed)},
        )
