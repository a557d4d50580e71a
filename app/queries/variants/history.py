"""The history of tailoring: what each overlay changed in words, and which version rules a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.deployments.published import published_package
from app.domain.languages import Language
from app.languages import translate
from app.procedures.comparison import Difference, compare_packages
from app.queries.differences import sentence
from app.queries.variants.country import things_of
from app.queries.variants.things import Thing
from app.store import tailoring, variants
from app.store.models import Deployment, PublishedOverlay, TailoringAct

Kind = Literal["national", "variant", "local"]
QUOTED = frozenset({"texts", "documents"})
"""Groups whose values are sentences, which stand in quotation marks."""


@dataclass(frozen=True, kw_only=True)
class RulingVersion:
    """The version that rules a case. `changes` tell what it has otherwise than the national version, in words.

    `base` is the national version under a variant, None for others; `overlay` what the commune published.
    """

    kind: Kind
    deployment: Deployment
    base: Deployment | None
    overlay: PublishedOverlay | None
    changes: tuple[str, ...]


def ruling_version(commune_id: str, deployment_id: str, *, filed_at: datetime, language: Language) -> RulingVersion:
    """Return the version under which a case of a commune runs, read in three statements at most."""
    deployment = variants.get_facts(deployment_id)
    if deployment.base_id is None:
        kind: Kind = "local" if deployment.commune_id else "national"
        return RulingVersion(kind=kind, deployment=deployment, base=None, overlay=None, changes=())
    overlay = variants.find_ruling_overlay(commune_id, deployment_id, filed_at=filed_at)
    told = (
        changes_between(None, overlay, language)
        if overlay is not None
        else differences_in_words(deployment.base_id, deployment.id, language)
    )
    return RulingVersion(
        kind="variant",
        deployment=deployment,
        base=variants.get_facts(deployment.base_id),
        overlay=overlay,
        changes=tuple(told),
    )


def changes_of_acts(acts: Sequence[TailoringAct], language: Language) -> Mapping[int, list[str]]:
    """Return what changed by the acts that put an overlay out, by the id of the act, against the overlay before."""
    found: dict[int, list[str]] = {}
    for act in acts:
        overlay = tailoring.find_overlay_by_id(act.overlay_id) if act.kind in ("published", "scheduled") else None
        if overlay is not None:
            found[act.id] = changes_between(variants.find_overlay_before(overlay), overlay, language)
    return found


def changes_between(before: PublishedOverlay | None, after: PublishedOverlay | None, language: Language) -> list[str]:
    """Return how one overlay differs from the one before it, or from the national version, one sentence a thing."""
    old = {one.identity: one for one in things_of(before, language)} if before is not None else {}
    new = {one.identity: one for one in things_of(after, language)} if after is not None else {}
    told = []
    for key, thing in new.items():
        held = old[key].local if key in old else thing.national
        if held != thing.local:
            told.append(_sentence(thing, held, thing.local, language))
    return told + [_sentence(one, one.local, one.national, language) for key, one in old.items() if key not in new]


def _sentence(thing: Thing, before: str, after: str, language: Language) -> str:
    nothing = translate(language, "rien")
    values = {"title": thing.title, "after": after or nothing, "before": before or nothing}
    if thing.group in QUOTED:
        return translate(language, "%(title)s : « %(after)s » au lieu de « %(before)s »", **values)
    return translate(language, "%(title)s : %(after)s au lieu de %(before)s", **values)


def differences_in_words(before_id: str, after_id: str, language: Language) -> list[str]:
    """Return how the files of two deployments differ, but for the policy and the shipped overlays."""
    differences = compare_packages(published_package(before_id), published_package(after_id))
    return [sentence(one, language) for one in differences if not _about_tailoring(one)]


def _about_tailoring(difference: Difference) -> bool:
    return difference.aspect == "policy" or "/overlays/" in difference.key or "/overlays/" in difference.file
