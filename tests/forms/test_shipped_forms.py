"""The forms that ship with the platform read without errors and render in both languages."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml

from app.forms import FormDefinition, read_form
from tests.forms.builders import NOW, render

FORMS = Path(__file__).parents[2] / "forms"
SHIPPED = sorted(path.relative_to(FORMS).as_posix() for path in FORMS.glob("*/*.json"))
CONTEXT = {"case": {"reference": "EC-2026-000001"}, "parameters": {}}


@cache
def translations_of(folder: Path) -> dict[str, dict[str, Any]]:
    files = sorted((folder / "translations").glob("*.yaml"))
    return {file.stem: yaml.safe_load(file.read_text()) or {} for file in files}


@cache
def shipped(name: str) -> FormDefinition:
    path = FORMS / name
    return read_form(json.loads(path.read_text()), translations=translations_of(path.parent), file=name)


def test_there_are_forms_to_test() -> None:
    assert SHIPPED, f"Expected forms in {FORMS}."


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_form_has_neither_errors_nor_missing_texts(name: str) -> None:
    assert [str(finding) for finding in shipped(name).findings if finding.severity != "info"] == []


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_shipped_form_renders_as_strict_html(name: str, language: str) -> None:
    form = shipped(name)
    for step in (None, *(step.id for step in form.steps)):
        markup = render(form, language=language, context=CONTEXT, step=step)
        page = f"<!doctype html><html><head><title>x</title></head><body><form>{markup}</form></body></html>"
        html5lib.HTMLParser(strict=True).parse(page)
    form.display({}, context=CONTEXT, language=language, now=NOW)
