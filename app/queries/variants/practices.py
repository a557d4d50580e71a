"""What a practice is made of: its changes in words, and the results of its commune."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.deployments.bases import base_of
from app.deployments.published import published_package
from app.domain.languages import Language
from app.procedures.tailoring import operations_from_data
from app.queries.variants.results import observed_since, summarise
from app.queries.variants.things import Telling, Thing, thing_of
from app.store import publication, results, tailoring
from app.store.models import Practice


def measure(commune_id: str, slug: str, *, now: datetime) -> Mapping[str, Any]:
    """Return the figures of a commune's procedure as a practice keeps them: under what it offers now, and before."""
    offering = publication.find_offering(commune_id, slug)
    current = offering.deployment_id if offering is not None else ""
    counted = results.count_of_commune(commune_id, slug, since=observed_since(now))
    return {
        "measured_at": now.isoformat(),
        "under": summarise(one for one in counted if one.deployment_id == current).to_data(),
        "before": summarise(one for one in counted if one.deployment_id != current).to_data(),
    }


def things_of_practice(practice: Practice, language: Language) -> list[Thing]:
    """Return what a practice changes of the national version on which it stands, in words."""
    overlay = tailoring.find_overlay_by_id(practice.overlay_id)
    if overlay is None:
        return []
    telling = Telling(base=base_of(overlay.base_id), package=published_package(overlay.base_id), language=language)
    return [thing_of(one, telling) for one in operations_from_data(practice.operations)]
