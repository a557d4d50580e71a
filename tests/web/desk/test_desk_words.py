"""Every sentence of the agents' and simulators' pages exists in Arabic, with the same placeholders."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from app.languages.catalogue import read_catalogue

WEB = Path(__file__).parents[3] / "app" / "web"
ROOMS = ("desk", "sandbox", "operations")
SAYING = frozenset({"gettext", "ngettext", "_on_task", "_at_element", "_payment", "_plain"})
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def _of_templates(app: Flask) -> Iterator[str]:
    for room in ROOMS:
        for path in sorted((WEB / room / "templates").rglob("*.html")):
            for _, _, message in app.jinja_env.extract_translations(path.read_text()):
                yield message[0] if isinstance(message, tuple) else message


def _of_code() -> Iterator[str]:
    for room in ROOMS:
        for path in sorted((WEB / room).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
                    first = node.args[0] if node.args else None
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield first.value


def test_every_sentence_of_the_desk_exists_in_arabic(app: Flask) -> None:
    catalogue = read_catalogue("ar")
    said = sorted({*_of_templates(app), *_of_code()})
    missing = [text for text in said if catalogue.get(text) is None]
    assert len(said) > 150
    assert missing == []


def test_arabic_sentences_keep_the_placeholders_of_the_french_ones(app: Flask) -> None:
    catalogue = read_catalogue("ar")
    for text in {*_of_templates(app), *_of_code()}:
        found = catalogue.get(text)
        if found is None or isinstance(found.string, tuple | list):
            continue
        assert set(PLACEHOLDER.findall(found.string)) == set(PLACEHOLDER.findall(text)), text
