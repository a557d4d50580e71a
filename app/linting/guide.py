"""The page of each rule in French and in Arabic, and the title of every finding.

The English page of a rule is the docstring of its module; `pages/fr.yaml` and `pages/ar.yaml` say the same to
analysts. `pages/reading.yaml` holds the titles of what readers and the engine find, which have no page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.domain.findings import Finding
from app.domain.languages import Language
from app.languages import isolate_latin
from app.linting.registry import Family, Rule, find_rule
from app.procedures.yaml_source import read_mapping

FOLDER = Path(__file__).parent / "pages"


@dataclass(frozen=True, kw_only=True)
class RulePage:
    """What an analyst reads of a rule: its title, why it exists, what is wrong, what is right, the text behind it."""

    rule: Rule
    title: str
    why: str
    wrong: str
    right: str
    law: str


def page_of(rule: Rule, language: Language) -> RulePage:
    """Return the page of a rule; in a language that is neither French nor Arabic, the Arabic one."""
    spoken: Language = "fr" if language == "fr" else "ar"
    write = isolate_latin if spoken == "ar" else str
    return RulePage(rule=rule, **{part: write(text) for part, text in _pages(spoken)[rule.name].items()})


def title_of(rule: str, language: Language) -> str:
    """Return the title of a finding's rule, the rule's name where none is written."""
    spoken: Language = "fr" if language == "fr" else "ar"
    page = _pages(spoken).get(rule)
    if page is not None:
        return page["title"]
    return _titles().get(rule, {}).get(spoken, rule)


def family_of(finding: Finding) -> Family:
    """Return what a finding is about: the family of its rule, else what the file holds."""
    rule = find_rule(finding.rule)
    if rule is not None:
        return rule.family
    if finding.file.endswith(".bpmn"):
        return "bpmn"
    return "form" if finding.file.startswith("forms/") else "data"


@cache
def _pages(language: Language) -> Mapping[str, Mapping[str, str]]:
    return _read(f"{language}.yaml")


@cache
def _titles() -> Mapping[str, Mapping[str, str]]:
    return _read("reading.yaml")


def _read(name: str) -> Mapping[str, Mapping[str, str]]:
    pages: Mapping[str, Mapping[str, str]] = read_mapping((FOLDER / name).read_bytes(), file=name).data
    return pages
