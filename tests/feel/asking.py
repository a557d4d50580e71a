"""Asks the interpreter: one present moment for all tables."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from app.feel import evaluate

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def ask(expression: str, **context: object) -> object:
    """Return the value as Python data."""
    return evaluate(expression, context, now=NOW)


def exact(expression: str, **context: object) -> object:
    """Return the value as the interpreter has it."""
    return evaluate(expression, context, now=NOW, functions=True)


def rows(text: str) -> Iterable[object]:
    """Return a parameter for each line of a table; empty lines separate groups for the reader."""
    return [pytest.param(line.strip(), id=line.strip()[:70]) for line in text.splitlines() if line.strip()]


def pairs(text: str) -> Iterable[object]:
    """Return (expression, expected expression) for each line `expression => expected`."""
    lines = [line for line in text.splitlines() if line.strip()]
    return [pytest.param(*(part.strip() for part in line.split(" => ")), id=line.strip()[:70]) for line in lines]
