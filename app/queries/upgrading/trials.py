"""The report of a trial over the country: figures by region, communes with what would happen, in plain words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.deployments.bases import tried_base
from app.domain.languages import Language
from app.languages import translate
from app.linting.sentences import say
from app.procedures import package_from_files
from app.procedures.tailoring import read_policy
from app.queries.tailoring_words import National, national_of
from app.queries.upgrading.words import attention_words, conflict_words
from app.store import country_trials, territory
from app.store.country_trials import TriedCommune
from app.store.models import CountryTrialItem

OUTCOMES = ("conflict", "attention", "clean", "failed", "waiting")


@dataclass(frozen=True, kw_only=True)
class RegionFigures:
    """How many communes of a region had which outcome."""

    code: str
    name_ar: str
    name_fr: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """Every commune of the region that is tried."""
        return sum(self.counts.values())


@lru_cache(maxsize=4)
def tried_version(trial_id: str) -> National:
    """Return the version that is tried, as words need it. Raises TrialUnknown."""
    base = tried_base(trial_id)
    policy, _ = read_policy(base)
    return National(base=base, package=package_from_files(base.slug, base.files), policy=policy)


def figures_by_region(trial_id: str) -> list[RegionFigures]:
    """Return the regions in official order, those without a tailored commune left out."""
    return regions_of(country_trials.count_outcomes(trial_id))


def regions_of(counted: Mapping[str, Mapping[str, int]]) -> list[RegionFigures]:
    """Return counts by region with the names of the regions, in official order."""
    return [
        RegionFigures(code=one.code, name_ar=one.name_ar, name_fr=one.name_fr, counts=counted[one.code])
        for one in territory.list_regions()
        if one.code in counted
    ]


def item_sentences(trial_id: str, item: CountryTrialItem, language: Language) -> list[str]:
    """Return what would happen in a commune, the gravest first; empty where all follows by itself."""
    if "base" not in item.details:
        return [say(str(one["message"]), language) for one in item.details.get("findings", ())]
    old = national_of(item.details["base"])
    return list(found_sentences(old, tried_version(trial_id), item.details, language))


def found_sentences(old: National, new: National, found: Mapping[str, Any], language: Language) -> Iterator[str]:
    """Yield what was found while an overlay was carried over, as sentences: conflicts, errors, things to read."""
    for kept in found.get("conflicts", ()):
        told = conflict_words(old, new, kept, language)
        yield translate(
            language,
            "%(name)s : %(local)s dans la commune, %(now)s dans le pays désormais. %(reason)s",
            name=told.name,
            local=told.local,
            now=told.now,
            reason=told.reason,
        )
    for one in found.get("findings", ()):
        yield say(str(one["message"]), language)
    for kept in found.get("attention", ()):
        yield attention_words(old, new, kept, language)
    for name in found.get("scenarios", ()):
        yield translate(language, "Le scénario « %(name)s » se déroule autrement.", name=name)


def list_examples(trial_id: str, language: Language, *, limit: int = 3) -> list[tuple[TriedCommune, list[str]]]:
    """Return a few communes in conflict, then a few to be read, each with its first sentences."""
    found: list[tuple[TriedCommune, list[str]]] = []
    for outcome in ("conflict", "attention"):
        chosen: Sequence[TriedCommune] = country_trials.list_items(trial_id, outcome=outcome, limit=limit)
        found += [(one, item_sentences(trial_id, one.item, language)[:2]) for one in chosen]
    return found
