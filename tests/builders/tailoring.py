"""Builds a national procedure that leaves something to its communes, and overlays on it.

a_base()                                   the library card, with room for everything
a_base(lambda sheet: sheet["policy"]…)     the same after a change of the manifest
an_overlay(change("fiche.summary", fr="…"))
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from app.procedures.tailoring import Base, BaseReference, CouncilDecision, Operation, Overlay
from app.procedures.tailoring.kinds import ChangeText, LocalValue, SetParameter, words_of
from tests.builders.packages import SLUG, PackageBuilder, a_package

POLICY: dict[str, Any] = {
    "default": "locked",
    "parameters": {
        "library.card_fee": {"maximum": 1000, "may_only_lower": True},
        "library.review_target": {"minimum": 1, "maximum": 5},
        "library.answer": {"may_only_shorten": True},
        "library.retention": {"rule": "locked", "legal_ref": "law-1-00 a.4"},
    },
    "texts": {"fiche.summary": {"maximum": 60}, "statuses.*": "open", "fiche.title": "open"},
    "fields": {"request.form": {"may_add": 2}, "request.age": {"may": ["hide"]}, "review.verdict_reasons": "open"},
    "pieces": {"new": {"may_add": 1}},
    "roles": {"librarian": {"one_of": ["archivist"]}},
    "documents": {"card.closing": {"maximum": 80}},
    "steps": {"notice": "open"},
}
CARD = """// The card.
#let closing-fr = "Merci \\"beaucoup\\"."
#let closing-ar = "شكرا."
#closing-fr
"""


def a_national(change: Callable[[PackageBuilder], object] = lambda builder: None) -> PackageBuilder:
    """Return the library card with a policy, a document and an optional notice."""
    builder = a_package().manifest(policy=POLICY, documents=[{"key": "card", "file": "documents/card.typ"}])
    builder.text("fr", "documents.card.title", "Carte").text("ar", "documents.card.title", "البطاقة")
    builder.diagram('mastara:operation="notify"', 'mastara:operation="notify" mastara:optional="notice"')
    change(builder)
    return builder


def a_base(change: Callable[[PackageBuilder], object] = lambda builder: None, *, card: str = CARD) -> Base:
    """Return the library card as an overlay sees it."""
    files = a_national(change).files()
    roles = files["processes/_shared/roles.yaml"] + "archivist: {fr: Archiviste, ar: المكلف بالأرشيف}\n".encode()
    others = {f"processes/{SLUG}/documents/card.typ": card.encode(), "processes/_shared/roles.yaml": roles}
    return Base(SLUG, files | others)


def an_overlay(*operations: Operation, base: Base | None = None) -> Overlay:
    """Return an overlay of Azrou with these operations."""
    found = Overlay(
        procedure=SLUG,
        base=BaseReference(version="1.0.0"),
        commune="azrou",
        reason="Le conseil a décidé d'alléger la procédure.",
        author="F. Amrani",
        decision=CouncilDecision(reference="Délibération 12/2026", taken=date(2026, 2, 10)),
        since=date(2026, 4, 1),
        operations=operations,
    )
    return found if base is None else replace(found, base=BaseReference(version=base.version, digest=base.digest))


def set_to(parameter: str, value: int | str, *, since: date = date(2026, 4, 1)) -> SetParameter:
    """Return the operation that sets a parameter from a day on."""
    values = (LocalValue(since=since, value=value, legal_ref="Délibération 12/2026"),)
    return SetParameter(parameter=parameter, values=values)


def change(text: str, **to: str) -> ChangeText:
    """Return the operation that changes a text."""
    return ChangeText(text=text, to=words_of(to))
