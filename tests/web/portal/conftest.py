"""The limits on tries, switched on where a test needs them."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.web.security import limiter


@pytest.fixture
def limits(app: Flask) -> Iterator[None]:
    """Switch the limits on tries on, with nothing counted yet."""
    app.config["RATELIMIT_ENABLED"] = True
    limiter.enabled = True
    limiter.init_app(app)
    limiter.reset()
    yield
    limiter.enabled = False
