"""Values of a commune that the country has since put out of bounds: what runs follows the national ones."""

from dataclasses import dataclass
from datetime import date

from app.deployments.bases import base_today
from app.domain.languages import Language
from app.procedures.tailoring import overtaken, read_overlay
from app.queries.tailoring_words import national_of, thing_name
from app.queries.tailoring_words.values import quantity_of
from app.store.models import PublishedOverlay


@dataclass(frozen=True, kw_only=True)
class OvertakenValue:
    """A parameter in words: what the country decided last, and from when."""

    key: str
    name: str
    national: str
    since: date


def overtaken_values(overlay: PublishedOverlay | None, language: Language) -> list[OvertakenValue]:
    """Return the parameters of the overlay in effect that its commune must look at again."""
    if overlay is None:
        return []
    national = national_of(overlay.base_id)
    told = read_overlay(overlay.content.encode(), file=f"overlays/{overlay.number}.yaml")
    found = []
    for one in overtaken(base_today(overlay.base_id), told):
        since, value = one.now[-1]
        key = one.operation.name
        name = thing_name(national, "parameters", key, language)
        said = quantity_of(national, key, value, language)
        found.append(OvertakenValue(key=key, name=name, national=said, since=since))
    return found
