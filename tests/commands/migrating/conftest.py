"""Both versions of the small procedure are published once; each test begins with a copy of that."""

from collections.abc import Iterator

import pytest

from tests.conftest import prepared
from tests.world.databases import Template
from tests.world.two_versions import Versions, publish_both


@pytest.fixture(scope="package")
def both(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Template, Versions]]:
    """A template in which both versions are published."""
    with prepared(template, tmp_path_factory.mktemp("versions"), publish_both) as both:
        yield both


@pytest.fixture
def versions(both: tuple[Template, Versions]) -> Versions:
    """The deployments of both versions; the old one is offered."""
    return both[1]


@pytest.fixture(scope="package")
def beginning(both: tuple[Template, Versions]) -> Template:
    """Each test begins where both versions are published."""
    return both[0]
