"""Each rule has its page in French and in Arabic; each finding a title."""

import re

import pytest

from app.domain.languages import Language
from app.languages import translate
from app.linting import list_rules
from app.linting.fixes import list_fixes
from app.linting.guide import FOLDER, page_of, title_of
from app.procedures.yaml_source import read_mapping

READERS = (
    "procedures/bpmn/structure.py",
    "procedures/bpmn/reader.py",
    "engine/support.py",
)


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("rule", list_rules(), ids=lambda rule: rule.name)
def test_every_rule_has_a_whole_page(rule, language: Language) -> None:  # type: ignore[no-untyped-def]
    page = page_of(rule, language)
    assert all(part.strip() for part in (page.title, page.why, page.wrong, page.right, page.law))
    assert bool(re.search("[\u0600-\u06ff]", page.title + page.why)) == (language == "ar")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_page_is_left_of_a_rule_that_is_gone(language: str) -> None:
    pages = read_mapping((FOLDER / f"{language}.yaml").read_bytes(), file="pages").data
    assert set(pages) == {rule.name for rule in list_rules()}


@pytest.mark.parametrize("module", READERS)
def test_what_readers_find_has_a_title(module: str) -> None:
    source = (FOLDER.parents[1] / module).read_text()
    named = set(re.findall(r'^\s+"([a-z]+(?:-[a-z]+)+)",$', source, re.MULTILINE))
    assert named
    assert [rule for rule in sorted(named) if title_of(rule, "fr") == rule or title_of(rule, "ar") == rule] == []


def test_every_fix_says_in_arabic_what_it_does() -> None:
    assert [known.label for known in list_fixes() if translate("ar", known.label) == known.label] == []
