"""Cases found by reference or applicant, within the agent's communes and services."""

from dataclasses import dataclass
from datetime import datetime

from app.domain import permissions
from app.domain.actors import Actor
from app.domain.languages import Text
from app.queries.worklist import reaches_of
from app.store import worklists

MOST = 50


@dataclass(frozen=True, kw_only=True)
class FoundCase:
    """One case of the answer."""

    id: str
    commune_slug: str
    commune: Text
    reference: str
    applicant: str
    procedure: Text
    deployment_id: str
    state: str
    status: str
    outcome: str | None
    filed_at: datetime


def search_cases(actor: Actor, words: str) -> tuple[FoundCase, ...]:
    """Return at most 50 cases, the newest first; nothing for an empty search."""
    if not words.strip():
        return ()
    return tuple(
        FoundCase(
            id=case.id,
            commune_slug=commune.slug,
            commune={"ar": commune.name_ar, "fr": commune.name_fr},
            reference=case.reference,
            applicant=case.applicant,
            procedure=deployment.titles,
            deployment_id=case.deployment_id,
            state=case.state,
            status=case.status,
            outcome=case.outcome,
            filed_at=case.filed_at,
        )
        for case, commune, deployment in worklists.list_cases(reaches_of(actor, permissions.WORK), words, limit=MOST)
    )
