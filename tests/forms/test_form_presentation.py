"""Components that only show: HTML, pictures, tables, documents, links, columns; and texts with values in them."""

import html5lib
import pytest

from app.forms.safe_html import clean_html
from tests.forms.builders import a_field, a_form, render, rules_of, validate


def strict(markup: str) -> str:
    page = f"<!doctype html><html><head><title>x</title></head><body><form>{markup}</form></body></html>"
    html5lib.HTMLParser(strict=True).parse(page)
    return markup


def shown(component: dict[str, object], **context: object) -> str:
    return strict(render(a_form({"id": "part", **component}), context=context))


@pytest.mark.parametrize(
    ("source", "safe"),
    [
        ("<p>Un <strong>mot</strong></p>", "<p>Un <strong>mot</strong></p>"),
        ("<h1>Titre</h1>", "<h2>Titre</h2>"),
        ("<script>alert(1)</script>ok", "ok"),
        ("<style>p{}</style><p style='x' onclick='y' class='z'>a</p>", "<p>a</p>"),
        ("<a href='javascript:alert(1)'>x</a>", "<a>x</a>"),
        ("<a href='java\nscript:alert(1)'>x</a>", "<a>x</a>"),
        ("<a href='//evil.test'>x</a>", "<a>x</a>"),
        ("<a href='/aide' target=_blank>x</a>", '<a href="/aide">x</a>'),
        ("<img src=x onerror=alert(1)>", ""),
        ("<svg><script>alert(1)</script></svg>", ""),
        ("<form><input name=csrf_token>mot</form>", "mot"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<b><p>a</b></p>", "<b></b><p>a</p>"),
        ("<ul>mot<li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<td>seul</td>", "seul"),
        ("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c"),
        ("<!-- x --><p lang=ar dir=rtl>سلام</p>", '<p lang="ar" dir="rtl">سلام</p>'),
        ("<math><mtext></math><img src='/static/../x'>", ""),
    ],
)
def test_html_is_rebuilt_from_an_allow_list(source: str, safe: str) -> None:
    assert str(clean_html(source)) == safe
    strict(safe)


def test_a_value_in_html_is_never_a_tag() -> None:
    found = shown({"type": "html", "content": "<p>{{name}}</p>"}, name="<img src=x onerror=alert(1)>")
    assert "<img" not in found
    assert "&lt;img" in found


def test_a_picture_is_ours_or_in_the_form() -> None:
    assert 'src="/static/img/plan.png"' in shown({"type": "image", "source": "/static/img/plan.png", "alt": "Plan"})
    for foreign in ("https://evil.test/a.png", "javascript:alert(1)", "data:text/html,x", "/static/../secret"):
        form = a_form({"type": "image", "id": "part", "source": foreign, "alt": "Plan"})
        assert ("form-image-source", "error") in rules_of(form)
        assert "<img" not in render(form)
    assert ("form-image-alt", "warning") in rules_of(a_form({"type": "image", "id": "p", "source": "/static/a.png"}))


TABLE = {"type": "table", "label": "Paiements", "dataSource": "=payments", "rowCount": 2}
COLUMNS = [{"key": "day", "label": "Jour"}, {"key": "amount", "label": "Montant"}]


def test_a_table_shows_all_rows_and_folds_the_pages_after_the_first() -> None:
    payments = [{"day": f"jour {number}", "amount": number} for number in range(5)]
    found = shown({**TABLE, "columns": COLUMNS}, payments=payments)
    assert found.count("<details") == 2
    assert "jour 4" in found
    assert "Lignes 3 à 4 sur 5" in found
    assert "Rien à montrer." in shown({**TABLE, "columns": COLUMNS}, payments="x")


def test_columns_may_be_computed_and_cells_are_words() -> None:
    columns = '=[{key: "a", label: "Titre"}]'
    found = shown({**TABLE, "columnsExpression": columns}, payments=[{"a": "<b>"}, {"a": None}, 3])
    assert "Titre" in found
    assert "&lt;b&gt;" in found


def test_documents_are_links_of_this_site() -> None:
    documents = [
        {"documentId": "1", "endpoint": "/files/1", "metadata": {"fileName": "acte.pdf"}},
        {"documentId": "2", "endpoint": "https://evil.test/2", "metadata": {"fileName": "autre.pdf"}},
        "junk",
    ]
    found = shown({"type": "documentPreview", "label": "Pièces", "dataSource": "=documents"}, documents=documents)
    assert '<a href="/files/1">' in found
    assert "autre.pdf" in found
    assert "evil" not in found


def test_a_foreign_page_is_a_link() -> None:
    found = shown({"type": "iframe", "label": "Carte", "url": "https://carte.exemple.ma/x"})
    assert "<iframe" not in found
    assert 'href="https://carte.exemple.ma/x"' in found
    assert ("form-iframe-url", "error") in rules_of(a_form({"type": "iframe", "id": "x", "url": "http://a.ma"}))


def test_components_of_one_row_stand_side_by_side() -> None:
    form = a_form(
        a_field("textfield", "a", layout={"row": "one", "columns": 8}),
        a_field("textfield", "b", layout={"row": "one", "columns": 5}),
        a_field("textfield", "c", layout={"row": "one", "columns": 3}),
        a_field("textfield", "d"),
    )
    markup = strict(render(form))
    assert [f"col-12 col-lg-{width}" in markup for width in (6, 4, 2)] == [True, True, True]
    assert markup.count('class="row') == 1


def test_labels_help_and_adorners_hold_values() -> None:
    field = a_field("textfield", label="Nom de {{who}}", description='="Aide " + who')
    field["appearance"] = {"prefixAdorner": "{{who}}", "suffixAdorner": "km"}
    found = strict(render(a_form(field), context={"who": "<Zineb>"}))
    assert "Nom de &lt;Zineb&gt;" in found
    assert "Aide &lt;Zineb&gt;" in found
    assert found.count("&lt;Zineb&gt;") == 3
    assert "Nom de &lt;" not in validate(a_form(field), {}, context={"who": "X"}).errors.values()


def test_texts_have_conditions_and_loops() -> None:
    text = (
        "{{#if big}}Grand{{/if}}{{#loop names}}- {{this}}\n{{/loop}}{{#loop rows}}{{a}}{{#if a > 1}}!{{/if}} {{/loop}}"
    )
    found = shown({"type": "text", "text": text}, big=True, names=["x", "y"], rows=[{"a": 1}, {"a": 2}])
    assert "Grand" in found
    assert "1 2!" in found


def test_a_section_that_is_not_closed_is_a_finding() -> None:
    assert rules_of(a_form({"type": "text", "id": "t", "text": "{{#if x}}a"})) == [("form-template", "error")]


def test_the_hijri_day_stands_beside_the_date() -> None:
    form = a_form(a_field("datetime", properties={"hijri": "true"}))
    assert "12 ramadan 1447 H" in render(form, {"answer": "2026-03-01"})
    assert "رمضان 1447" in render(form, {"answer": "2026-03-01"}, language="ar")
    assert "hidden><bdi></bdi>" in render(form, {"answer": "pas un jour"})


@pytest.mark.parametrize(("typed", "good"), [("10", True), ("0", True), ("-5", True), ("7", False), ("2,5", False)])
def test_a_number_is_a_multiple_of_its_increment(typed: str, good: bool) -> None:
    found = validate(a_form(a_field("number", increment="5")), {"answer": [typed]})
    assert (found.errors == {}) is good


def test_a_day_stands_in_words_in_a_sentence_and_in_a_label() -> None:
    note = {"type": "text", "text": "Effet au {{day}}, pour {{reference}}, {{odd}}."}
    page = shown(note, day="2026-12-14", reference="2026-12", odd="2026-13-45")
    label = render(a_form(a_field("textfield", label="Depuis le {{day}}")), context={"day": "2026-03-01"})
    assert "Effet au lundi 14 décembre 2026, pour 2026-12, 2026-13-45." in page
    assert "Depuis le dimanche 1er mars 2026" in label
