"""How texts are read: tokens, names, precedence, literals, places of faults (DMN 1.5, 10.3.1)."""

import pytest

from app.feel import FeelError, check, evaluate, names_used, unary_test
from tests.feel.asking import NOW, ask

TRUE = [
    "1 + /* one */ 1 = 2 // and a comment",
    "/* a comment */ 1 = 1",
    "1 +\n    1 = 2",
    "{\n  // entries\n  a: 1, /* one */\n  b: 2\n}.b = 2",
    '"not // a comment" != "not "',
    "if true then 1 = 1 else false",
    "(function(x) x + 1)(1) = 2",
    '(function(x: number, y: string) string(x) + y)(1, "a") = "1a"',
    "[-1, - 1, --1] = [-1, -1, 1]",
    "[1..3].end = 3",
    "]1..3[.start = 1",
    "2 in ]1..3[ and true",
    "{a: ]1..3[, b: 2 in a}.b",
    "[1, 2][1]=1",
    "(]1..3[ = (1..3)) and 1 in ]0..3[ != false",
    "{l: [1, 2], r: ]l[1]..l[2][ = (1..2)}.r",
    "(for x in [1] return x + 1) = [2]",
    "1 + 2 in [3] or false and false",
    "not (false)",
    "\u00a01\u2003=\u30001",
    "1 = 1 = true",
]


@pytest.mark.parametrize("expression", TRUE)
def test_a_text_is_read_as_the_grammar_says(expression) -> None:
    assert ask(expression) is True


@pytest.mark.parametrize(
    ("expression", "context", "value"),
    [
        ("Applicant age + 1", {"Applicant age": 20}, 21),
        ("Applicant  age+1", {"Applicant age": 20}, 21),
        ("a-b", {"a-b": 7, "a": 3, "b": 1}, 7),
        ("a - b", {"a-b": 7, "a": 3, "b": 1}, 7),
        ("(a)-(b)", {"a-b": 7, "a": 3, "b": 1}, 2),
        ("a-b", {"a": 3, "b": 1}, 2),
        ("Profit and loss + 1", {"Profit and loss": 1}, 2),
        ("Profit and loss", {"Profit": True, "loss": False}, False),
        ("what if?", {"what if?": 5}, 5),
        ("Loan/Value * 2", {"Loan/Value": 4}, 8),
        ("Loan/Value", {"Loan": 8, "Value": 4}, 2),
        ("fee.stamp duty.total", {"fee": {"stamp duty": {"total": 3}}}, 3),
        ("fee.in.total", {"fee": {"in": {"total": 3}}}, 3),
        ("fee.a/b + 1", {"fee": {"a/b": 3}}, 4),
        ("lines[unit price > 2].unit price", {"lines": [{"unit price": 3}, {"unit price": 1}]}, [3]),
        ("lines[net-price > 2].net-price", {"lines": [{"net-price": 3}, {"net-price": 1}]}, [3]),
        ("date of birth", {"date of birth": 1}, 1),
        ("Age 18 limit + 1", {"Age 18 limit": 1}, 2),
        ("Section 4a limit + 1", {"Section 4a limit": 1}, 2),
        ("`a b` + `c`", {"a b": 1, "c": 2}, 3),
        ("العمر الأقصى + 1", {"العمر الأقصى": 1}, 2),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ", {"ⵜⴰⵎⴰⵣⵉⵖⵜ": 1}, 1),
        ("🐎", {"🐎": 1}, 1),
        ("a.b c", {"a": None}, None),
        ("unknown name", {}, None),
        ("a b", {"a": {"a-b": 1}}, None),
        ("Vacation Approval Status.Reason", {"Vacation Approval": 1}, None),
        ("Vacation Approval", {"Vacation Approval": 1}, 1),
    ],
)
def test_names_of_several_words_are_found_by_the_longest_match(expression, context, value) -> None:
    assert evaluate(expression, context, now=NOW) == value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("for x in in use by us return x + 1", [2, 3]),
        ("if every day [1] = 1 then not due else true cost", 7),
        ("1 in in use by us and true", True),
        ("every day in in use by us satisfies day > 0", True),
        ("count(in use by us) + true cost", 11),
    ],
)
def test_a_known_name_of_several_words_may_begin_with_a_keyword(expression, expected) -> None:
    context = {"in use by us": [1, 2], "every day": [1], "not due": 7, "true cost": 9}

    assert evaluate(expression, context, now=NOW) == expected


def test_names_that_the_data_do_not_show_can_be_announced() -> None:
    assert evaluate("a.b-c", {"a": None, "c": 1}, now=NOW, names=["b-c"]) is None
    assert evaluate("Profit and loss", {}, now=NOW, names=["Profit and loss"]) is None
    assert unary_test("a-b", 1, {"a": 3, "b": 2}, now=NOW) is True
    assert unary_test("a-b", 1, {"a": 3, "b": 2}, now=NOW, names=["a-b"]) is False


@pytest.mark.parametrize(
    ("expression", "position", "words"),
    [
        ("1 +", 3, "Incomplete"),
        ("1 + * 2", 4, "found *"),
        ("(1", 2, "')'"),
        ("[1, 2", 5, "']'"),
        ("[1, 2,]", 6, "found ]"),
        ("{a 1}", 1, "a name"),
        ("{a: 1,}", 6, "a name"),
        ("{a: 1, a: 2}", 7, "twice"),
        ("if a then b", 11, "'else'"),
        ("if a b", 6, "'then'"),
        ("for x in xs", 11, "'return'"),
        ("for in xs return 1", 4, "a name"),
        ("some x in xs", 12, "'satisfies'"),
        ("x instance of", 13, "a type"),
        ("x instance of list<number", 25, "'>'"),
        ("x between 1", 11, "'and'"),
        ('"abc', 0, "quotation mark"),
        ("1e3", 0, "1e3"),
        ("1 + 1.5e3", 4, "1.5e3"),
        ("1.2.3", 3, "found .3"),
        ("a $ b", 2, "'$'"),
        ("f(a: 1, 2)", 8, "a name"),
        ("@today", 1, "a text"),
        ("a.1", 1, "found .1"),
        ("function(a) external {java: 1}", 12, "external"),
        ("then", 0, "found then"),
        ("1 2", 2, "the end"),
        ("  = 1 + ", 7, "Incomplete"),
        ("[1..", 4, "Incomplete"),
        ("[1..2", 5, "after a range"),
    ],
)
def test_a_fault_is_told_with_its_place_and_what_was_expected(expression, position, words) -> None:
    with pytest.raises(FeelError) as caught:
        check(expression)

    assert caught.value.reason == "syntax"
    assert caught.value.position == position
    assert words in caught.value.problem


@pytest.mark.parametrize(
    ("test", "value", "passes"),
    [
        ("-", None, True),
        ("5", 5, True),
        ("-5", -5, True),
        ("< 5", 4, True),
        ("<= 5, > 10", 11, True),
        ("[1..5]", 5, True),
        ("]1..5[", 5, False),
        ("not(5)", 4, True),
        ("not(5, 6)", 6, False),
        ("not([1..5], > 10)", 7, True),
        ("not(5) and true", 4, False),
        ("not(? > 5)", 4, True),
        ("? > 5 and ? < 7", 6, True),
        ('contains(?, "b")', "abc", True),
        ('contains(?, "x")', "abc", False),
        ('"a", "b"', "b", True),
        ('["a", "b"]', "b", True),
        ("null", None, True),
        ("not(null)", 1, True),
        ('@"2026-01-01"', "2026-01-01", False),
        ("some x in ? satisfies x > 1", [1, 2], True),
        ("count(?) > 1", [1, 2], True),
        ("{a: 1}.a", 1, True),
        ("!= 5", 4, True),
        ("= 5", 5, True),
        ("limits", 2, True),
        ("between_limits", 3, True),
    ],
)
def test_a_unary_test_passes(test, value, passes) -> None:
    context = {"limits": [1, 2], "between_limits": 3}

    assert unary_test(test, value, context, now=NOW) is passes


@pytest.mark.parametrize("test", ["", "not(", "not()", ", 1", "1,", "- 1 -", "<", "[1..", "> 5 and < 10"])
def test_what_is_no_unary_test_is_refused(test) -> None:
    with pytest.raises(FeelError):
        unary_test(test, 1, {}, now=NOW)


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("fee.stamp duty + other fee", {"fee.stamp duty", "other fee"}),
        ("a.b[c > d].e", {"a.b", "c", "d"}),
        ("f(a)(b)", {"a", "b"}),
        ("{f: function(x) x + y}.f(z)", {"y", "z"}),
        ("for x in a, y in x.b return x + y + c", {"a", "c"}),
        ("every x in a satisfies x > b", {"a", "b"}),
        ("a in (> b, [c..d])", {"a", "b", "c", "d"}),
        ("string length(a)", {"a"}),
        ("date and time(a, b)", {"a", "b"}),
        ("[a..b].start", {"a", "b"}),
        ("substring(string: a, start position: b)", {"a", "b"}),
        ("a instance of list<number>", {"a"}),
        ("-a ** b", {"a", "b"}),
        ("if a then b else c", {"a", "b", "c"}),
    ],
)
def test_the_names_that_an_expression_uses_are_told(expression, names) -> None:
    assert names_used(expression) == names


@pytest.mark.parametrize(
    "expression", ["f(1)", "a.f(1)", '"a".format(1)', "string lenght(a)", "[f(1)]", "for x in xs return g(x)"]
)
def test_a_function_that_nobody_defines_is_found_by_the_check(expression) -> None:
    with pytest.raises(FeelError) as caught:
        check(expression)

    assert caught.value.reason == "unknown-function"
    assert ask(expression, xs=[1], a={}) in (None, [None])


@pytest.mark.parametrize(
    "expression", ["{f: function(x) x, y: f(1)}", "function(f) f(1)", "for f in fs return f(1)", "sort(a, before)"]
)
def test_a_function_that_the_expression_defines_is_accepted(expression) -> None:
    check(expression)


def test_a_function_of_the_model_is_accepted_where_it_is_announced() -> None:
    check("charge(1) + model.charge(2)", names=["charge", "model"])
