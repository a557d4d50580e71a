"""Arabic is a first language: every text of the interface stands in its catalogue."""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_file

from app.languages.catalogue import read_catalogue
from app.settings import ROOT
from app.web.error_words import BY_CODE, BY_STATUS, GENERAL

FUNCTIONS = {"gettext": 0, "ngettext": 0, "_": 0, "translate": 1, "translate_plural": 1}
"""Functions that take a French source text, and the position of that text."""


def _template_texts() -> Iterator[tuple[str, str]]:
    options = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
    for path in sorted((ROOT / "app").rglob("*.html")):
        for _line, text, _comments, _context in extract_from_file("jinja2.ext:babel_extract", path, options=options):
            for part in text if isinstance(text, tuple) else (text,):
                if part:
                    yield str(path.relative_to(ROOT)), part


def _python_texts() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            position = FUNCTIONS.get(name)
            if position is None or len(node.args) <= position:
                continue
            argument = node.args[position]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield str(path.relative_to(ROOT)), argument.value


def _error_texts() -> Iterator[tuple[str, str]]:
    for explanation in (*BY_STATUS.values(), *BY_CODE.values(), GENERAL):
        for text in (explanation.title, explanation.message, *explanation.advice):
            yield "app/web/error_words.py", text


def test_every_interface_text_has_its_arabic() -> None:
    catalogue = read_catalogue("ar")
    known = {
        text
        for message in catalogue
        if message.id
        for text in (message.id if isinstance(message.id, tuple) else (message.id,))
    }
    missing = sorted(
        {(file, text) for file, text in (*_template_texts(), *_python_texts(), *_error_texts()) if text not in known}
    )
    assert not missing, "\n".join(f"{file}: {text}" for file, text in missing)


def test_no_file_of_the_application_is_longer_than_four_hundred_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in Path(ROOT / "app").rglob("*.py")
        if "migrations" not in path.parts and (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert not long, "\n".join(long)
