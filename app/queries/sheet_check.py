"""Whether the sheet of a procedure may be published: what article 6 misses on it, which rules of law it breaks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.domain.languages import INTERFACE_LANGUAGES, Language, Text
from app.linting.linter import lint
from app.linting.registry import list_rules
from app.linting.sentences import say
from app.procedures import ProcedurePackage
from app.procedures.authoring.demand_words import demand_words
from app.procedures.authoring.sheet_demands import missing_demands
from app.queries.catalogue import find_entry

LEGAL = "legal"
Package = Callable[[str], ProcedurePackage]
"""Gives the package of a deployment by its id."""


@dataclass(frozen=True, kw_only=True)
class SheetCheck:
    """What was found of a sheet: `missing` holds codes of demands and names of broken rules, `words` tells each."""

    version: str
    titles: Text
    missing: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]

    @property
    def complete(self) -> bool:
        """Tell whether the sheet may be published (law 55-19 art. 5 to 8)."""
        return not self.missing


def check_sheet(commune_id: str, slug: str, *, package_of: Package) -> SheetCheck | None:
    """Check the sheet that the commune offers, else the country's; None when nothing is published under that name."""
    entry = find_entry(commune_id, slug)
    if entry is None:
        return None
    return check_package(package_of(entry.deployment_id))


def check_package(package: ProcedurePackage) -> SheetCheck:
    """Check the sheet of a package. An exempted finding does not count: its reason stands in the manifest."""
    demands = missing_demands(package.key, package.files)
    broken = [finding for finding in lint(package) if finding.severity == "error" and finding.rule in _legal_rules()]
    return SheetCheck(
        version=package.version,
        titles={language: package.text("fiche.title", language) for language in INTERFACE_LANGUAGES},
        missing=(*demands, *dict.fromkeys(finding.rule for finding in broken)),
        words={
            language: _sentences(demands, [finding.message for finding in broken], language)
            for language in INTERFACE_LANGUAGES
        },
    )


def _sentences(demands: tuple[str, ...], messages: list[str], language: Language) -> tuple[str, ...]:
    named = demand_words(language)
    return (*(named[code] for code in demands), *(say(message, language) for message in messages))


@lru_cache(maxsize=1)
def _legal_rules() -> frozenset[str]:
    return frozenset(rule.name for rule in list_rules() if rule.family == LEGAL)
