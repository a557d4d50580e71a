"""A commune offers to the country what it made: a tailoring in effect, or a procedure of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.commands.bus import Unit
from app.commands.practices.noting import NothingToOffer, OfferedAlready, WordsMissing, become, note
from app.commands.tailoring.noting import cleaned, require_tailor
from app.domain.codes import new_id
from app.languages import collation_key
from app.procedures.tailoring import operations_to_data, read_overlay
from app.store import practices, publication, tailoring, territory
from app.store.models import Practice
from app.store.practices import PracticeUnknown

REQUIRED: Mapping[str, int] = {"title": 5, "problem": 20, "solution": 20}
"""Texts that identify a practice, with the fewest signs of each."""
OPTIONAL = ("lessons", "conditions")
LANGUAGES = ("fr", "ar")


@dataclass(frozen=True, kw_only=True)
class OfferPractice:
    """Identify a practice, or answer the DGCT with better words when `practice_id` names one that was returned.

    `words` has a text a name and language; `results` are the figures as they were measured for the page.
    """

    commune_id: str
    slug: str
    words: Mapping[str, Mapping[str, str]]
    results: Mapping[str, Any] = field(default_factory=dict)
    practice_id: str | None = None
    seen: int = 0

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> str:
        words = _checked(self.words)
        if self.practice_id is not None:
            return self._again(words, unit)
        if practices.find_open(self.commune_id, self.slug) is not None:
            raise OfferedAlready(f"Expected a procedure that the commune does not offer yet, found “{self.slug}”.")
        row = _of_commune(self.commune_id, self.slug)
        row.words, row.search_key = words, self._search_key(words)
        row.results, row.offered_at, row.offered_by = dict(self.results), unit.now, unit.actor.name
        practices.add(row)
        note(unit, row, "offered", commune_id=self.commune_id)
        return row.id

    def _again(self, words: dict[str, dict[str, str]], unit: Unit) -> str:
        row = own_practice(self.commune_id, str(self.practice_id))
        become(row, "offered", seen=self.seen)
        row.words, row.search_key = words, self._search_key(words)
        row.results, row.decision_reason = dict(self.results), ""
        note(unit, row, "offered", commune_id=self.commune_id)
        return row.id

    def _search_key(self, words: Mapping[str, Mapping[str, str]]) -> str:
        commune = territory.get_named_commune(self.commune_id)
        texts = [text for name in ("title", "problem") for text in words[name].values()]
        return collation_key(" ".join([*texts, commune.name_fr, commune.name_ar, self.slug.replace("-", " ")]))


def _checked(typed: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Return the texts as they are kept. Raises WordsMissing: an optional text is given in both languages or none."""
    words = {
        name: {language: cleaned(typed.get(name, {}).get(language, "")) for language in LANGUAGES}
        for name in (*REQUIRED, *OPTIONAL)
    }
    short = {
        f"{name}_{language}": fewest
        for name, fewest in REQUIRED.items()
        for language in LANGUAGES
        if len(words[name][language]) < fewest
    }
    for name in OPTIONAL:
        given = [language for language in LANGUAGES if words[name][language]]
        short |= {f"{name}_{language}": 1 for language in LANGUAGES if given and language not in given}
    if short:
        raise WordsMissing(short)
    return words


def _of_commune(commune_id: str, slug: str) -> Practice:
    """Return the row of what the commune has of its own, not yet saved. Raises NothingToOffer."""
    offering = publication.find_offering(commune_id, slug)
    workshop = tailoring.find_tailoring(commune_id, slug)
    overlay = tailoring.find_overlay_by_id(workshop.current_id if workshop else None)
    local = offering is not None and publication.get_deployment(offering.deployment_id).commune_id == commune_id
    if offering is None or (overlay is None and not local):
        raise NothingToOffer(f"Expected changes in effect or a procedure of the commune, found none for “{slug[:80]}”.")
    operations = read_overlay(overlay.content.encode(), file="practice.yaml").operations if overlay else ()
    return Practice(
        id=new_id(),
        commune_id=commune_id,
        slug=slug,
        kind="tailoring" if overlay else "local",
        deployment_id=overlay.deployment_id if overlay else offering.deployment_id,
        overlay_id=overlay.id if overlay else None,
        state="offered",
        revision=1,
        operations=operations_to_data(operations),
        decision_reason="",
    )


def own_practice(commune_id: str, practice_id: str) -> Practice:
    """Return a practice that the commune itself offered. Raises PracticeUnknown: others do not exist for it."""
    row = practices.get_practice(practice_id)
    if row.commune_id != commune_id:
        raise PracticeUnknown("Expected a practice that the commune offered, found one of another.")
    return row


@dataclass(frozen=True, kw_only=True)
class WithdrawPractice:
    """Take an offer back; what communes took of it stays with them."""

    commune_id: str
    practice_id: str
    seen: int
    reason: str = ""

    def authorise(self, unit: Unit) -> None:
        """The director of services or the president of the commune."""
        require_tailor(unit, self.commune_id)

    def handle(self, unit: Unit) -> None:
        row = own_practice(self.commune_id, self.practice_id)
        become(row, "withdrawn", seen=self.seen)
        note(unit, row, "withdrawn", commune_id=self.commune_id, reason=cleaned(self.reason))
