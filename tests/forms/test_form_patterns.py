"""Patterns of forms: JavaScript's search semantics, in a time that no answer can stretch."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.pattern_syntax import PatternRefused
from app.forms.patterns import LONGEST_TEXT, LinearPattern
from tests.costs import at_most_calls
from tests.forms.builders import a_field, answer_to


@pytest.mark.parametrize(
    ("pattern", "found", "not_found"),
    [
        ("b", ["abc"], ["ac", ""]),
        ("^b", ["bc"], ["ab"]),
        ("b$", ["ab"], ["ba", "b\n"]),
        ("^a.c$", ["abc", "a c"], ["a\nc", "a\u2028c", "ac"]),
        (r"^\d{2,3}$", ["12", "123"], ["1", "1234", "١٢"]),
        (r"^\d{2}$", ["12"], ["1", "123"]),
        (r"^\d{2,}$", ["12", "123456"], ["1"]),
        (r"^\w+\s\W$", ["ab_1 !"], ["é !", "ab !!"]),
        (r"^\S+\D$", ["a1b"], ["a1", "a b1"]),
        ("^[^a-c]+$", ["xyz"], ["xaz", ""]),
        ("^[a-c-]+$", ["a-c"], ["d"]),
        (r"^[\d.\]]+$", ["1.2]"], ["1,2"]),
        ("^(foo|ba(r|z))+$", ["foobarbaz"], ["foob", ""]),
        ("^(?:a|b)?c*?$", ["ccc", "ac", ""], ["abc"]),
        ("^(?<name>a)$", ["a"], ["b"]),
        (r"\bcat\b", ["a cat.", "cat"], ["cats", "concat"]),
        (r"a\Bb", ["ab"], ["a b"]),
        (r"^[\u0600-\u06FF ]+$", ["محمد أمين"], ["Amina"]),
        (r"^\x41\/\.$", ["A/."], ["A/x"]),
        ("^a{,2}$", ["a{,2}"], ["aa"]),
        ("^(a*)*$", ["aaaa", ""], ["aab"]),
        ("", ["", "x"], []),
        ("^[^]$", ["\n", "a"], [""]),
        ("[]", [], ["", "a"]),
    ],
)
def test_a_pattern_finds_what_javascript_finds(pattern: str, found: list[str], not_found: list[str]) -> None:
    compiled = LinearPattern(pattern)
    assert [text for text in found if not compiled.found_in(text)] == []
    assert [text for text in not_found if compiled.found_in(text)] == []


@pytest.mark.parametrize(
    "pattern",
    ["(", ")", "[", "a**", "*", "a{2,1}", r"\1", "(?=a)", "(?<!a)b", "(?i)a", "a{1,5000}", "[b-a]", r"\q", "^*", "\\"]
    + ["((a{1,100}){1,100}){1,100}", "(" * 60 + ")" * 60, "x" * 1_001, r"\u12", "(?<name"],
)
def test_a_pattern_outside_of_the_syntax_is_refused(pattern: str) -> None:
    with pytest.raises(PatternRefused):
        LinearPattern(pattern)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "a*a*a*a*a*b", "^(([a-z])+.)+[A-Z]([a-z])+$"])
def test_patterns_that_hold_back_tracking_engines_end_at_once(pattern: str) -> None:
    compiled = LinearPattern(pattern)
    with at_most_calls(6_000):
        assert not compiled.found_in("a" * (LONGEST_TEXT - 1) + "!")


def test_an_answer_too_long_for_its_pattern_is_refused_before_matching() -> None:
    with pytest.raises(ValueError, match="1000"):
        answer_to(a_field("textfield", validate={"pattern": "a"}), "a" * (LONGEST_TEXT + 1))


_ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", r"\w", "(a|b)", "(?:ab)", "(a|)"])
_REPEATED = st.tuples(_ATOMS, st.sampled_from(["", "", "*", "+", "?", "{2}", "{1,2}", "*?"])).map("".join)
_PATTERNS = st.tuples(
    st.sampled_from(["", "^"]), st.lists(_REPEATED, max_size=4).map("".join), st.sampled_from(["", r"$"])
)


@given(pattern=_PATTERNS.map("".join), text=st.text("ab1 ", max_size=8))
def test_a_pattern_agrees_with_another_engine(pattern: str, text: str) -> None:
    theirs = re.compile(pattern.replace("$", r"\Z"), re.ASCII)
    assert LinearPattern(pattern).found_in(text) is bool(theirs.search(text))
