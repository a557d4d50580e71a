"""Findings speak French and Arabic: every sentence that a check can say stands in both catalogues."""

import ast
import re
from collections.abc import Iterator

import pytest

from app.linting.sentences import HOLE, area_files, find_words, read_sentences, say
from app.settings import ROOT
from tests.builders.packages import a_package

SAYS_FINDINGS = (
    "linting/expressions.py",
    "linting/exemptions.py",
    "linting/rules/*.py",
    "procedures/*.py",
    "procedures/bpmn/*.py",
    "procedures/tailoring/*.py",
    "procedures/tailoring/kinds/*.py",
    "engine/support.py",
    "engine/compensation.py",
    "forms/*.py",
    "forms/components/*.py",
    "decisions/reader.py",
    "decisions/review/*.py",
    "feel/expressions.py",
    "feel/limits.py",
    "feel/reading/*.py",
)
SAYS_NOTHING_ELSE = ("engine/support.py", "engine/compensation.py", "engine/rewrites.py", "procedures/bpmn/vendor.py")
"""Modules whose every text with a space in it is part of a finding."""

BEGINS = re.compile(r"(?:Expected|Found|Incomplete|Two|Files|Whether|Arabic|Styles|Buttons|The|An?) ")
LATER = re.compile(r"\{[a-z_]+![rs]\}")
"""A value that `str.format` puts in later."""
TOLD_ELSEWHERE = frozenset(
    [
        "The package “\0” has \0 errors:\n\0",
        "Expected a zip of a package, found one that cannot be read: \0.",
        "Expected at most \0 files, found \0.",
        "Expected at most \0 bytes of files, found more.",
        "Expected paths processes/… and forms/…, each once, found “\0”.",
        "Expected a value of “\0” on \0, found the first one from \0: add a value with its legal reference.",
        "Expected a declared parameter, found “\0”: add it to parameters of procedure.yaml or to "
        "processes/_shared/parameters.yaml.",
        "The form's expression \0 could not be computed (\0): correct the form.",
        "Expected a field with a key, found the component \0 of type \0.",
        "Expected at most \0 signs to match, found \0.",
        "Expected one of the steps \0 of the form \0, found \0.",
        "Expected at most \0 pixels, found \0 × \0.",
        "Expected fewer pixels: take the picture again at a lower resolution.",
        "Expected a whole picture: open it, save it again and retry.",
        "Expected a number as a bound, found \0: correct the form.",
        "Expected a file that can be accepted, found: \0.",
    ]
)
"""Failures of archives, of uploads, of running cases and of programmers; they never become findings."""

REFUSES_BY_CODE = frozenset(
    [
        "changes.py",
        "element_renaming.py",
        "package_changes.py",
        "packages.py",
        "renaming.py",
        "travel.py",
        "xml_editing.py",
    ]
)
"""Modules that refuse a change by the code of a problem: the page that asked for it has the words."""


def _said(pattern: str) -> Iterator[tuple[str, str]]:
    """Give (place, text) of each text in modules; `\\0` stands where a value does."""
    for path in sorted((ROOT / "app").glob(pattern)):
        tree = ast.parse(path.read_text())
        skipped = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        skipped |= {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in () if path.name in REFUSES_BY_CODE else ast.walk(tree):
            if node not in skipped and isinstance(node, ast.Constant | ast.JoinedStr):
                yield f"{path.name}:{node.lineno}", _text(node)


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    whole = "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
    return LATER.sub("\0", whole)


KNOWN = {language: {HOLE.sub("\0", english) for english in read_sentences(language)} for language in ("fr", "ar")}


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("pattern", SAYS_FINDINGS)
def test_every_sentence_of_a_check_can_be_said_in_the_language(pattern: str, language: str) -> None:
    said = [(place, text) for place, text in _said(pattern) if BEGINS.match(text) and text not in TOLD_ELSEWHERE]
    assert [f"{place}: {text}" for place, text in said if text not in KNOWN[language]] == []


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("pattern", SAYS_NOTHING_ELSE)
def test_every_part_of_a_sentence_can_be_said_in_the_language(pattern: str, language: str) -> None:
    said = [
        (place, text)
        for place, text in _said(pattern)
        if " " in text.strip() and not text.startswith(("“\0”", "Camunda"))
    ]
    assert said
    assert [f"{place}: {text}" for place, text in said if text not in KNOWN[language]] == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_translation_keeps_the_values_of_its_sentence(language: str) -> None:
    assert KNOWN["fr"] == KNOWN["ar"]
    for english, words in read_sentences(language).items():  # type: ignore[arg-type]
        assert words.strip(), english
        assert set(HOLE.findall(english)) == set(HOLE.findall(words)), english


def test_no_sentence_stands_in_two_areas() -> None:
    ids = [line for path in area_files("fr") for line in path.read_text().splitlines() if line.startswith("msgid ")]
    ids = [line for line in ids if line != 'msgid ""']
    assert len(ids) == len(set(ids)) == len(read_sentences("fr"))


def test_a_finding_is_said_with_its_values() -> None:
    [finding] = a_package().diagram('<process id="library-card"', '<process id="Process_1"').findings("process-id")
    assert say(finding.message, "fr") == (
        "Le processus doit porter la clé « library-card » de la procédure ; il s’appelle « Process_1 » : renommez-le."
    )
    arabic = say(finding.message, "ar")
    assert "\u2066Process_1\u2069" in arabic
    assert arabic.startswith("يجب أن تحمل العملية")


def test_words_of_checks_inside_a_sentence_are_said_too() -> None:
    found = a_package().diagram("=parameters.library.answer", "=(1 +").files()
    from app.linting import lint_files

    [message] = [one.message for one in lint_files("library-card", found).errors if one.rule == "invalid-expression"]
    french = say(message, "fr")
    assert "Expected" not in french and "Signe" in french and "too-late" in french


def test_what_no_catalogue_holds_is_shown_as_it_stands() -> None:
    assert find_words("Nobody wrote this sentence.", "ar") is None
    assert say("Nobody wrote this sentence.", "fr") == "Nobody wrote this sentence."


def test_a_hostile_value_stays_a_value() -> None:
    message = "Expected a listed document at “{element}”, found “{key}”: list it under documents of procedure.yaml."
    assert "{element}" in say(message, "fr")
