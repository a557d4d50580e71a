"""For any form: render, fill, post, validate and show give back what was typed."""

from dataclasses import dataclass
from datetime import date, time
from unicodedata import normalize

import html5lib
from hypothesis import given, settings
from hypothesis import strategies as st

from app.forms import FormDefinition
from tests.forms.builders import CITY_OPTIONS, NOW, a_field, a_form, a_group, render, validate

Post = dict[str, list[str]]
_SIGNS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"), exclude_characters="\ufffe\uffff")
_LINES = st.text(_SIGNS, max_size=40).map(lambda text: normalize("NFC", text).strip())
_ARABIC_LETTERS = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", min_size=2, max_size=30)
_LATIN_LETTERS = st.text("abcdefghijklmnopqrstuvwxyzéèçâïÀÉ", min_size=2, max_size=30)
_CHOICE = st.sampled_from([option["value"] for option in CITY_OPTIONS])


@dataclass(frozen=True, kw_only=True)
class Question:
    """A field, what a person types in it, what is kept; `shown` must stand in the display (None = not checked)."""

    settings: dict[str, object]
    typed: list[str]
    kept: object
    shown: str | None = None


def _text(text: str, type_: str = "textfield", **more: object) -> Question:
    return Question(settings={"type": type_, **more}, typed=[text], kept=text or None, shown=text or None)


def _boxes(values: list[str], type_: str) -> Question:
    kept = [option["value"] for option in CITY_OPTIONS if option["value"] in values]
    return Question(settings={"type": type_, "values": CITY_OPTIONS}, typed=kept, kept=kept)


def _kind(name: str, typed: str, kept: object, shown: str | None = None) -> Question:
    return Question(settings={"type": "textfield", "properties": {"kind": name}}, typed=[typed], kept=kept, shown=shown)


_QUESTIONS = st.one_of(
    _LINES.map(_text),
    st.lists(_LINES, max_size=4).map(lambda lines: _text("\n".join(lines).strip(), "textarea")),
    st.integers(-(10**9), 10**9).map(
        lambda number: Question(settings={"type": "number"}, typed=[str(number)], kept=number, shown=str(number))
    ),
    st.decimals(-(10**6), 10**6, places=2).map(
        lambda number: Question(
            settings={"type": "number"},
            typed=[str(number).replace(".", ",")],
            kept=int(number) if number == int(number) else float(number),
        )
    ),
    st.dates(date(1850, 1, 1), date(2150, 1, 1)).map(
        lambda day: Question(
            settings={"type": "datetime", "subtype": "date"},
            typed=[day.isoformat()],
            kept=day.isoformat(),
            shown=str(day.year),
        )
    ),
    st.times().map(
        lambda moment: Question(
            settings={"type": "datetime", "subtype": "time"},
            typed=[f"{moment:%H:%M}"],
            kept=time(moment.hour, moment.minute).isoformat(),
            shown=f"{moment:%H:%M}",
        )
    ),
    st.booleans().map(lambda ticked: Question(settings={"type": "checkbox"}, typed=["true"] * ticked, kept=ticked)),
    st.tuples(_CHOICE, st.sampled_from(["radio", "select"])).map(
        lambda pair: Question(settings={"type": pair[1], "values": CITY_OPTIONS}, typed=[pair[0]], kept=pair[0])
    ),
    st.tuples(st.lists(_CHOICE), st.sampled_from(["checklist", "taglist"])).map(lambda pair: _boxes(*pair)),
    _ARABIC_LETTERS.map(lambda name: _kind("name_ar", name, name, name)),
    _LATIN_LETTERS.map(lambda name: _kind("name_lat", name, normalize("NFC", name), normalize("NFC", name))),
    st.integers(500_000_000, 899_999_999).map(lambda number: _kind("phone", f"0{number}", f"+212{number}")),
    st.integers(0, 10**10).map(lambda cents: _kind("amount", f"{cents // 100},{cents % 100:02d}", cents)),
    st.integers(10_000, 99_999).map(lambda code: _kind("postcode", str(code), str(code), str(code))),
)


def _form(questions: list[Question], *, in_steps: bool) -> FormDefinition:
    components = [
        a_field(
            key=f"f{number}",
            **{"type_" if name == "type" else name: value for name, value in question.settings.items()},
        )
        for number, question in enumerate(questions)
    ]
    if not in_steps:
        return a_form(*components)
    middle = len(components) // 2
    return a_form(a_group("first_step", *components[:middle]), a_group("last_step", *components[middle:]))


def _post_of(markup: str) -> Post:
    """Return what a browser would post for the page as it stands."""
    tree = html5lib.parse(f"<form>{markup}</form>", namespaceHTMLElements=False)
    post: Post = {}
    for control in tree.iter("input"):
        if control.attrib["type"] not in ("checkbox", "radio") or "checked" in control.attrib:
            post.setdefault(control.attrib["name"], []).append(control.attrib.get("value", ""))
    for control in tree.iter("textarea"):
        post.setdefault(control.attrib["name"], []).append((control.text or "").replace("\n", "\r\n"))
    for control in tree.iter("select"):
        chosen = [option.attrib["value"] for option in control.iter("option") if "selected" in option.attrib]
        post.setdefault(control.attrib["name"], []).extend(chosen or [""])
    return post


@settings(max_examples=60, deadline=None)
@given(
    questions=st.lists(_QUESTIONS, min_size=1, max_size=8),
    in_steps=st.booleans(),
    language=st.sampled_from(["fr", "ar"]),
)
def test_what_is_typed_comes_back(questions: list[Question], in_steps: bool, language: str) -> None:
    form = _form(questions, in_steps=in_steps)
    assert form.findings == ()
    typed = {f"f{number}": question.typed for number, question in enumerate(questions) if question.typed}
    kept = {f"f{number}": question.kept for number, question in enumerate(questions)}

    first = validate(form, typed, language=language)
    assert (first.answers, first.errors) == (kept, {})

    again = validate(form, _post_of(render(form, first.answers, language=language)), language=language)
    assert (again.answers, again.errors) == (kept, {})
    assert validate(form, first.answers, language=language).answers == kept, "stored answers are valid JSON answers"

    sections = form.display(first.answers, context={}, language=language, now=NOW)
    rows = {row.key: row.value for section in sections for row in section.rows}
    assert set(rows) == set(kept)
    assert [
        question
        for number, question in enumerate(questions)
        if question.shown and question.shown not in rows[f"f{number}"]
    ] == []


@settings(max_examples=100, deadline=None)
@given(
    question=_QUESTIONS,
    given_value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    ),
)
def test_any_json_is_an_answer_or_a_refusal(question: Question, given_value: object) -> None:
    form = _form([question], in_steps=False)
    found = validate(form, {"f0": given_value, "other": 1})
    assert set(found.answers) | set(found.errors) == {"f0"}
    assert not set(found.answers) & set(found.errors)
    render(form, found.entered, errors=found.errors)
