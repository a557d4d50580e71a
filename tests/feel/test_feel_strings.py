"""Texts, string functions and regular expressions (DMN 1.5, tables 72 and 74; XPath functions 7.6)."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feel.asking import ask, pairs, rows

TRUE = r"""
substring("foobar", 3) = "obar"
substring("foobar", 3, 3) = "oba"
substring("foobar", -2, 1) = "a"
substring("\U01F40Eab", 2) = "ab"
substring(string: "foobar", start position: 3) = "obar"
substring("foobar", 3, 3.8) = "oba"
substring(["foobar"], 3) = "obar"
string length("foo") = 3
string length("\U01F40Eab") = 3
string length("\uD83D\uDC0Eab") = 3
string length("") = 0
upper case("aBc4") = "ABC4"
lower case("aBc4") = "abc4"
substring before("foobar", "bar") = "foo"
substring before("foobar", "xyz") = ""
substring before("foobar", "") = ""
substring after("foobar", "ob") = "ar"
substring after("", "a") = ""
substring after("foo", "") = "foo"
contains("foobar", "of") = false
contains("foobar", "ob")
contains(["foobar"], "of") = false
starts with("foobar", "fo")
ends with("foobar", "r")
ends with(string: "foobar", match: "bar")
split("John Doe", "\\s") = ["John", "Doe"]
split("a;b;c;;", ";") = ["a", "b", "c", "", ""]
split("a1b22c", "[0-9]+") = ["a", "b", "c"]
split("", ";") = [""]
string join(["a", "b", "c"], "_and_") = "a_and_b_and_c"
string join(["a", "b", "c"], "") = "abc"
string join(["a", "b", "c"], null) = "abc"
string join(["a"], "X") = "a"
string join(["a", null, "c"], "X") = "aXc"
string join([], "X") = ""
string join(["a", "b", "c"]) = "abc"
string join(["a", null, "c"]) = "ac"
string join([]) = ""
string join("a") = "a"

replace("banana", "a", "o") = "bonono"
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") = "[1=ab][2=]cd"
replace("abracadabra", "bra", "*") = "a*cada*"
replace("abracadabra", "a.*a", "*") = "*"
replace("abracadabra", "a.*?a", "*") = "*c*bra"
replace("abracadabra", "a(.)", "a$1$1") = "abbraccaddabbra"
replace("AAAA", "A+", "b") = "b"
replace("AAAA", "A+?", "b") = "bbbb"
replace("darted", "^(.*?)d(.*)$", "$1c$2") = "carted"
replace("a.b", ".", "-", "q") = "a-b"
replace("abc", "B", "x", "i") = "axc"
replace("1 2", "(\\d) (\\d)", "$2 $1") = "2 1"
replace("a", "a", "\\$") = "$"

matches("foobar", "^fo*b")
matches("abracadabra", "bra")
matches("abracadabra", "^a.*a$")
not(matches("abracadabra", "^bra"))
matches("hello world", "hello\\ sworld", "x")
matches("helloworld", "hello world", "x")
matches("hello world", "hello[ ]world", "x")
matches("a\nb", "a.b", "s")
not(matches("a\nb", "a.b"))
matches("a\nb", "^b$", "m")
not(matches("a\nb", "^b$"))
matches("HELLO", "hello", "i")
matches("a.b", "a.b", "q")
not(matches("axb", "a.b", "q"))
matches("x", "[^a-c]")
matches("e", "[a-z-[aeiou]]") = false
matches("d", "[a-z-[aeiou]]")
matches("é", "\\p{L}")
matches("5", "\\P{L}")
matches("ب", "\\p{IsArabic}")
matches("_a", "^\\i\\c$")
matches("aa", "^(a)\\1$")
matches("#abc#1", "^((#)abc\\2)1$")
not(matches("ab", "^(a)\\1$"))
matches("aaa", "^a{2,3}$")
not(matches("a", "^a{2,}$"))
matches("ab", "^(?:a|b)+$")
matches("", "^$")
matches("a-b", "[a-]-b")
matches("", "(a*)*")
matches("ab", "^(a*)*b$")
matches("xyz", "")
matches(input: "A", pattern: "a", flags: "i")
not(matches("K", "[^k]", "i"))
not(matches("k", "[^K-M]", "i"))
matches("n", "[^K-M]", "i")
matches("7-8/9", "^[0-9-/]+$")
matches("a+b", "^[a-c-+]+$")
matches("سند", "^\\p{ Is Arabic }+$", "x")

"\"" = "\u0022"
"\t" = "\u0009"
"a\\b" = "a\u005Cb"
"\'" = "'"
"\s" = "\\s"
"\u0041" = "A"
"\U000041" = "A"
"""

NULL = r"""
substring("foobar", 0)
substring("foobar", 7)
substring("foobar", 1.5)
substring("foobar", 1, 0)
substring("foobar", 5, 3)
substring(null, 1)
substring("foobar", null)
substring("foobar")
substring("a", 1, 1, 1)
string length(1)
upper case(null)
upper case("a", "b")
contains("a", 1)
starts with(null, "a")
split("a", null)
split("ab", "")
string join("a", 1)
string join([1, 2])
string join(null)
replace("a", "*", "b")
matches("a", "\\p{ IsArabic}")
replace("a", "", "b")
replace("a", "a", "$")
replace("a", "a", "\\")
replace("a", "a", "b", "z")
matches("a", "(")
matches("a", "[")
matches("a", "a{2,1}")
matches("a", "\\p{Nothing}")
matches("a", "\\b")
matches("a", "a**")
matches("a", "\\1")
matches("a", "[b-a]")
matches("a", "a", "smixz")
matches("a", null)
matches("a", "(?=a)")
"""


@pytest.mark.parametrize("expression", rows(TRUE))
def test_a_text_is_treated_as_the_standard_says(expression) -> None:
    assert ask(expression) is True


@pytest.mark.parametrize("expression", rows(NULL))
def test_what_no_text_fits_is_null(expression) -> None:
    assert ask(expression) is None


@pytest.mark.parametrize(
    ("expression", "text"),
    pairs(r"""
        string("a") => a
        string(true) => true
        string([1, 2, 3, "foo"]) => [1, 2, 3, "foo"]
        string([null, [true]]) => [null, [true]]
        string({a: "foo", b: {c: 1}}) => {a: "foo", b: {c: 1}}
        string({"a b": 1}) => {"a b": 1}
        string(["\"x\""]) => ["\"x\""]
        string([1..3)) => [1..3)
        string((>5)) => (>5)
        string((<= "a")) => (<="a")
        string(function(a, b) a) => function(a, b)
    """),
)
def test_any_value_has_a_text(expression, text) -> None:
    assert ask(expression) == text


PIECES = st.sampled_from(
    ["a", "b", "ab", "[ab]", "(a|b)", "a*", "b+", "(a*)+", "(ab)?", "a{1,2}", "b*?", ".", "(a|ab)"]
)


@settings(max_examples=150, deadline=None)
@given(pattern=st.lists(PIECES, min_size=1, max_size=4).map("".join), text=st.text("ab", max_size=8))
def test_patterns_match_what_other_engines_match(pattern, text) -> None:
    assert ask("matches(text, pattern)", text=text, pattern=pattern) == bool(re.search(pattern, text))
    if not re.search(pattern, ""):
        assert ask('replace(text, pattern, "-")', text=text, pattern=pattern) == re.sub(pattern, "-", text)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "^(a*)*b$", "(.*)*x", "^(a|aa)+$"])
def test_a_pattern_that_would_explode_answers_at_once(pattern) -> None:
    assert ask("matches(text, pattern)", text="a" * 2000 + "!", pattern=pattern) is False
