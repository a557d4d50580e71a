"""One installation serves the tests of a module: each files its own case, and looks at nothing but that."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.domain.clock import FixedClock
from tests.conftest import MORNING, open_app
from tests.world.databases import Template


@pytest.fixture(scope="module")
def clock() -> FixedClock:
    """The clock of the module; no test of this folder turns it."""
    return FixedClock(MORNING)


@pytest.fixture(scope="module")
def app(beginning: Template, tmp_path_factory: pytest.TempPathFactory, clock: FixedClock) -> Iterator[Flask]:
    """An application on a fresh copy of the world; its context is open."""
    with open_app(beginning, tmp_path_factory.mktemp("repairs"), clock) as app:
        yield app
