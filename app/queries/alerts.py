"""Cases whose legal period runs out, for whoever answers for the service: the head of service, the direction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain import permissions
from app.domain.actors import Actor
from app.domain.languages import Text
from app.store import deadlines

MOST = 10


@dataclass(frozen=True, kw_only=True)
class AlertRow:
    """One case told of: `share` is the highest part of its period that was told, in per cent (100: over)."""

    case_id: str
    commune_id: str
    commune_slug: str
    commune: Text
    reference: str
    procedure: Text
    share: int
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Alerts:
    """The most urgent cases of `total`."""

    rows: tuple[AlertRow, ...]
    total: int


def list_alerts(actor: Actor) -> Alerts:
    """Return the cases of the actor's services whose period was told to run out and that are not decided."""
    held = permissions.list_assignments(actor, permissions.REASSIGN)
    places = [(item.commune_id, item.service_id) for item in held]
    if not places:
        return Alerts(rows=(), total=0)
    found, total = deadlines.list_alerted(places, limit=MOST)
    return Alerts(
        rows=tuple(
            AlertRow(
                case_id=case.id,
                commune_id=case.commune_id,
                commune_slug=commune.slug,
                commune={"ar": commune.name_ar, "fr": commune.name_fr},
                reference=case.reference,
                procedure=deployment.titles,
                share=_highest(shares),
                due_at=period.due_at,
            )
            for period, case, commune, deployment, shares in found
        ),
        total=total,
    )


def _highest(shares: Sequence[float]) -> int:
    return round(100 * max(shares))
