"""Words of a form: a little Markdown, and values that can never become markup."""

import pytest

from tests.forms.builders import a_field, a_form, render, rules_of


def words(text: str, **context: object) -> str:
    markup = render(a_form({"type": "text", "id": "note", "text": text}), context=context)
    return markup.partition('<div class="form-words">')[2].partition("</div>")[0]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Un\ndeux\n\nTrois", "<p>Un<br>deux</p>\n<p>Trois</p>"),
        ("un **mot** fort", "<p>un <strong>mot</strong> fort</p>"),
        ("- a\n- b\n\n1. c", "<ul><li>a</li><li>b</li></ul>\n<ol><li>c</li></ol>"),
        ("Avant\n* a", "<p>Avant</p>\n<ul><li>a</li></ul>"),
        ("# Titre\nTexte", "<h2>Titre</h2>\n<p>Texte</p>"),
        ("[ici](https://exemple.ma/a?b=1)", '<p><a href="https://exemple.ma/a?b=1">ici</a></p>'),
        ("[ici](/aide)", '<p><a href="/aide">ici</a></p>'),
        (r"\*\*non\*\*", "<p>**non**</p>"),
    ],
)
def test_markdown_gives_simple_html(source: str, html: str) -> None:
    assert words(source) == html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](//evil.test)",
        "[x](data:text/html,x)",
        "[x](/\\evil.test)",
    ]
    + ['[x](https://a"onclick="b)', "**<img src=x>**", "# <b>x</b>", "- <b>x</b>"],
)
def test_nothing_dangerous_passes(source: str) -> None:
    found = words(source)
    assert "<script" not in found
    assert "<img" not in found
    assert "<b>" not in found
    assert 'href="javascript' not in found.lower()
    assert 'href="//' not in found
    assert 'href="/\\' not in found
    assert 'href="data' not in found
    assert '"onclick="' not in found


def test_values_are_inserted_as_plain_words() -> None:
    found = words("Bonjour {{name}} !", name="[x](https://evil.test) **<b>** {{1+1}}\n\n# h")
    assert found == "<p>Bonjour [x](https://evil.test) **&lt;b&gt;** {{1+1}} # h !</p>"


def test_an_expression_gives_plain_words() -> None:
    assert words('="Total : " + string(2 + 2)') == "<p>Total : 4</p>"
    assert words("=name", name="**<b>**") == "<p>**&lt;b&gt;**</p>"


def test_texts_that_tamazight_lacks_are_shown_in_arabic_and_noted_once() -> None:
    texts = {
        "ar": {"sample": {"components": {"answer": {"label": "الاسم"}, "town": {"label": "المدينة"}}}},
        "zgh": {"sample": {"title": "ⴰⵎⵢⴰ"}},
    }
    form = a_form(a_field("textfield"), a_field("textfield", "town"), translations=texts)
    assert rules_of(form) == [("form-fallback", "info")]
    assert "2 texts" in form.findings[0].message
    markup = render(form, language="zgh")
    assert "الاسم" in markup
    assert "اختياري" in markup
