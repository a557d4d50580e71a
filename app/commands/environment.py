"""What the diagram of an existing case may see."""

from datetime import datetime
from typing import Any

from app.commands.services import Services
from app.deployments import Deployed
from app.domain.clock import local_day
from app.engine import Environment
from app.store import territory
from app.store.models import Case, Commune
from app.store.territory import CommuneNames


def case_context(
    *, reference: str, language: str, channel: str, commune: Commune | CommuneNames, filed_at: datetime
) -> dict[str, Any]:
    """Return the read-only `case` of FEEL expressions."""
    return {
        "reference": reference,
        "language": language,
        "channel": channel,
        "filed_on": local_day(filed_at).isoformat(),
        "commune": {
            "code": commune.id,
            "slug": commune.slug,
            "ar": commune.name_ar,
            "fr": commune.name_fr,
            "kind": commune.kind,
        },
    }


def environment_of(case: Case, deployed: Deployed, services: Services, now: datetime) -> Environment:
    """Build the environment of an existing case."""
    context = case_context(
        reference=case.reference,
        language=case.language,
        channel=case.channel,
        commune=territory.get_named_commune(case.commune_id),
        filed_at=case.filed_at,
    )
    return deployed.environment(context, calendar=services.calendar, filed_at=case.filed_at, now=now)
