"""Every text that forms say to people exists in Arabic, with the same values in it."""

import ast
import re
from pathlib import Path

from app.forms.components.datetime import _EXPECTED
from app.forms.uploads import MESSAGES
from app.languages import translate

SOURCES = Path(__file__).parents[2] / "app" / "forms"


def said_texts() -> set[str]:
    texts = {*MESSAGES.values(), *_EXPECTED.values()}
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say":
                texts |= {part.value for part in node.args[:1] if isinstance(part, ast.Constant)}
    return texts


def test_every_text_is_in_arabic() -> None:
    texts = said_texts()
    assert len(texts) > 50
    assert sorted(text for text in texts if not re.search("[ء-ي]", translate("ar", text))) == []


def test_values_stand_in_both_languages() -> None:
    names = re.compile(r"%\((\w+)\)s")
    different = [
        text for text in said_texts() if sorted(names.findall(text)) != sorted(names.findall(translate("ar", text)))
    ]
    assert different == []
